import { decodeUtf8 } from '../base/bytes.ts';
import type { EpochMs } from '../base/time.ts';
import type { Tell } from '../domain/feed.ts';
import { laterOutcome } from '../domain/outcome.ts';
import { limitsOf } from '../domain/rate-limits.ts';
import type { PausedBy, RequestSource } from '../domain/recording.ts';
import type { Body, CapturedRequest, Header, Outcome, RequestId } from '../domain/request.ts';
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
  /** What the tab of a request shows, also of one that has just closed. */
  topUrlOf(request: SeenRequest): string | null;
  isPrivate(request: SeenRequest): boolean;
};

export type RequestLogDeps = {
  readonly tell: Tell;
  readonly isCandidate: (method: string, url: string, hasBody: boolean) => boolean;
  readonly idOf: (browserId: string) => RequestId;
  /** Whether a request that this worker did not see begin may have begun while the one before was dying. */
  readonly mayBeLost?: (browserId: string) => boolean;
  /** A request began, at a time in epoch milliseconds. */
  readonly saw?: (browserId: string, at: EpochMs) => void;
  readonly pages: PageBook;
  /** Larger bodies are not kept. Absent: the limit by default. */
  readonly maxBodyBytes?: () => number;
  /** By which of the user's choices it is not recorded; null: it is. */
  readonly pausedBy?: (source: RequestSource) => PausedBy | null;
  /** Runs after so many milliseconds. */
  readonly delay: (run: () => void, ms: number) => void;
};

/** The stages of a request, each given as it happens. */
export type RequestLog = {
  began(details: SeenRequest & { readonly requestBody?: SeenBody | null | undefined }): void;
  sentHeaders(details: SeenRequest & { readonly requestHeaders?: readonly SeenHeader[] | undefined }): void;
  redirected(details: SeenRequest & { readonly statusCode: number; readonly redirectUrl: string }): void;
  answered(details: SeenRequest & { readonly statusCode: number; readonly responseHeaders?: readonly SeenHeader[] | undefined }): void;
  completed(details: SeenRequest & { readonly statusCode: number }): void;
  failed(details: SeenRequest & { readonly error: string }): void;
  /** Whether a request is of a private window, or paused by the user. */
  isUnwanted(details: SeenRequest): boolean;
  /** A request that a worker before this one saw begin, and perhaps told nobody of, with its headers if that one saw them; null if it is not wanted. */
  recalled(details: SeenRequest, body: Body, id: RequestId, headers?: readonly Header[]): CapturedRequest | null;
  /** Whether more is to come of a request. */
  isOpen(id: RequestId): boolean;
};

/** Headers come a millisecond or two after the request, unless a preflight is awaited: then the request is told without them. */
const HEADERS_MS = 10;
/** Requests that never end (long polls of a whole day) must not fill the memory. */
const MAX_OPEN = 2_000;
const SEEN_MS = 2_000;
/** What is not looked at, as the user wishes: names of the capture ledger's counters. */
const PAUSED: { readonly [by in PausedBy]: string } = { everywhere: 'dropped.paused', site: 'dropped.pausedSite', tab: 'dropped.pausedTab' };

/** Never stored: nobody reads a vendor's session from them, and they open the user's accounts. */
export const SECRET_HEADERS: ReadonlySet<string> = new Set(['cookie', 'proxy-authorization']);

/** How long a page's service worker is given to send what it was handed. */
const HAND_OVER_MS = 10_000;

type Open = {
  request: CapturedRequest;
  hasHeaders: boolean;
  outcome: Outcome;
  /** It is with the page's service worker, which sends it, lets it pass, or keeps it to itself. */
  handedOver: boolean;
  /** Page or script that asked, in Firefox. */
  readonly from: string | undefined;
};

/**
 * Puts the stages of requests together. A redirect goes on under the same id, so a request is what its first hop was and ends as its last.
 * A stage of a request whose beginning this worker did not see (it was started by that very stage) is told by itself.
 *
 * Firefox shows what a page's service worker forwards twice, under two ids: the page's, then the worker's, which has no tab. They are one
 * request, and it is the page's.
 */
