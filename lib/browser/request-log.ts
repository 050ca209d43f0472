import type { Tell } from '../domain/feed.ts';
import { laterOutcome } from '../domain/outcome.ts';
import type { CapturedRequest, Header, Outcome, RequestId } from '../domain/request.ts';
import { readBody, type SeenBody } from './request-body.ts';

/** What the events of `webRequest` have in common, in either browser. */
export type SeenRequest = {
  readonly requestId: string;
  readonly method: string;
  readonly url: string;
  readonly type: string;
  readonly tabId: number;
  readonly frameId: number;
  readonly documentId?: string | undefined;
  readonly frameType?: string | undefined;
  /** Chromium's, and Firefox's word for the same: the origin that asked. */
  readonly initiator?: string | undefined;
  readonly originUrl?: string | undefined;
  /** Firefox only. */
  readonly documentUrl?: string | undefined;
  readonly incognito?: boolean | undefined;
  readonly timeStamp: number;
};

export type SeenHeader = { readonly name: string; readonly value?: string | undefined; readonly binaryValue?: unknown };

/** What is known of pages, from other events than those of requests. */
export type PageBook = {
  tabOf(request: SeenRequest): number | null;
  pageUrlOf(request: SeenRequest): string | null;
  isPrivate(request: SeenRequest): boolean;
};

export type RequestLogDeps = {
  readonly tell: Tell;
  readonly isCandidate: (method: string, url: string, hasBody: boolean) => boolean;
  readonly idOf: (browserId: string) => RequestId;
  readonly pages: PageBook;
  /** Runs after so many milliseconds. */
  readonly delay: (run: () => void, ms: number) => void;
};

/** The stages of a request, each given as it happens. */
export type RequestLog = {
  began(details: SeenRequest & { readonly requestBody?: SeenBody | null | undefined }): void;
  sentHeaders(details: SeenRequest & { readonly requestHeaders?: readonly SeenHeader[] | undefined }): void;
  answered(details: SeenRequest & { readonly statusCode: number }): void;
  completed(details: SeenRequest & { readonly statusCode: number }): void;
  failed(details: SeenRequest & { readonly error: string }): void;
};

/** Headers come a millisecond or two after the request, unless a preflight is awaited: then the request is told without them. */
const HEADERS_MS = 10;
/** Requests that never end (long polls of a whole day) must not fill the memory. */
const MAX_OPEN = 2_000;
const SEEN_MS = 2_000;

/** Never stored: nobody reads a vendor's session from them, and they open the user's accounts. */
const SECRET_HEADERS = new Set(['cookie', 'proxy-authorization']);

type Open = { request: CapturedRequest; hasHeaders: boolean; outcome: Outcome };

/**
 * Puts the stages of requests together. A redirect goes on under the same id, so a request is what its first hop was and ends as its last.
 * A stage of a request whose beginning this worker did not see (it was started by that very stage) is told by itself.
 */
export function createRequestLog({ tell, isCandidate, idOf, pages, delay }: RequestLogDeps): RequestLog {
  const open = new Map<string, Open>();
  let seen = 0;

  /** The count of requests looked at travels with others' news, as a write for each would be too many. */
  function count(): void {
    if (seen++ > 0) return;
    delay(() => {
      tell({ type: 'count', counters: { seen } });
      seen = 0;
    }, SEEN_MS);
  }

  /** Not begun in this worker, yet not surely of no interest. */
  const isStray = (d: SeenRequest): boolean => !open.has(d.requestId) && isCandidate(d.method, d.url, d.method === 'POST');

  function tellOutcome(d: SeenRequest, outcome: Outcome): void {
    const entry = open.get(d.requestId);
    if (!entry && !isStray(d)) return;
    const next = laterOutcome(entry?.outcome ?? { kind: 'pending' }, outcome);
    if (entry) entry.outcome = next;
    tell({ type: 'outcome', id: idOf(d.requestId), outcome: next });
  }

  return {
    began(d) {
      if (open.has(d.requestId)) return;
      count();
      if (!isCandidate(d.method, d.url, Boolean(d.requestBody))) return;
      const body = readBody(d.requestBody);
      const entry: Open = { request: requestOf(d, body, idOf, pages), hasHeaders: false, outcome: { kind: 'pending' } };
      open.set(d.requestId, entry);
      const [oldest] = open.keys();
      if (open.size > MAX_OPEN && oldest !== undefined) open.delete(oldest);
      if (body.kind === 'unavailable' && body.reason === 'tooLarge') tell({ type: 'count', counters: { 'limit.tooLarge': 1 } });
      delay(() => {
        if (!entry.hasHeaders && entry.outcome.kind === 'pending') tell({ type: 'request', request: entry.request, complete: false });
      }, HEADERS_MS);
    },
    sentHeaders(d) {
      const entry = open.get(d.requestId);
      const headers = headersOf(d.requestHeaders ?? []);
      if (!entry) {
        if (isStray(d)) tell({ type: 'headers', id: idOf(d.requestId), headers });
        return;
      }
      if (entry.hasHeaders) return;
      entry.hasHeaders = true;
      entry.request = { ...entry.request, headers };
      tell({ type: 'request', request: entry.request, complete: true });
      // What is stored need not be kept.
      entry.request = { ...entry.request, body: { kind: 'none' } };
    },
    answered(d) {
      const redirects = d.statusCode >= 300 && d.statusCode < 400 && d.statusCode !== 304;
      if (!redirects) tellOutcome(d, { kind: 'responded', status: d.statusCode, endedAt: d.timeStamp });
    },
    completed(d) {
      tellEnd(d, { kind: 'responded', status: d.statusCode, endedAt: d.timeStamp });
    },
    failed(d) {
      tellEnd(d, { kind: 'failed', error: d.error, endedAt: d.timeStamp });
    },
  };

  function tellEnd(d: SeenRequest, outcome: Outcome): void {
    const entry = open.get(d.requestId);
    // It ended before its headers came (refused by the preflight, blocked): it is told whole now.
    if (entry && !entry.hasHeaders) tell({ type: 'request', request: entry.request, complete: true });
    tellOutcome(d, outcome);
    open.delete(d.requestId);
  }
}

function requestOf(d: SeenRequest, body: CapturedRequest['body'], idOf: RequestLogDeps['idOf'], pages: PageBook): CapturedRequest {
  const isPrivate = pages.isPrivate(d);
  return {
    id: idOf(d.requestId), witnesses: ['webRequest'], tabId: pages.tabOf(d), frameId: d.frameId < 0 ? null : d.frameId, documentId: d.documentId ?? null,
    pageUrl: pages.pageUrlOf(d), initiator: originOf(d), resourceType: d.type, method: d.method, url: d.url, headers: [], body, startedAt: d.timeStamp,
    outcome: { kind: 'pending' }, ...(isPrivate ? { incognito: true } : {}),
  };
}

/** "null" stands for an opaque origin, as of a sandboxed frame. */
function originOf(d: SeenRequest): string | null {
  if (d.initiator !== undefined) return d.initiator === 'null' ? null : d.initiator;
  return d.originUrl === undefined ? null : (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i.exec(d.originUrl)?.[0] ?? null);
}

function headersOf(headers: readonly SeenHeader[]): Header[] {
  return headers.flatMap(({ name, value }): Header[] => {
    const lower = name.toLowerCase();
    return value === undefined || SECRET_HEADERS.has(lower) ? [] : [{ name: lower, value }];
  });
}

