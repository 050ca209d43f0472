import type { CapturedRequest } from './request.ts';
import type { TapReport } from './tap-report.ts';

/**
 * How near a report stands to a request to the same address; null if they cannot belong together. 0: same document. 1: same tab, where the
 * browser names no document, or that of the parent for about:blank. 2: a page's service worker sent the request on, so that only the
 * origin is known.
 */
export function nearness({ source, via }: Pick<TapReport, 'source' | 'via'>, request: Pick<CapturedRequest, 'tabId' | 'documentId' | 'initiator' | 'resourceType'>): 0 | 1 | 2 | null {
  const forwarded = request.tabId === null && request.documentId === null;
  if (!carries(via, request.resourceType, forwarded)) return null;
  if (request.documentId !== null && request.documentId === source.documentId) return 0;
  if ((source.blank || request.documentId === null) && request.tabId !== null && request.tabId === source.tabId) return 1;
  return forwarded && request.initiator !== null && request.initiator === source.origin ? 2 : null;
}

/** Chromium's "ping" is Firefox's "beacon". A service worker makes a fetch of what it forwards. */
function carries(via: TapReport['via'], type: string | null, forwarded: boolean): boolean {
  if (type === null) return true;
  const beacon = type === 'ping' || type === 'beacon';
  return via === 'beacon' ? beacon || forwarded : !beacon;
}