export function createRequestLog({ tell, isCandidate, idOf, mayBeLost = () => false, saw, pages, delay, maxBodyBytes, pausedBy = () => null }: RequestLogDeps): RequestLog {
  const open = new Map<string, Open>();
  let counted: Record<string, number> = {};

  /** Counts travel together, as a write for each request would be too many. */
  function count(name: string): void {
    if (Object.keys(counted).length === 0) {
      delay(() => {
        tell({ type: 'count', counters: counted });
        counted = {};
      }, SEEN_MS);
    }
    counted[name] = (counted[name] ?? 0) + 1;
  }

  function paused(d: SeenRequest): PausedBy | null {
    return pausedBy({ tabId: pages.tabOf(d), topUrl: pages.topUrlOf(d), pageUrl: pages.pageUrlOf(d), initiator: originOf(d) });
  }

  /** Not begun in this worker, yet not surely of no interest. */
  const isStray = (d: SeenRequest): boolean => !open.has(d.requestId) && isCandidate(d.method, d.url, d.method === 'POST') && paused(d) === null;

  /** Of a stray: when we noticed it, if the worker before may have died of it. */
  const unseen = (d: SeenRequest): { readonly unseenAt?: EpochMs } => (mayBeLost(d.requestId) && !pages.isPrivate(d) ? { unseenAt: d.timeStamp } : {});

  function tellOutcome(d: SeenRequest, outcome: Outcome): void {
    const entry = open.get(d.requestId);
    if (!entry && !isStray(d)) return;
    const next = laterOutcome(entry?.outcome ?? { kind: 'pending' }, outcome);
    if (entry) entry.outcome = next;
    tell({ type: 'outcome', id: entry?.request.id ?? idOf(d.requestId), outcome: next, ...(entry ? {} : unseen(d)) });
  }

  /** The request of a page that this one of its service worker is, under the id that the browser gave it there. */
  function forwardedBy(d: SeenRequest, body: Body): string | undefined {
    if (d.tabId >= 0 || d.documentId !== undefined) return undefined;
    const origin = originOf(d);
    for (const [id, { handedOver, from, request }] of open) {
      if (handedOver && from !== d.originUrl && request.method === d.method && request.url === d.url && request.initiator === origin && sameBody(request.body, body)) return id;
    }
    return undefined;
  }

  /** Firefox says no more of a request that the service worker answered by itself, or that was lost with its page. */
  function awaitServiceWorker(d: SeenRequest, entry: Open): void {
    entry.handedOver = true;
    delay(() => {
      if (entry.handedOver && open.get(d.requestId) === entry) tellEnd(d, { kind: 'unknown' });
    }, HAND_OVER_MS);
  }

  return {
    began(d) {
      const known = open.get(d.requestId);
      if (known) {
        known.handedOver = false;
        return;
      }
      count('seen');
      saw?.(d.requestId, d.timeStamp);
      if (!isCandidate(d.method, d.url, Boolean(d.requestBody))) return;
      const by = paused(d);
      if (by !== null) return count(PAUSED[by]);
      const body = readBody(d.requestBody, maxBodyBytes?.());
      const pagesOwn = forwardedBy(d, body);
      const held = pagesOwn === undefined ? undefined : open.get(pagesOwn);
      if (pagesOwn !== undefined && held) {
        held.handedOver = false;
        // Of a form the page's request has parsed fields, the worker's all of its bytes.
        if (held.request.body.kind === 'form' && body.kind === 'bytes') held.request = { ...held.request, body };
        open.delete(pagesOwn);
        open.set(d.requestId, held);
        return;
      }
      const entry: Open = { request: requestOf(d, body, idOf, pages), hasHeaders: false, outcome: { kind: 'pending' }, handedOver: false, from: d.originUrl };
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
        if (isStray(d)) tell({ type: 'headers', id: idOf(d.requestId), headers, ...unseen(d) });
        return;
      }
      if (entry.hasHeaders) return;
      entry.hasHeaders = true;
      entry.request = { ...entry.request, headers };
      tell({ type: 'request', request: entry.request, complete: true });
      // What is stored need not be kept.
      entry.request = { ...entry.request, body: { kind: 'none' } };
    },
    redirected(d) {
      const entry = open.get(d.requestId);
      // Status 0: no server redirected it. Towards its own address: Firefox hands it to the page's service worker (measured).
      if (entry && d.statusCode === 0 && d.redirectUrl === d.url) awaitServiceWorker(d, entry);
    },
    answered(d) {
      const outcome = answerOf(d);
      if (outcome) tellOutcome(d, outcome);
    },
    completed(d) {
      const { outcome } = open.get(d.requestId) ?? {};
      // Known since its headers came: another write would tell nothing new.
      if (outcome?.kind === 'responded' && outcome.status === d.statusCode) open.delete(d.requestId);
      else tellEnd(d, endOf(d));
    },
    failed(d) {
      tellEnd(d, failureOf(d));
    },
    isUnwanted: (d) => pages.isPrivate(d) || paused(d) !== null,
    recalled(d, body, id, headers = []) {
      count('seen');
      const by = paused(d);
      if (by !== null) count(PAUSED[by]);
      return by === null ? { ...requestOf(d, body, () => id, pages), headers } : null;
    },
    isOpen: (id) => [...open.values()].some(({ request }) => request.id === id),
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

/** Of a page's request and its service worker's: a form, too, is bytes there. */
function sameBody(a: Body, b: Body): boolean {
  if (a.kind === 'form' && b.kind === 'bytes') return isEncodingOf(b.bytes, a.entries);
  // Measured (Firefox 153): of a urlencoded form the worker's request shows none of the fields.
  if (a.kind === 'form' && b.kind === 'form' && b.entries.length === 0) return true;
  if (a.kind !== 'bytes' || b.kind !== 'bytes') return JSON.stringify(a) === JSON.stringify(b);
  return a.bytes.length === b.bytes.length && a.bytes.every((byte, i) => byte === b.bytes[i]);
}

/** Whether bytes are those fields urlencoded, or have all of them in a multipart body, where files stand under their names. */
function isEncodingOf(bytes: Uint8Array, fields: readonly (readonly [name: string, value: string])[]): boolean {
  const { text } = decodeUtf8(bytes);
  // The browser groups fields by name.
  const sorted = (all: Iterable<readonly [string, string]>): string => JSON.stringify([...all].map((field) => field.join('=')).toSorted());
  if (!text.startsWith('--')) return sorted(new URLSearchParams(text)) === sorted(fields);
  const lines = text.replace(/\r\n/g, '\n');
  return fields.every(([name, value]) => lines.includes(`name="${name}"`) && lines.includes(value.replace(/\r\n/g, '\n')));
}

/** "null" stands for an opaque origin, as of a sandboxed frame. */
function originOf(d: SeenRequest): string | null {
  if (d.initiator !== undefined) return d.initiator === 'null' ? null : d.initiator;
  return d.originUrl === undefined ? null : (/^[a-z][a-z0-9+.-]*:\/\/[^/?#]+/i.exec(d.originUrl)?.[0] ?? null);
}

/** What the headers of an answer tell; null where a redirect goes on. */
export function answerOf(d: Parameters<RequestLog['answered']>[0]): Outcome | null {
  if (d.statusCode >= 300 && d.statusCode < 400 && d.statusCode !== 304) return null;
  const limits = limitsOf(d.statusCode, d.responseHeaders ?? []);
  return { ...endOf(d), ...(limits.length ? { limits } : {}) };
}
export const endOf = (d: Parameters<RequestLog['completed']>[0]): Outcome & { kind: 'responded' } => ({ kind: 'responded', status: d.statusCode, endedAt: d.timeStamp });
export const failureOf = (d: Parameters<RequestLog['failed']>[0]): Outcome => ({ kind: 'failed', error: d.error, endedAt: d.timeStamp });

/** As they are stored. */
export function headersOf(headers: readonly SeenHeader[]): Header[] {
  return headers.flatMap(({ name, value }): Header[] => {
    const lower = name.toLowerCase();
    return value === undefined || SECRET_HEADERS.has(lower) ? [] : [{ name: lower, value }];
  });
}

