/**
 * Joins what the page tap reports with the requests that `webRequest` saw without their bodies: same document, same address, first in
 * first out, either one first, within a window. A report that meets no request is dropped and counted: what a page says without sending it
 * is not stored.
 */
import type { EpochMs } from '../base/time.ts';
import { fillHoles, mayHaveHoles } from './multipart-holes.ts';
import type { Body, CapturedRequest, RequestId, UnavailableReason } from './request.ts';
import type { TapBody, TapFill, TapRefusal, TapReport, TapSource } from './tap-report.ts';

export type MergeLimits = {
  /** How long a report and a request wait for each other. Measured: 13 ms before to 50 ms after; more while the browser is busy. */
  readonly windowMs: number;
  /** How long a body that is being read is waited for. */
  readonly fillMs: number;
  readonly waiting: number;
  readonly waitingBytes: number;
};

export const MERGE_LIMITS: MergeLimits = { windowMs: 2_000, fillMs: 10_000, waiting: 1_000, waitingBytes: 32 << 20 };

/** A request's body, better known than before. */
export type Joined = { readonly id: RequestId; readonly body: Body };

/** What became of a request that was shown: complete as it is, to be waited for, or joined at once. */
export type Sighted = 'complete' | 'waiting' | Joined;

/** The request with the body that the page tap gave. */
export function withTappedBody<R extends CapturedRequest>(request: R, body: Body): R {
  const witnesses = request.witnesses.includes('pageTap') ? request.witnesses : ([...request.witnesses, 'pageTap'] as const);
  return { ...request, witnesses, body };
}

type Request = Pick<CapturedRequest, 'id' | 'documentId' | 'tabId' | 'initiator' | 'resourceType' | 'url' | 'body'>;
type WaitingRequest = { readonly request: Request; readonly key: string; readonly at: EpochMs };
type WaitingReport = { readonly report: TapReport; body: TapBody; readonly key: string; readonly at: EpochMs };
type Reading = { readonly request: Request; readonly at: EpochMs };

/** Mutable state without a clock: every call says what time it is. */
export class WitnessMerger {
  readonly #limits: MergeLimits;
  #requests: WaitingRequest[] = [];
  #reports: WaitingReport[] = [];
  /** Requests whose report has come, but not its body: by the report's document and number. */
  readonly #reading = new Map<string, Reading>();
  #dropped = 0;

  constructor(limits: MergeLimits = MERGE_LIMITS) {
    this.#limits = limits;
  }

