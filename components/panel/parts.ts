import { COMPLETER } from '../filter/completer.ts';
import { FootstepMenu } from '../footsteps/lazy-footstep-menu.ts';
import { lazy } from '../ui/Lazy.tsx';
import { later } from '../ui/later.ts';

/** What the panel's first picture of sessions and footsteps does without; it comes right after it. */
export const DetailsPane = lazy(async () => (await import('./DetailsPane.tsx')).DetailsPane);
export const TimelinePane = lazy(async () => (await import('../timeline/TimelinePane.tsx')).TimelinePane);
export const SameVisit = lazy(async () => (await import('../visits/SameVisit.tsx')).SameVisit);
export const PageControls = lazy(async () => (await import('../controls/PageControls.tsx')).PageControls);
export const StretchChip = lazy(async () => (await import('../timeline/StretchChip.tsx')).StretchChip);
export const ExportSheet = lazy(async () => (await import('./ExportSheet.tsx')).ExportSheet);
export const ImportSheet = lazy(async () => (await import('../imports/ImportSheet.tsx')).ImportSheet);
export const CaptureSheet = lazy(async () => (await import('./Sheets.tsx')).CaptureSheet);
export const HelpSheet = lazy(async () => (await import('./Sheets.tsx')).HelpSheet);

export const FILTER_ENGINE = later(async () => (await import('./filter-engine.ts')).filterEngine);

export const PARTS = [FILTER_ENGINE, COMPLETER, FootstepMenu, StretchChip, TimelinePane, DetailsPane, SameVisit, ExportSheet, ImportSheet, CaptureSheet, HelpSheet, PageControls] as const;

/** All at once, where nothing may come later. */
export const loadParts = async (): Promise<void> => void (await Promise.all(PARTS.map((part) => part.load())));
