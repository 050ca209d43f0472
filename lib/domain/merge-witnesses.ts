/**
 * Joins what the page tap reports with the requests that `webRequest` saw without their bodies: same document, same address, first in
 * first out, either one first, within a window. A report that meets no request is dropped and counted: what a page says without sending it
 * is not stored.
 */
import type { EpochMs } from '../base/time.ts';
import { assertNever } from '../base/never.ts';
import { delimiterOf, encodeForm, isOfForm, mayHaveHoles } from './multipart-holes.ts';
import type { Body, CapturedRequest, Header, RequestId, UnavailableReason } from './request.ts';
import { nearness } from './nearness.ts';
import type { TapBody, TapFill, TapFormEntry, TapRefusal, TapReport, TapSource } from './tap-report.ts';

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
export function withTappedBody(request: CapturedRequest, body: Body): CapturedRequest {
  const witnesses = request.witnesses.includes('pageTap') ? request.witnesses : ([...request.witnesses, 'pageTap'] as const);
  return { ...request, witnesses, body };
}

type Request = Pick<CapturedRequest, 'id' | 'documentId' | 'tabId' | 'initiator' | 'resourceType' | 'url' | 'headers' | 'body'>;
type WaitingRequest = { readonly request: Request; readonly key: string; readonly at: EpochMs; contentType: string | null };
type WaitingReport = { readonly report: TapReport; body: TapBody; readonly key: string; readonly at: EpochMs };
type Reading = { readonly id: RequestId; readonly at: EpochMs };
type Unheaded = { readonly seen: Body; readonly entries: readonly TapFormEntry[]; readonly at: EpochMs };

/** Mutable state without a clock: every call says what time it is. */
export class WitnessMerger {
  readonly #limits: MergeLimits;
  #requests: WaitingRequest[] = [];
  #reports: WaitingReport[] = [];
  /** Requests whose report has come, but not its body: by the report's document and number. */
  readonly #reading = new Map<string, Reading>();
  /** Forms whose entries have come, but not the header with their boundary. */
  readonly #unheaded = new Map<RequestId, Unheaded>();
  #dropped = 0;

  constructor(limits: MergeLimits = MERGE_LIMITS) {
    this.#limits = limits;
  }

