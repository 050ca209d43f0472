import { browser } from 'wxt/browser';
import { tellLater, type Live } from '../base/observable.ts';
import type { RecordingState } from '../domain/views.ts';
import { livePermission } from './permission.ts';

/** Where `settings.ts` keeps the settings. */
const KEY = 'settings';

/** The one setting that every page shows at once, without the schema of them all: what is no such setting counts as on, as it does there. */
function isOn(stored: unknown): boolean {
  const { version, recording } = typeof stored === 'object' && stored !== null ? (stored as { readonly version?: unknown; readonly recording?: unknown }) : {};
  return version === 1 && typeof recording === 'boolean' ? recording : true;
}

const liveOn: Live<boolean> = {
  subscribe(next, failed = () => undefined) {
    const changed = (changes: { readonly [key: string]: { readonly newValue?: unknown } }, area: string): void => {
      const change = area === 'local' ? changes[KEY] : undefined;
      if (change) next(isOn(change.newValue));
    };
    browser.storage.onChanged.addListener(changed);
    void tellLater(browser.storage.local.get(KEY), (stored) => next(isOn(stored[KEY])), failed);
    return () => browser.storage.onChanged.removeListener(changed);
  },
};

/** Paused or not by the user's choice, and whether the browser lets us see requests. */
export const liveRecording: Live<RecordingState> = {
  subscribe(next, failed) {
    let on: boolean | undefined;
    let hasPermission: boolean | undefined;
    const tell = (): void => {
      if (on !== undefined && hasPermission !== undefined) next({ on, hasPermission });
    };
    const stops = [
      liveOn.subscribe((is) => {
        on = is;
        tell();
      }, failed),
      livePermission.subscribe((has) => {
        hasPermission = has;
        tell();
      }, failed),
    ];
    return () => stops.forEach((stop) => stop());
  },
};
