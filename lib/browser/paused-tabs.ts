import { browser } from 'wxt/browser';
import { tellLater, type Live } from '../base/observable.ts';

const KEY = 'pausedTabs';

/** The tabs in which the user wants nothing recorded: kept over the worker's stops, and no longer than the tab. */
export type PausedTabs = {
  /** Resolves when those of the worker before are known. */
  readonly ready: Promise<void>;
  has(tabId: number): boolean;
  all(): ReadonlySet<number>;
  set(tabId: number, paused: boolean): Promise<void>;
};

const parse = (stored: unknown): ReadonlySet<number> => new Set(Array.isArray(stored) ? (stored as unknown[]).filter((id) => typeof id === 'number') : []);

/**
 * For the background alone. Call it in the first turn of the worker.
 *
 * @param closed a paused tab has closed
 */
export function createPausedTabs(closed: () => void): PausedTabs {
  let paused: ReadonlySet<number> = new Set();
  const ready = browser.storage.session.get(KEY).then((stored) => {
    paused = parse(stored[KEY]);
  });

  async function set(tabId: number, isPaused: boolean): Promise<void> {
    await ready;
    const next = new Set(paused);
    if (isPaused) next.add(tabId);
    else next.delete(tabId);
    paused = next;
    await browser.storage.session.set({ [KEY]: [...next] });
  }
  browser.tabs.onRemoved.addListener((tabId) => {
    ready.then(() => (paused.has(tabId) ? set(tabId, false).then(closed) : undefined)).catch(() => undefined);
  });

  return { ready, has: (tabId) => paused.has(tabId), all: () => paused, set };
}

/** Whether a tab is paused, for pages. */
export const livePausedTab = (tabId: number): Live<boolean> => ({
  subscribe(next, failed = () => undefined) {
    const changed = (changes: { readonly [key: string]: { readonly newValue?: unknown } }, area: string): void => {
      const change = area === 'session' ? changes[KEY] : undefined;
      if (change) next(parse(change.newValue).has(tabId));
    };
    browser.storage.onChanged.addListener(changed);
    void tellLater(browser.storage.session.get(KEY), (stored) => next(parse(stored[KEY]).has(tabId)), failed);
    return () => browser.storage.onChanged.removeListener(changed);
  },
});