  /** A request, in the order in which `webRequest` showed them. */
  sighted(request: Request, now: EpochMs): Sighted {
    const hidden = hiddenKind(request.body);
    if (hidden === 'nothing') return 'complete';
    this.expire(now);
    const waiting: WaitingRequest = { request, key: keyOf(request.url), at: now, contentType: contentTypeOf(request.headers) };
    if (hidden === 'perhapsFiles' && !mayBeMultipart(waiting.contentType)) return 'complete';
    const met = nearest(this.#reports, (w) => (w.key === waiting.key && fits(w.body, request.body) ? nearness(w.report, request) : null));
    if (met === null) {
      this.#requests.push(waiting);
      if (this.#requests.length > this.#limits.waiting) this.#requests.shift();
    } else this.#reports = this.#reports.filter((w) => w !== met);
    const joined = met && this.#join(waiting, met.report, met.body, now);
    return joined ?? 'waiting';
  }

  /** The headers of a request: a form's bytes cannot be known without its boundary. */
  headers(id: RequestId, headers: readonly Header[]): Joined | null {
    const contentType = contentTypeOf(headers);
    const waiting = this.#requests.find((w) => w.request.id === id);
    if (waiting) waiting.contentType = contentType;
    if (waiting?.request.body.kind === 'form' && !mayBeMultipart(contentType)) this.#requests = this.#requests.filter((w) => w !== waiting);
    const form = this.#unheaded.get(id);
    const delimiter = form ? delimiterOf(form.seen, contentType) : null;
    this.#unheaded.delete(id);
    return form && delimiter !== null ? { id, body: bytesBody(encodeForm(delimiter, form.entries)) } : null;
  }

  /** A report, in the order of its document. */
  reported(report: TapReport, now: EpochMs): Joined | null {
    this.expire(now);
    const key = keyOf(report.url);
    const met = nearest(this.#requests, (w) => (w.key === key && fits(report.body, w.request.body) ? nearness(report, w.request) : null));
    if (met === null) {
      this.#reports.push({ report, body: report.body, key, at: now });
      this.#shed();
      return null;
    }
    this.#requests = this.#requests.filter((w) => w !== met);
    return this.#join(met, report, report.body, now);
  }

  filled(fill: TapFill, now: EpochMs): Joined | null {
    this.expire(now);
    if (fill.body.kind === 'coming' || fill.body.kind === 'form') return null;
    const number = numberOf(fill);
    const reading = this.#reading.get(number);
    if (reading) {
      this.#reading.delete(number);
      return { id: reading.id, body: betterBody(fill.body) };
    }
    const waiting = this.#reports.find((w) => w.body.kind === 'coming' && numberOf(w.report) === number);
    if (waiting) waiting.body = fill.body;
    this.#shed();
    return null;
  }

  /**
   * The page's policy stopped a request, so the report of it waits in vain and must not be taken for the next one's.
   *
   * @returns its body, if it was reported
   */
  refused({ source, url }: TapRefusal): Body | null {
    const key = keyOf(url);
    const vain = this.#reports.find((w) => w.key === key && sameSource(w.report.source, source));
    if (!vain) return null;
    this.#reports = this.#reports.filter((w) => w !== vain);
    return vain.body.kind === 'bytes' || vain.body.kind === 'unread' ? betterBody(vain.body) : null;
  }

  /** Gives up whatever waited too long. */
  expire(now: EpochMs): void {
    const { windowMs, fillMs } = this.#limits;
    const young = this.#reports.filter((w) => now - w.at <= windowMs);
    this.#dropped += this.#reports.length - young.length;
    this.#reports = young;
    this.#requests = this.#requests.filter((w) => now - w.at <= windowMs);
    for (const [number, { at }] of this.#reading) if (now - at > fillMs) this.#reading.delete(number);
    for (const [id, { at }] of this.#unheaded) if (now - at > fillMs) this.#unheaded.delete(id);
  }

  /** How many reports were dropped since this was last asked. */
  takeDropped(): number {
    const dropped = this.#dropped;
    this.#dropped = 0;
    return dropped;
  }

  /** Whether a request's body was reported and is still being read. */
  isReading(id: RequestId): boolean {
    return [...this.#reading.values()].some((reading) => reading.id === id);
  }

  /** What waits now: the bounds of this are the bounds of our memory. */
  waiting(): { readonly requests: number; readonly reports: number; readonly reportBytes: number; readonly reading: number } {
    return { requests: this.#requests.length, reports: this.#reports.length, reportBytes: this.#reportBytes(), reading: this.#reading.size + this.#unheaded.size };
  }

  #join({ request, contentType }: WaitingRequest, report: TapReport, body: TapBody, now: EpochMs): Joined | null {
    if (body.kind === 'coming') {
      keep(this.#reading, numberOf(report), { id: request.id, at: now }, this.#limits.waiting);
      return null;
    }
    if (body.kind !== 'form') return { id: request.id, body: betterBody(body) };
    const delimiter = delimiterOf(request.body, contentType);
    if (delimiter !== null) return { id: request.id, body: bytesBody(encodeForm(delimiter, body.entries)) };
    keep(this.#unheaded, request.id, { seen: request.body, entries: body.entries, at: now }, this.#limits.waiting);
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

/** How much of a body `webRequest` may have kept to itself. Fields of a form may be file names: nobody can tell. */
function hiddenKind(body: Body): 'all' | 'files' | 'perhapsFiles' | 'nothing' {
  switch (body.kind) {
    case 'unavailable':
      return body.reason === 'tooLarge' ? 'nothing' : 'all';
    case 'bytes':
      return mayHaveHoles(body.bytes) ? 'files' : 'nothing';
    case 'form':
      return 'perhapsFiles';
    case 'none':
      return 'nothing';
    default:
      return assertNever(body);
  }
}

/** Forms are recognised by what is shown of them, so order plays no part; of other bodies nothing is shown. */
function fits(tapped: TapBody, seen: Body): boolean {
  return tapped.kind === 'form' ? isOfForm(seen, tapped.entries) : seen.kind === 'unavailable';
}

const REASONS: Readonly<Record<Extract<TapBody, { kind: 'unread' }>['why'], UnavailableReason>> = {
  stream: 'stream',
  tooLarge: 'tooLarge',
  overRate: 'notCaptured',
  unreadable: 'blob',
};

const bytesBody = (bytes: Uint8Array): Body => ({ kind: 'bytes', bytes, encoding: null });
const betterBody = (body: Extract<TapBody, { kind: 'bytes' | 'unread' }>): Body =>
  body.kind === 'bytes' ? bytesBody(body.bytes) : { kind: 'unavailable', reason: REASONS[body.why], size: body.size };

/** The nearest, and of those the first. */
function nearest<T>(all: readonly T[], nearnessOf: (one: T) => number | null): T | null {
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

function keep<K, V>(map: Map<K, V>, key: K, value: V, atMost: number): void {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > atMost && oldest !== undefined) map.delete(oldest);
}

const contentTypeOf = (headers: readonly Header[]): string | null => headers.find((header) => header.name.toLowerCase() === 'content-type')?.value ?? null;
/** Only forms of parts have files; unknown before the headers are. */
const mayBeMultipart = (contentType: string | null): boolean => contentType === null || contentType.startsWith('multipart/form-data');
const sameSource = (a: TapSource, b: TapSource): boolean => (a.documentId ?? a.tabId) === (b.documentId ?? b.tabId);
const numberOf = ({ source, seq }: TapFill | TapReport): string => `${source.documentId ?? source.tabId} ${seq}`;

/** Without the fragment, which is not sent, and the scheme, as a policy may upgrade it on the way. */
const keyOf = (url: string): string => url.replace(/#.*$/s, '').replace(/^https?:/, '');

function sizeOf(body: TapBody): number {
  if (body.kind === 'bytes') return body.bytes.length;
  if (body.kind !== 'form') return 0;
  return body.entries.reduce((sum, entry) => sum + entry.name.length + ('bytes' in entry ? entry.bytes.length : entry.value.length), 0);
}
