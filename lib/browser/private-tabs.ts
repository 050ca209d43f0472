import { browser } from 'wxt/browser';

/** Below the 30 seconds after which a worker that does nothing is stopped. */
const AWAKE_MS = 20_000;

export type PrivateTabs = {
  readonly ready: Promise<void>;
  /** The private window that a tab is in; null for tabs of others. */
  windowOf(tabId: number): number | null;
};

/**
 * Which tabs are in which private windows. Call it in the first turn of the worker.
 *
 * @param closed a private window has closed; `isLast`: there is no other
 */
export function watchPrivateTabs(closed: (windowId: number, isLast: boolean) => void): PrivateTabs {
  const { tabs, windows } = browser;
  const windowOf = new Map<number, number>();
  const note = (tab: { id?: number | undefined; windowId?: number | undefined; incognito: boolean }): void => {
    if (tab.incognito && tab.id !== undefined && tab.windowId !== undefined) windowOf.set(tab.id, tab.windowId);
  };
  tabs.onCreated.addListener(note);
  tabs.onAttached.addListener((tabId, { newWindowId }) => {
    if (windowOf.has(tabId)) windowOf.set(tabId, newWindowId);
  });
  // A tab that closes by itself keeps its window: the last requests of its page are still to come.
  windows?.onRemoved.addListener((windowId) => {
    const its = [...windowOf].filter(([, of]) => of === windowId);
    for (const [tabId] of its) windowOf.delete(tabId);
    if (its.length) closed(windowId, windowOf.size === 0);
  });
  const ready = tabs.query({}).then((all) => all.forEach(note));
  return { ready, windowOf: (tabId) => windowOf.get(tabId) ?? null };
}

/** Whether private windows show us anything at all, which is for the user to allow. */
export const seesPrivateWindows = (): Promise<boolean> => browser.extension.isAllowedIncognitoAccess();

/** Keeps the worker from being stopped for idleness while it holds what is nowhere else. Any call of the browser's API does. */
export function stayAwakeWhile(needed: () => boolean): () => void {
  let timer: ReturnType<typeof setInterval> | null = null;
  return () => {
    if (timer !== null || !needed()) return;
    timer = setInterval(() => {
      if (needed()) void browser.runtime.getPlatformInfo();
      else if (timer !== null) {
        clearInterval(timer);
        timer = null;
      }
    }, AWAKE_MS);
  };
}
