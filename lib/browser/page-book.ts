import type { EpochMs } from '../base/time.ts';
import type { PageBook, SeenRequest } from './request-log.ts';

type Tab = { url: string | null; isPrivate: boolean };
type Document = { readonly tabId: number; /** What it was loaded from, which is what Firefox names. */ readonly loadedFrom: string; readonly url: string; readonly isPrivate: boolean };

/** The documents known, oldest first, to be kept over a stop of the worker. */
export type BookedDocuments = readonly (readonly [documentId: string, document: Document])[];

/** Documents remembered: more than any browser sends from at one time. */
const MAX_DOCUMENTS = 500;
/** How long after a tab has closed the last requests of its page come; measured: some 10 ms. */
const LEAVING_MS = 3_000;
/** The same where only the origin is named, so that two pages of one site that are left one after the other are told apart; measured: up to 100 ms. */
const UNNAMED_MS = 400;

export type KeptPageBook = PageBook & {
  /** A document was committed in a frame, or changed its address. `isTop`: it is what the tab shows. */
  committed(page: { readonly tabId: number; readonly documentId: string | null; readonly url: string; readonly isTop: boolean }): void;
  tab(id: number, tab: { readonly url?: string | undefined; readonly isPrivate: boolean }): void;
  /** The address of what a tab shows; null where it is not known. */
  shownIn(tabId: number): string | null;
  /** What the tab showed is gone: another document takes its place. */
  left(tabId: number, at: EpochMs): void;
  closed(tabId: number, at: EpochMs): void;
  /** Also where nothing is known of it: what may be private is. */
  isPrivateTab(tabId: number): boolean;
  /** Forgets the documents of private tabs that have closed. */
  forgetPrivate(): void;
  documents(): BookedDocuments;
  /** Adds what was known before this worker. What it has learnt since is newer. */
  recall(documents: BookedDocuments): void;
};

/**
 * What page a request came from. Chromium names only the origin, and at the closing of a tab not even the tab: then the document tells,
 * which is why documents are remembered after their tab has gone. Firefox names no document for keepalive requests and those of workers,
 * but the address that the page was loaded from, or the worker's script. The last beacons of a page may come from Chromium with nothing but an
 * origin (measured: in one run of three, at unload); workers send no beacons, so they are of a document of that origin that has just gone.
 */
