import { browser } from 'wxt/browser';
import { tellLater, type Live } from '../base/observable.ts';

/** Where `settings.ts` keeps the settings. */
const KEY = 'settings';

type Theme = 'light' | 'dark' | null;

/** Without the schema of all settings, as every page asks for it before its first picture: what is none counts as none. */
function themeIn(stored: unknown): Theme {
  const { version, theme } = typeof stored === 'object' && stored !== null ? (stored as { readonly version?: unknown; readonly theme?: unknown }) : {};
  return version === 1 && (theme === 'light' || theme === 'dark') ? theme : null;
}

/** The theme that the user chose, at once when another page changes it; null: none, so the host's or the system's holds. */
export const chosenTheme: Live<Theme> = {
  subscribe(next, failed = () => undefined) {
    const changed = (changes: { readonly [key: string]: { readonly newValue?: unknown } }, area: string): void => {
      const change = area === 'local' ? changes[KEY] : undefined;
      if (change) next(themeIn(change.newValue));
    };
    browser.storage.onChanged.addListener(changed);
    void tellLater(browser.storage.local.get(KEY), (stored) => next(themeIn(stored[KEY])), failed);
    return () => browser.storage.onChanged.removeListener(changed);
  },
};
