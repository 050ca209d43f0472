import type { PageBook, SeenRequest } from './request-log.ts';

type Tab = { url: string | null; isPrivate: boolean };

/** Documents remembered: more than any browser sends from at one time. */
const MAX_DOCUMENTS = 500;

export type KeptPageBook = PageBook & {
  /** A document was committed in a frame. `isTop`: it is what the tab shows. */
  committed(page: { readonly tabId: number; readonly documentId: string | null; readonly url: string; readonly isTop: boolean }): void;
  tab(id: number, tab: { readonly url?: string | undefined; readonly isPrivate: boolean }): void;
  closed(tabId: number): void;
};

/**
 * What page a request came from. Chromium names only the origin, and at the closing of a tab not even the tab: then the document tells,
 * which is why documents are remembered after their tab has gone.
 */
export function createPageBook(): KeptPageBook {
  const tabs = new Map<number, Tab>();
  const documents = new Map<string, { tabId: number; url: string; isPrivate: boolean }>();

  const documentOf = ({ documentId }: SeenRequest) => (documentId === undefined ? undefined : documents.get(documentId));

  return {
    tabOf: (d) => (d.tabId >= 0 ? d.tabId : (documentOf(d)?.tabId ?? null)),
    pageUrlOf(d) {
      const known = d.documentUrl ?? documentOf(d)?.url;
      if (known !== undefined) return known;
      const isTop = d.frameType === 'outermost_frame' || (d.frameType === undefined && d.frameId === 0);
      return (isTop ? tabs.get(d.tabId)?.url : null) ?? null;
    },
    isPrivate(d) {
      if (d.incognito !== undefined) return d.incognito;
      const known = tabs.get(d.tabId)?.isPrivate ?? documentOf(d)?.isPrivate;
      // Workers have no tab: as long as any window is private, theirs may be.
      return known ?? (d.tabId < 0 && [...tabs.values()].some((tab) => tab.isPrivate));
    },
    committed({ tabId, documentId, url, isTop }) {
      const tab = tabs.get(tabId);
      if (isTop) tabs.set(tabId, { url, isPrivate: tab?.isPrivate ?? false });
      if (documentId === null) return;
      documents.delete(documentId);
      documents.set(documentId, { tabId, url, isPrivate: tab?.isPrivate ?? false });
      const [oldest] = documents.keys();
      if (documents.size > MAX_DOCUMENTS && oldest !== undefined) documents.delete(oldest);
    },
    tab: (id, { url, isPrivate }) => void tabs.set(id, { url: url ?? tabs.get(id)?.url ?? null, isPrivate }),
    closed: (tabId) => void tabs.delete(tabId),
  };
}
