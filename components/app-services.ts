import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Live } from '../lib/base/observable.ts';
import type { Result } from '../lib/base/result.ts';
import type { EpochMs } from '../lib/base/time.ts';
import type { ExportFormatId, RedactionPreview } from '../lib/domain/export-format.ts';
import type { FieldSpec } from '../lib/domain/field.ts';
import type { Finding } from '../lib/domain/finding.ts';
import type { Import, ImportId, RunningImport } from '../lib/domain/import.ts';
import type { Counters, Gap } from '../lib/domain/ports.ts';
import type { ControlLook, ControlOrder } from '../lib/domain/page-controls.ts';
import type { RequestId } from '../lib/domain/request.ts';
import type { Session, SessionKey } from '../lib/domain/session.ts';
import type { ReadSettings, SettingsChange } from '../lib/domain/settings.ts';
import type { StoreState } from '../lib/domain/store-state.ts';
import type { TabMoment } from '../lib/domain/tab-moment.ts';
import type { ExportedFile, ExportSelection, ExportWatch, Footstep, FootstepPiece, FootstepQuery, RecordingState, RequestDetails, ViewScope } from '../lib/domain/views.ts';

/**
 * Everything that a component may reach outside itself. Pages inject the real one, tests a fake. Live values come from the store; commands
 * go to the background, the only writer.
 */
export type AppServices = {
  readonly now: () => EpochMs;
  /** The inspected tab; null where the page shows all. */
  readonly tabId: number | null;
  /** The tab is in a private window: everything is held in memory, and gone with the window. */
  readonly isPrivate?: boolean;
  /** Page title and site of the inspected tab. */
  readonly tab: Live<{ readonly url: string | null; readonly title: string | null }>;
  /** Newest activity first. Sessions known as of now; state is what the store last computed, `stateAt` of lib/domain tells the present one. */
  sessions(scope: ViewScope): Live<readonly Session[]>;
  /** Oldest first, the newest `limit`; the last few at once, and those before them as they are read. */
  footsteps(query: FootstepQuery): Live<readonly Footstep[]>;
  /** Looks at `count` stored footsteps from a moment back, newest first; `limit` means nothing here. */
  olderFootsteps(query: FootstepQuery, from: EpochMs | null, count: number): Promise<FootstepPiece>;
  findings(scope: ViewScope): Live<readonly Finding[]>;
  captureLedger(): Live<Counters>;
  /** Stretches without recording, oldest first: for a tab those since the browser started. */
  gaps(scope: ViewScope): Live<readonly Gap[]>;
  recording(): Live<RecordingState>;
  /** Null where the request is no longer stored. */
  details(requestId: RequestId): Promise<RequestDetails | null>;
  vendorName(protocol: string): string;
  /** Every vendor's fields, whose names the filter knows. */
  fields(): Live<readonly FieldSpec[]>;
  /** The user's choices, at once when any page of ours changes them. */
  settings(): Live<ReadSettings>;
  /** Replaces the parts that are given; rejects with a sentence where they are refused. */
  changeSettings(change: SettingsChange): Promise<void>;
  setRecording(on: boolean): Promise<void>;
  /** Records a site, with its subdomains, or does not. */
  recordSite(host: string, on: boolean): Promise<void>;
  /** The same for a tab, as long as it is open. */
  recordTab(tabId: number, on: boolean): Promise<void>;
  requestPermission(): Promise<boolean>;
  clear(scope: ViewScope): Promise<void>;
  /** Removes sessions whole: with their footsteps, findings and requests. */
  deleteSessions(keys: readonly SessionKey[]): Promise<void>;
  /** The archive as text, and the file name to suggest. */
  exportArchive(selection: ExportSelection): Promise<{ readonly fileName: string; readonly text: string }>;
  /** A part of the recording in a format, redacted as the user chose, and the file name to suggest. Rejects where it was stopped. */
  exportRecording(selection: ExportSelection, format: ExportFormatId, watch?: ExportWatch): Promise<ExportedFile>;
  /** What would be taken out of that file, and how often. Rejects where it was stopped. */
  previewExport(selection: ExportSelection, watch?: ExportWatch): Promise<RedactionPreview>;
  /** Imports an archive or a HAR, beside what is recorded. */
  importFile(file: File): RunningImport;
  /** Dissects an import's requests anew. */
  rereadImport(id: ImportId): RunningImport;
  removeImport(id: ImportId): Promise<void>;
  /** The newest first. */
  imports(): Live<readonly Import[]>;
  /** How the database is: whether it can be used, what could not be stored, what of it is damaged. */
  storeState(): Live<StoreState>;
  /** An archive of all that can be read of the database, whatever its state; `unread` rows could not be. */
  exportReadable(): Promise<ExportedFile & { readonly unread: number }>;
  /** Deletes the database and all that was recorded, and draws this page anew. Rejects with a sentence where other pages hold it. */
  resetStore(): Promise<void>;
  /** Restarts the extension, which closes its pages. */
  restart(): Promise<void>;
  saveFile(fileName: string, content: Blob): Promise<void>;
  download(fileName: string, text: string): Promise<void>;
  copy(text: string): Promise<void>;
  /** Looks at the SDKs of the inspected tab, after a call where there is an order; null where the page shows all tabs. A call is made only when the user presses its button. */
  readonly pageControl: ((order: ControlOrder | null) => Promise<Result<ControlLook>>) | null;
  openFullView(): Promise<void>;
  openReport(): Promise<void>;
  /** Opens the side panel beside the page, in answer to a click; null where there is none to open. */
  readonly openSidePanel: (() => Promise<void>) | null;
  /** The options page. */
  openOptions(): Promise<void>;
  /** When tabs came on screen, went off it and loaded pages, oldest first: of a tab since the browser started, or of all. */
  tabMoments(scope: ViewScope): Live<readonly TabMoment[]>;
};

const Context = createContext<AppServices | null>(null);
export const AppServicesProvider = Context.Provider;

export function useServices(): AppServices {
  const services = useContext(Context);
  if (!services) throw new Error('components need an AppServicesProvider around them');
  return services;
}
