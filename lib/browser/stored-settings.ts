import { browser } from 'wxt/browser';
import { tellLater, type Live } from '../base/observable.ts';

/** Where `settings.ts` keeps the settings. */
const KEY = 'settings';

/** The settings as they lie there, for what every page shows at once, without the schema of them all; at once when another page changes them. */
export const storedSettings: Live<unknown> = {
  subscribe(next, failed = () => undefined) {
    const changed = (changes: { readonly [key: string]: { readonly newValue?: unknown } }, area: string): void => {
      const change = area === 'local' ? changes[KEY] : undefined;
      if (change) next(change.newValue);
    };
    browser.storage.onChanged.addListener(changed);
    void tellLater(browser.storage.local.get(KEY), (stored) => next(stored[KEY]), failed);
    return () => browser.storage.onChanged.removeListener(changed);
  },
};
