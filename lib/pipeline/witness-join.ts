import type { FeedItem, Tell } from '../domain/feed.ts';
import { withTappedBody, WitnessMerger, type Joined } from '../domain/merge-witnesses.ts';
import type { CapturedRequest, RequestId } from '../domain/request.ts';
import type { TapFill, TapRefusal, TapReport } from '../domain/tap-report.ts';
import type { Delay } from './group-commit.ts';

export type WitnessJoinDeps = {
  /** To the recorder. */
  readonly tell: Tell;
  readonly now: () => number;
  readonly delay: Delay;
  /** Whether the page tap is there at all: without it nothing is waited for. */
  readonly isOn: () => boolean;
  readonly isCandidate: (method: string, url: string, hasBody: boolean) => boolean;
  /** An id for a request of which the browser has none. */
  readonly newId: () => RequestId;
};

export type WitnessJoin = {
  /** In the place of the recorder's, for the feed of `webRequest`. */
  readonly tell: Tell;
  reported(report: TapReport): void;
  filled(fill: TapFill): void;
  refused(refusal: TapRefusal): void;
};

/** A hidden body is waited for so long before its request is read without it. The page tap's word comes up to 50 ms after `webRequest`'s. */
const HOLD_MS = 150;
/** A request is remembered so long after that: what comes now replaces what was stored. */
const LATE_MS = 10_000;
const COUNT_MS = 2_000;
const MAX_HELD = 1_000;

type Held = {
  request: CapturedRequest;
  complete: boolean;
  /** What came for it while it was held, in order; null once it was let go. */
  after: FeedItem[] | null;
};

/**
 * Stands between the feed of requests and the recorder, and gives requests whose body `webRequest` hides the body that the page tap
 * reports. While it waits, the request lies in the inbox as one whose headers are still to come, so nothing is lost if the worker dies.
 */
export function createWitnessJoin(deps: WitnessJoinDeps): WitnessJoin {
  const { tell, now, delay } = deps;
  const merger = new WitnessMerger();
  const held = new Map<RequestId, Held>();
  let unmatched = 0;

  /** Counts travel together, as each would be a write. */
  const countDropped = (): void => {
    const dropped = merger.takeDropped();
    if (dropped === 0) return;
    if (unmatched === 0) {
      delay(() => {
        tell({ type: 'count', counters: { 'pageTap.unmatched': unmatched } });
        unmatched = 0;
      }, COUNT_MS);
    }
    unmatched += dropped;
  };

  const letGo = (entry: Held): void => {
    const { after } = entry;
    if (after === null) return;
    entry.after = null;
    if (deps.isOn() && !merger.isReading(entry.request.id) && isEmpty(entry.request)) entry.request = { ...entry.request, body: { kind: 'none' } };
    tell({ type: 'request', request: entry.request, complete: entry.complete });
    for (const item of after) tell(item);
    // There is nothing more to come for it, and its body may be large.
    if (entry.complete && entry.request.witnesses.includes('pageTap')) held.delete(entry.request.id);
  };

  const join = (joined: Joined | null): void => {
    const entry = joined && held.get(joined.id);
    if (!joined || !entry) return;
    entry.request = withTappedBody(entry.request, joined.body);
    if (entry.after === null) tell({ type: 'request', request: entry.request, complete: entry.complete });
    else if (entry.complete) letGo(entry);
  };

  const remember = (entry: Held): void => {
    const { id } = entry.request;
    held.set(id, entry);
    const [oldest] = held.keys();
    const first = oldest === undefined ? undefined : held.get(oldest);
    if (held.size > MAX_HELD && oldest !== undefined && first) {
      held.delete(oldest);
      letGo(first);
    }
    delay(() => held.delete(id), LATE_MS);
  };

  const hold = (request: CapturedRequest, complete: boolean): void => {
    const entry: Held = { request, complete, after: [] };
    remember(entry);
    tell({ type: 'request', request, complete: false });
    delay(() => {
      merger.expire(now());
      countDropped();
      letGo(entry);
    }, HOLD_MS);
  };

  const requestTold = (item: Extract<FeedItem, { type: 'request' }>): void => {
    const { request, complete } = item;
    const entry = held.get(request.id);
    if (entry) {
      // Told again, whole: what was joined meanwhile stays.
      const tapped = entry.request.witnesses.includes('pageTap');
      entry.request = tapped ? withTappedBody(request, entry.request.body) : request;
      entry.complete ||= complete;
      join(merger.headers(request.id, request.headers));
      if (entry.after === null) tell({ type: 'request', request: entry.request, complete: entry.complete });
      else if (tapped && complete) letGo(entry);
      return;
    }
    const sighted = deps.isOn() ? merger.sighted(request, now()) : 'complete';
    countDropped();
    if (sighted === 'waiting') return hold(request, complete);
    if (sighted === 'complete') return tell(item);
    const tapped = withTappedBody(request, sighted.body);
    // It will be told again with its headers, and without the body that it has now.
    if (!complete) remember({ request: tapped, complete, after: null });
    tell({ ...item, request: tapped });
  };

  return {
    tell(item) {
      if (item.type === 'request') return requestTold(item);
      const entry = item.type === 'outcome' || item.type === 'headers' ? held.get(item.id) : undefined;
      if (entry?.after) entry.after.push(item);
      else tell(item);
    },
    reported(report) {
      join(merger.reported(report, now()));
      countDropped();
      // A report that meets nothing must be given up, and counted, even if nothing else ever comes.
      delay(() => {
        merger.expire(now());
        countDropped();
      }, 2 * COUNT_MS);
    },
    filled: (fill) => join(merger.filled(fill, now())),
    refused(refusal) {
      const vain = merger.refused(refusal);
      const { source, url, directive } = refusal;
      const method = vain !== null || directive === 'connect-src' ? 'POST' : 'GET';
      if (!deps.isCandidate(method, url, method === 'POST')) return;
      const at = now();
      const request: CapturedRequest = {
        id: deps.newId(), witnesses: ['pageTap'], tabId: source.tabId, frameId: null, documentId: source.documentId, pageUrl: source.url, initiator: source.origin,
        resourceType: null, method, url, headers: [], body: vain ?? { kind: 'unavailable', reason: 'notCaptured', size: null }, startedAt: at,
        outcome: { kind: 'failed', error: `csp:${directive}`, endedAt: at }, ...(source.isPrivate ? { incognito: true } : {}),
      };
      tell({ type: 'request', request, complete: true });
    },
  };
}

/** What browsers say by themselves of a string, and of URLSearchParams. The type of a Blob is in lower case. */
const OF_TEXT: ReadonlySet<string> = new Set(['text/plain;charset=UTF-8', 'application/x-www-form-urlencoded;charset=UTF-8']);

/**
 * Chromium tells an empty text by the same error as a Blob (measured: `fetch` with `body: ''`, and a beacon without data), where it shows any
 * other text. So a hidden body of a text's type, in a document whose page tap saw no Blob go, is empty.
 */
function isEmpty({ body, headers, documentId }: CapturedRequest): boolean {
  if (body.kind !== 'unavailable' || body.reason !== 'blob' || documentId === null) return false;
  return OF_TEXT.has(headers.find(({ name }) => name === 'content-type')?.value ?? '');
}
