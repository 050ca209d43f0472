import { browser } from 'wxt/browser';
import { tellLater, type Live } from '../base/observable.ts';

/** To see the requests of all sites: in Firefox the user can refuse that, or take it back at any time. */
const ALL_SITES = { origins: ['<all_urls>'] };
/** What the background leaves for pages that cannot ask the browser. */
const NOTE = 'mayLook';

const mayLook = (): Promise<boolean> => browser.permissions.contains(ALL_SITES);
/** Pages inside Firefox's DevTools have no such API, whatever its type says. */
const canAsk = (): boolean => (browser.permissions as typeof browser.permissions | undefined) !== undefined;

function onChanged(listener: () => void): () => void {
  const { onAdded, onRemoved } = browser.permissions;
  onAdded.addListener(listener);
  onRemoved.addListener(listener);
  return () => {
    onAdded.removeListener(listener);
    onRemoved.removeListener(listener);
  };
}

/** Tells the background whether we may look, where that is news since it last ran. Call it in the first turn of the worker. */
export function watchPermission(changed: (may: boolean) => Promise<void>): void {
  const look = async (): Promise<void> => {
    const [may, noted] = await Promise.all([mayLook(), browser.storage.session.get(NOTE)]);
    if (noted[NOTE] === may) return;
    await browser.storage.session.set({ [NOTE]: may });
    await changed(may);
  };
  let looking = Promise.resolve();
  const lookAgain = (): void => {
    looking = looking.then(look, look).catch(() => undefined);
  };
  onChanged(lookAgain);
  lookAgain();
}

/** Whether we may see requests. */
export const livePermission: Live<boolean> = {
  subscribe(next, failed = () => undefined) {
    if (!canAsk()) return noted.subscribe(next, failed);
    const read = (): void => void tellLater(mayLook(), next, failed);
    const stop = onChanged(read);
    read();
    return stop;
  },
};

const noted: Live<boolean> = {
  subscribe(next, failed = () => undefined) {
    const take = (note: unknown): void => {
      if (typeof note === 'boolean') next(note);
    };
    const changed = (changes: { readonly [key: string]: { readonly newValue?: unknown } }, area: string): void => {
      if (area === 'session') take(changes[NOTE]?.newValue);
    };
    browser.storage.onChanged.addListener(changed);
    void tellLater(browser.storage.session.get(NOTE), (stored) => take(stored[NOTE]), failed);
    return () => browser.storage.onChanged.removeListener(changed);
  },
};

/**
 * Asks the user. Only in answer to a click.
 *
 * @param elsewhere opens a page that can ask, for those that cannot
 */
export async function requestPermission(elsewhere: () => Promise<void>): Promise<boolean> {
  if (canAsk()) return browser.permissions.request(ALL_SITES);
  await elsewhere();
  return false;
}
