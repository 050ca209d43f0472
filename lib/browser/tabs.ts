import { browser } from 'wxt/browser';
import type { Tell } from '../domain/feed.ts';
import type { BookedDocuments, KeptPageBook } from './page-book.ts';

export type TabsFeed = {
  /** Resolves when the tabs that were there before this worker are known. */
  readonly ready: Promise<void>;
  /** Tabs on screen, as last looked at. */
  shown(): ReadonlySet<number> | undefined;
};

const SHOWN = 'shownTabs';
const DOCUMENTS = 'documents';

/**
 * What tabs do: which page they show, when they close, and which of them are on screen. Call it in the first turn of the worker. Which tab
 * was on screen before is kept over the worker's stops, so that what changed while it slept is told as it wakes; and so are documents, as
 * the request that wakes it can come from a tab that has just closed.
 */
export function listenToTabs(tell: Tell, pages: KeptPageBook, now: () => number): TabsFeed {
  const { tabs, webNavigation, windows, storage } = browser;
  let shown: ReadonlySet<number> | undefined;

  tabs.onCreated.addListener((tab) => {
    if (tab.id !== undefined) pages.tab(tab.id, { url: tab.url, isPrivate: tab.incognito });
  });
  tabs.onRemoved.addListener((tabId) => {
    pages.closed(tabId, now());
    tell({ type: 'environment', change: { type: 'tabClosed', tabId, at: now() } });
  });
  webNavigation.onCommitted.addListener((d) => {
    // A page loaded ahead of a click shows nowhere yet.
    const { documentId, documentLifecycle } = d as { documentId?: string; documentLifecycle?: string };
    const isTop = d.frameId === 0 && documentLifecycle !== 'prerender';
    if (isTop) pages.left(d.tabId, d.timeStamp);
    pages.committed({ tabId: d.tabId, documentId: documentId ?? null, url: d.url, isTop });
    keepDocuments();
    if (isTop) tell({ type: 'environment', change: { type: 'navigated', tabId: d.tabId, documentId: documentId ?? null, at: d.timeStamp } });
  });
  const moved = (d: { tabId: number; frameId: number; url: string; documentId?: string }): void => {
    pages.committed({ tabId: d.tabId, documentId: d.documentId ?? null, url: d.url, isTop: d.frameId === 0 });
    keepDocuments();
  };
  webNavigation.onHistoryStateUpdated.addListener(moved);
  webNavigation.onReferenceFragmentUpdated.addListener(moved);

  let looking = Promise.resolve();
  const look = (): void => {
    looking = looking.then(lookAtScreen, lookAtScreen).catch(() => undefined);
  };
  tabs.onActivated.addListener(look);
  windows?.onFocusChanged.addListener(look);
  windows?.onRemoved.addListener(look);

  async function lookAtScreen(): Promise<void> {
    const at = now();
    const [active, all, before] = await Promise.all([tabs.query({ active: true }), windows?.getAll() ?? [], storage.session.get(SHOWN)]);
    const minimized = new Set(all.filter((w) => w.state === 'minimized').map((w) => w.id));
    const next = new Set(active.flatMap((tab) => (tab.id === undefined || minimized.has(tab.windowId) ? [] : [tab.id])));
    const known: unknown = before[SHOWN];
    const previous = new Set(Array.isArray(known) ? (known as unknown[]).filter((id) => typeof id === 'number') : []);
    // First what went off screen: a session in both tabs ends up as shown.
    for (const tabId of previous) if (!next.has(tabId)) tell({ type: 'environment', change: { type: 'visibility', tabId, hidden: true, at } });
    for (const tabId of next) if (!previous.has(tabId)) tell({ type: 'environment', change: { type: 'visibility', tabId, hidden: false, at } });
    shown = next;
    await storage.session.set({ [SHOWN]: [...next] });
  }

  const ready = readTabs();

  function keepDocuments(): void {
    // Not before those of the worker before are known, which would be lost.
    ready.then(() => storage.session.set({ [DOCUMENTS]: pages.documents() })).catch(() => undefined);
  }

  async function readTabs(): Promise<void> {
    // At once, as requests wait for it.
    const [kept, open] = await Promise.all([storage.session.get(DOCUMENTS), tabs.query({})]);
    const stored: unknown = kept[DOCUMENTS];
    // Nobody else writes there.
    if (Array.isArray(stored)) pages.recall(stored as BookedDocuments);
    for (const tab of open) if (tab.id !== undefined) pages.tab(tab.id, { url: tab.url, isPrivate: tab.incognito });
    look();
  }

  return { ready, shown: () => shown };
}