  /** A request, in the order in which `webRequest` showed them. */
  sighted(request: Request, now: EpochMs): Sighted {
    if (!isHidden(request)) return 'complete';
    this.expire(now);
    const key = keyOf(request.url);
    const waiting = best(this.#reports, (w) => (w.key === key ? nearness(w.report, request) : null));
    if (waiting === null) {
      this.#requests.push({ request, key, at: now });
      if (this.#requests.length > this.#limits.waiting) this.#requests.shift();
      return 'waiting';
    }
    this.#reports = this.#reports.filter((w) => w !== waiting);
    return this.#join(request, waiting.report, waiting.body, now) ?? 'waiting';
  }

  /** A report, in the order of its document. */
  reported(report: TapReport, now: EpochMs): Joined | null {
    this.expire(now);
    const key = keyOf(report.url);
    const waiting = best(this.#requests, (w) => (w.key === key ? nearness(report, w.request) : null));
    if (waiting === null) {
      this.#reports.push({ report, body: report.body, key, at: now });
      this.#shed();
      return null;
    }
    this.#requests = this.#requests.filter((w) => w !== waiting);
    return this.#join(waiting.request, report, report.body, now);
  }

  filled(fill: TapFill, now: EpochMs): Joined | null {
    this.expire(now);
    if (fill.body.kind === 'coming') return null;
    const number = numberOf(fill);
    const reading = this.#reading.get(number);
    if (reading) {
      this.#reading.delete(number);
      return joined(reading.request, fill.body);
    }
    const waiting = this.#reports.find((w) => w.body.kind === 'coming' && numberOf(w.report) === number);
    if (waiting) waiting.body = fill.body;
    this.#shed();
    return null;
  }

  /** The page's policy stopped a request, so the report of it waits in vain and must not be taken for the next one's. */
  refused({ source, url }: TapRefusal): void {
    const key = keyOf(url);
    const vain = this.#reports.find((w) => w.key === key && sameSource(w.report.source, source));
    if (!vain) return;
    this.#reports = this.#reports.filter((w) => w !== vain);
    this.#dropped++;
  }

  /** Gives up whatever waited too long. */
  expire(now: EpochMs): void {
    const { windowMs, fillMs } = this.#limits;
    const young = this.#reports.filter((w) => now - w.at <= windowMs);
    this.#dropped += this.#reports.length - young.length;
    this.#reports = young;
    this.#requests = this.#requests.filter((w) => now - w.at <= windowMs);
    for (const [number, { at }] of this.#reading) if (now - at > fillMs) this.#reading.delete(number);
  }

  /** How many reports were dropped since this was last asked. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  /** What waits now: the bounds of this are the bounds of our memory. */
  waiting(): { readonly requests: number; readonly reports: number; readonly reportBytes: number; readonly reading: number } {
    return { requests: this.#requests.length, reports: this.#reports.length, reportBytes: this.#reportBytes(), reading: this.#reading.size };
  }

  #join(request: Request, report: TapReport, body: TapBody, now: EpochMs): Joined | null {
    if (body.kind !== 'coming') return joined(request, body);
    this.#reading.set(numberOf(report), { request, at: now });
    const [oldest] = this.#reading.keys();
    if (this.#reading.size > this.#limits.waiting && oldest !== undefined) this.#reading.delete(oldest);
    return null;
  }

  #shed(): void {
    while (this.#reports.length > this.#limits.waiting || this.#reportBytes() > this.#limits.waitingBytes) {
      this.#reports.shift();
      this.#dropped++;
    }
  }

  #reportBytes(): number {
    return this.#reports.reduce((sum, w) => sum + sizeOf(w.body), 0);
  }
}

/** Whether the page tap may know more of it than `webRequest` showed. */
function isHidden({ body }: Request): boolean {
  if (body.kind === 'unavailable') return body.reason !== 'tooLarge';
  return body.kind === 'bytes' && mayHaveHoles(body.bytes);
}

/** Null where the report tells nothing new, as of a form that is another one. */
function joined(request: Request, body: TapBody): Joined | null {
  const better = betterBody(request.body, body);
  return better && { id: request.id, body: better };
}

const REASONS: Readonly<Record<Extract<TapBody, { kind: 'unread' }>['why'], UnavailableReason>> = {
  stream: 'stream',
  tooLarge: 'tooLarge',
  overRate: 'notCaptured',
  unreadable: 'blob',
};

function betterBody(seen: Body, tapped: TapBody): Body | null {
  switch (tapped.kind) {
    case 'bytes':
      return seen.kind === 'unavailable' ? { kind: 'bytes', bytes: tapped.bytes, encoding: null } : null;
    case 'form': {
      const bytes = seen.kind === 'bytes' ? fillHoles(seen.bytes, tapped.entries) : null;
      return bytes && { kind: 'bytes', bytes, encoding: null };
    }
    case 'unread':
      return { kind: 'unavailable', reason: REASONS[tapped.why], size: tapped.size };
    case 'coming':
      return null;
  }
}

/**
 * How near a report stands to a request to the same address; null if they cannot belong together. 0: same document. 1: same tab, where the
 * browser names no document, or that of the parent for about:blank. 2: a page's service worker sent the request on, so that only the
 * origin is known.
 */
function nearness({ source, via }: TapReport, request: Request): number | null {
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

/** The nearest, and of those the first. */
function best<T>(all: readonly T[], nearnessOf: (one: T) => number | null): T | null {
  let found: T | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const one of all) {
    const near = nearnessOf(one);
    if (near === null || near >= least) continue;
    [found, least] = [one, near];
    if (near === 0) break;
  }
  return found;
}

const sameSource = (a: TapSource, b: TapSource): boolean => (a.documentId ?? a.tabId) === (b.documentId ?? b.tabId);
const numberOf = ({ source, seq }: TapFill | TapReport): string => `${source.documentId ?? source.tabId} ${seq}`;

/** Without the fragment, which is not sent, and the scheme, as a policy may upgrade it on the way. */
const keyOf = (url: string): string => url.replace(/#.*$/s, '').replace(/^https?:/, '');

function sizeOf(body: TapBody): number {
  if (body.kind === 'bytes') return body.bytes.length;
  if (body.kind !== 'form') return 0;
  return body.entries.reduce((sum, entry) => sum + entry.name.length + ('bytes' in entry ? entry.bytes.length : entry.value.length), 0);
}