export function createPageBook(): KeptPageBook {
  const tabs = new Map<number, Tab>();
  const documents = new Map<string, Document>();
  const closedAt = new Map<number, EpochMs>();
  const leftAt = new Map<string, EpochMs>();
  /** What tabs showed last that have closed. */
  const lastUrls = new Map<number, string | null>();

  function documentOf(d: SeenRequest): Document | undefined {
    if (d.documentId !== undefined) return documents.get(d.documentId);
    if (d.documentUrl === undefined) return undefined;
    const isItsTab = d.tabId >= 0 ? (tabId: number) => tabId === d.tabId : (tabId: number) => Math.abs(d.timeStamp - (closedAt.get(tabId) ?? Infinity)) <= LEAVING_MS;
    const from = withoutFragment(d.documentUrl);
    const found = [...documents.values()].filter(({ loadedFrom, tabId }) => loadedFrom === from && isItsTab(tabId));
    // Two tabs with the page that closed at once: it was one of them, and nobody can tell which.
    return found.every(({ tabId }) => tabId === found[0]?.tabId) ? found.at(-1) : undefined;
  }

  /** Of which a beacon may be that names only its origin; none if they are of two tabs, as nobody can tell which. */
  function leavingDocuments(d: SeenRequest): readonly Document[] {
    if (d.type !== 'ping' || d.tabId >= 0 || d.documentId !== undefined || d.initiator === undefined) return [];
    const leftWithin = (ms: number): Document[] =>
      [...documents].flatMap(([id, document]) => (document.url.startsWith(`${d.initiator}/`) && Math.abs(d.timeStamp - (leftAt.get(id) ?? Infinity)) <= ms ? [document] : []));
    const justLeft = leftWithin(UNNAMED_MS);
    // Where the machine is busy it may take longer; then it must have been the only one for that long.
    const found = justLeft.length ? justLeft : leftWithin(LEAVING_MS);
    return found.every(({ tabId }) => tabId === found[0]?.tabId) ? found : [];
  }

  function leave(tabId: number, at: EpochMs): void {
    for (const [id, document] of documents) if (document.tabId === tabId && !leftAt.has(id)) leftAt.set(id, at);
    for (const id of leftAt.keys()) if (!documents.has(id)) leftAt.delete(id);
  }

  const tabOf = (d: SeenRequest): number | null => (d.tabId >= 0 ? d.tabId : (documentOf(d)?.tabId ?? leavingDocuments(d)[0]?.tabId ?? null));

  return {
    tabOf,
    topUrlOf(d) {
      // What is sent as a page goes may come when its tab shows the next one.
      const isTop = d.frameType === 'outermost_frame' || (d.frameType === undefined && d.frameId === 0);
      const own = isTop ? (documentOf(d)?.url ?? d.documentUrl) : undefined;
      if (own !== undefined && !own.startsWith('about:')) return own;
      const tabId = tabOf(d);
      return tabId === null ? null : (tabs.get(tabId)?.url ?? lastUrls.get(tabId) ?? null);
    },
    pageUrlOf(d) {
      const leaving = leavingDocuments(d);
      const known = documentOf(d) ?? (leaving.length === 1 ? leaving[0] : undefined);
      // A blank document shows what its maker put there.
      if (known && !known.url.startsWith('about:')) return known.url;
      if (d.documentUrl !== undefined && (d.documentId !== undefined || (d.tabId >= 0 && d.frameId !== 0))) return d.documentUrl;
      const isTop = d.frameType === 'outermost_frame' || (d.frameType === undefined && d.frameId === 0);
      return (isTop ? tabs.get(d.tabId)?.url : null) ?? null;
    },
    isPrivate(d) {
      if (d.incognito !== undefined) return d.incognito;
      const known = tabs.get(d.tabId)?.isPrivate ?? documentOf(d)?.isPrivate ?? leavingDocuments(d)[0]?.isPrivate;
      // Workers have no tab: as long as any window is private, theirs may be.
      return known ?? (d.tabId < 0 && [...tabs.values()].some((tab) => tab.isPrivate));
    },
    committed({ tabId, documentId, url, isTop }) {
      const isPrivate = tabs.get(tabId)?.isPrivate ?? false;
      if (isTop) tabs.set(tabId, { url, isPrivate });
      if (documentId === null) return;
      const loadedFrom = documents.get(documentId)?.loadedFrom ?? withoutFragment(url);
      documents.delete(documentId);
      documents.set(documentId, { tabId, loadedFrom, url, isPrivate });
      keepNewest(documents, MAX_DOCUMENTS);
    },
    tab: (id, { url, isPrivate }) => void tabs.set(id, { url: url ?? tabs.get(id)?.url ?? null, isPrivate }),
    shownIn: (tabId) => tabs.get(tabId)?.url ?? null,
    left: leave,
    isPrivateTab: (tabId) => tabs.get(tabId)?.isPrivate ?? true,
    closed(tabId, at) {
      leave(tabId, at);
      lastUrls.set(tabId, tabs.get(tabId)?.url ?? null);
      keepNewest(lastUrls, MAX_DOCUMENTS);
      tabs.delete(tabId);
      closedAt.set(tabId, at);
      keepNewest(closedAt, MAX_DOCUMENTS);
    },
    forgetPrivate() {
      for (const [id, { tabId, isPrivate }] of documents) if (isPrivate && !tabs.has(tabId)) documents.delete(id);
    },
    documents: () => [...documents],
    recall(stored) {
      const learnt = [...documents];
      documents.clear();
      for (const [id, document] of [...stored, ...learnt]) {
        const loadedFrom = documents.get(id)?.loadedFrom ?? document.loadedFrom;
        documents.delete(id);
        documents.set(id, { ...document, loadedFrom });
        keepNewest(documents, MAX_DOCUMENTS);
      }
    },
  };
}

const withoutFragment = (url: string): string => url.replace(/#.*$/s, '');

function keepNewest<K, V>(map: Map<K, V>, atMost: number): void {
  const [oldest] = map.keys();
  if (map.size > atMost && oldest !== undefined) map.delete(oldest);
}
