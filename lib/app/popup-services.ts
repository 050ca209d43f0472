import { lazyLive, type Live } from '../base/observable.ts';
import type { ReadSettings } from '../domain/settings.ts';
import type { FootstepPiece } from '../domain/views.ts';
import { createPageCore } from './page-core.ts';
import type { PopupReading } from './popup-start.ts';

/** Only a fault in them is told here: to load their schema would hold up the first picture. */
const SETTINGS_AFTER_MS = 100;
const settings: Live<ReadSettings> = lazyLive(async () => {
  await new Promise((resolve) => void setTimeout(resolve, SETTINGS_AFTER_MS));
  return (await import('../browser/settings.ts')).liveSettings;
});

/**
 * What the popup needs: the same as other pages.
 *
 * @param reading what its first script has read already, so that the first picture is the whole one
 */
export const createPopupServices = (reading: PopupReading) => ({
  ...createPageCore(reading),
  ...reading,
  settings: () => settings,
  // A popup shows the newest only.
  olderFootsteps: async (): Promise<FootstepPiece> => ({ rows: [], next: null }),
});
