import { describe, expect, it } from 'vitest';
import { createRequestLog, type SeenRequest } from '../../../lib/browser/request-log.ts';
import type { FeedItem } from '../../../lib/domain/feed.ts';
import type { PausedBy } from '../../../lib/domain/recording.ts';
import { asRequestId } from '../../../lib/domain/request.ts';

/** A log whose timers run when told to. */
function harness({ isPrivate = false, paused = (): PausedBy | null => null } = {}) {
  const told: FeedItem[] = [];
  let timers: { run: () => void; ms: number }[] = [];
  const log = createRequestLog({
    tell: (item) => told.push(item),
    isCandidate: (_method, url) => url.includes('/ours'),
    idOf: (id) => asRequestId(`boot-${id}`),
    pages: { tabOf: (d) => (d.tabId < 0 ? null : d.tabId), pageUrlOf: () => 'https://shop.test/cart', topUrlOf: () => null, isPrivate: () => isPrivate },
    delay: (run, ms) => timers.push({ run, ms }), mayBeLost: (id) => Number(id) > 5,
    pausedBy: paused,
  });
  return {
    log,
    told,
    /** What was told since the last look, counts apart. */
    news: () => told.splice(0).filter((item) => item.type !== 'count'),
    pass(ms: number) {
      const due = timers.filter((t) => t.ms <= ms);
      timers = timers.filter((t) => t.ms > ms);
      for (const { run } of due) run();
    },
  };
}

const seen = (change: Partial<SeenRequest> = {}): SeenRequest => ({
  requestId: '1', method: 'POST', url: 'https://c.test/ours', type: 'xmlhttprequest', tabId: 3, frameId: 0, documentId: 'D', initiator: 'https://shop.test', timeStamp: 1000.5, ...change,
});
const body = { raw: [{ bytes: new Uint8Array([1]).buffer }] };
const requestHeaders = [{ name: 'Content-Type', value: 'text/plain' }, { name: 'Cookie', value: 'sid=1' }, { name: 'X-Odd' }];
const responded = (status: number, endedAt = 1000.5) => ({ kind: 'responded', status, endedAt });

describe('what the user wants not recorded', () => {
  it('is counted by whose wish, and nothing else is told of it', () => {
    let by: PausedBy | null = 'site';
    const { log, told, pass } = harness({ paused: () => by });
    log.began({ ...seen(), requestBody: body });
    log.sentHeaders({ ...seen(), requestHeaders });
    log.completed({ ...seen(), statusCode: 200 });
    by = 'tab';
    log.began({ ...seen({ requestId: '2' }), requestBody: body });
    log.began({ ...seen({ requestId: '3', url: 'https://c.test/other' }), requestBody: body });
    log.failed({ ...seen({ requestId: '2' }), error: 'net::ERR_FAILED' });
    pass(60_000);
    expect(told).toEqual([{ type: 'count', counters: { seen: 3, 'dropped.pausedSite': 1, 'dropped.pausedTab': 1 } }]);
  });

  it('is known by tab, page and origin of each request', () => {
    const asked: unknown[] = [];
    const { log } = harness({ paused: (...source: unknown[]) => (asked.push(...source), null) });
    log.began({ ...seen({ tabId: -1 }), requestBody: body });
    expect(asked).toEqual([{ tabId: null, topUrl: null, pageUrl: 'https://shop.test/cart', initiator: 'https://shop.test' }]);
  });
});

describe('the log of requests', () => {
  it('tells a request when its headers have come, and its outcome as soon as the answer begins', () => {
    const { log, news, pass } = harness();
    log.began({ ...seen(), requestBody: body });
    expect(news()).toEqual([]);
    log.sentHeaders({ ...seen(), requestHeaders });
    expect(news()).toEqual([{
      type: 'request', complete: true,
      request: {
        id: 'boot-1', witnesses: ['webRequest'], tabId: 3, frameId: 0, documentId: 'D', pageUrl: 'https://shop.test/cart', initiator: 'https://shop.test', resourceType: 'xmlhttprequest',
        method: 'POST', url: 'https://c.test/ours', headers: [{ name: 'content-type', value: 'text/plain' }], body: { kind: 'bytes', bytes: new Uint8Array([1]), encoding: null },
        startedAt: 1000.5, outcome: { kind: 'pending' },
      },
    }]);
    log.answered({ ...seen({ timeStamp: 1010 }), statusCode: 202 });
    expect(news()).toEqual([{ type: 'outcome', id: 'boot-1', outcome: responded(202, 1010) }]);
    log.completed({ ...seen({ timeStamp: 1020 }), statusCode: 202 });
    pass(60_000);
    expect(news()).toEqual([]);
  });

  it('tells a request without headers where they are late, and again with them', () => {
    const { log, news, pass } = harness();
    log.began({ ...seen(), requestBody: body });
    pass(10);
    expect(news()).toMatchObject([{ type: 'request', complete: false, request: { headers: [], body: { kind: 'bytes' } } }]);
    log.sentHeaders({ ...seen(), requestHeaders });
    expect(news()).toMatchObject([{ type: 'request', complete: true, request: { headers: [{ name: 'content-type' }], body: { kind: 'bytes' } } }]);
  });

  it('tells a request that ended before its headers came', () => {
    const { log, news, pass } = harness();
    log.began({ ...seen(), requestBody: body });
    log.failed({ ...seen(), error: 'net::ERR_BLOCKED_BY_CLIENT' });
    pass(10);
    expect(news()).toMatchObject([{ type: 'request', complete: true }, { type: 'outcome', outcome: { kind: 'failed', error: 'net::ERR_BLOCKED_BY_CLIENT' } }]);
  });

  it('knows an abort after an answer as a page that went away', () => {
    const { log, news } = harness();
    log.began({ ...seen(), requestBody: body });
    log.sentHeaders(seen());
    log.answered({ ...seen(), statusCode: 200 });
    log.failed({ ...seen({ timeStamp: 2000 }), error: 'net::ERR_ABORTED' });
    expect(news().at(-1)).toEqual({ type: 'outcome', id: 'boot-1', outcome: { ...responded(200, 2000), pageGone: true } });
  });

  it('keeps what an answer says of limits, also when the page has gone before its end', () => {
    const { log, news } = harness();
    log.began({ ...seen(), requestBody: body });
    log.sentHeaders(seen());
    log.answered({ ...seen(), statusCode: 429, responseHeaders: [{ name: 'Retry-After', value: '60' }, { name: 'Server', value: 'x' }] });
    const limits = [{ name: 'retry-after', value: '60' }];
    expect(news().at(-1)).toMatchObject({ type: 'outcome', outcome: { status: 429, limits } });
    log.failed({ ...seen({ timeStamp: 2000 }), error: 'net::ERR_ABORTED' });
    expect(news().at(-1)).toMatchObject({ type: 'outcome', outcome: { status: 429, limits, pageGone: true } });
  });

  it('takes a redirect for the same request, which ends as its last hop does', () => {
    const { log, news } = harness();
    log.began({ ...seen(), requestBody: body });
    log.sentHeaders({ ...seen(), requestHeaders });
    log.answered({ ...seen(), statusCode: 307 });
    log.began({ ...seen({ url: 'https://c.test/ours/2' }), requestBody: body });
    log.sentHeaders(seen({ url: 'https://c.test/ours/2' }));
    log.answered({ ...seen({ url: 'https://c.test/ours/2' }), statusCode: 200 });
    expect(news().map((item) => (item.type === 'request' ? item.request.url : item.type === 'outcome' ? item.outcome : item))).toEqual(['https://c.test/ours', responded(200)]);
  });

  it('tells the stages of a request that began before this worker by themselves', () => {
    const { log, news } = harness();
    log.sentHeaders({ ...seen(), requestHeaders });
    log.completed({ ...seen(), statusCode: 200 });
    log.sentHeaders({ ...seen({ requestId: '2', url: 'https://c.test/other' }), requestHeaders });
    log.completed({ ...seen({ requestId: '2', url: 'https://c.test/other' }), statusCode: 200 });
    expect(news()).toEqual([{ type: 'headers', id: 'boot-1', headers: [{ name: 'content-type', value: 'text/plain' }] }, { type: 'outcome', id: 'boot-1', outcome: responded(200) }]);
  });

  it('only counts what nobody could read, now and then', () => {
    const { log, told, pass } = harness();
    for (const requestId of ['1', '2', '3']) {
      log.began({ ...seen({ requestId, url: 'https://c.test/other' }), requestBody: body });
      log.sentHeaders(seen({ requestId, url: 'https://c.test/other' }));
      log.completed({ ...seen({ requestId, url: 'https://c.test/other' }), statusCode: 200 });
    }
    expect(told).toEqual([]);
    pass(2_000);
    expect(told).toEqual([{ type: 'count', counters: { seen: 3 } }]);
  });

  it('counts a body that is too large, and marks what is private', () => {
    const { log, told } = harness({ isPrivate: true });
    log.began({ ...seen(), requestBody: { raw: [{ bytes: new ArrayBuffer(9_000_000) }] } });
    log.sentHeaders(seen());
    expect(told).toMatchObject([{ type: 'count', counters: { 'limit.tooLarge': 1 } }, { type: 'request', request: { incognito: true, body: { kind: 'unavailable', reason: 'tooLarge', size: 9_000_000 } } }]);
  });

  it('knows a worker\'s request by having neither tab nor frame, and an opaque origin by no name', () => {
    const { log, news } = harness();
    log.began({ ...seen({ tabId: -1, frameId: -1, initiator: 'null' }), requestBody: null });
    log.sentHeaders(seen());
    expect(news()).toMatchObject([{ request: { tabId: null, frameId: null, initiator: null, body: { kind: 'none' } } }]);
  });

  it('says of which strays the worker before may have died', () => {
    const { log, news } = harness();
    for (const requestId of ['5', '6']) {
      log.sentHeaders({ ...seen({ requestId, timeStamp: 1_001 }), requestHeaders: [] });
      log.answered({ ...seen({ requestId, timeStamp: 1_002 }), statusCode: 200 });
    }
    expect(news().map((item) => 'unseenAt' in item && item.unseenAt)).toEqual([false, false, 1_001, 1_002]);
    const other = harness({ isPrivate: true });
    other.log.answered({ ...seen({ requestId: '6' }), statusCode: 200 });
    expect(other.news().map((item) => 'unseenAt' in item)).toEqual([false]);
  });

  it('knows which requests go on', () => {
    const { log } = harness();
    log.began({ ...seen(), requestBody: body });
    expect([log.isOpen(asRequestId('boot-1')), log.isOpen(asRequestId('boot-2'))]).toEqual([true, false]);
    log.completed({ ...seen(), statusCode: 200 });
    expect(log.isOpen(asRequestId('boot-1'))).toBe(false);
  });
});

describe('what a worker before this one saw begin', () => {
  it('is given as it would be told, under the id that it has, unless the user wants it not', () => {
    let by: PausedBy | null = null;
    const { log, told, pass } = harness({ paused: () => by });
    const bytes = { kind: 'bytes', bytes: new Uint8Array([1]), encoding: null } as const;
    const id = asRequestId('earlier-1');
    expect(log.recalled(seen(), bytes, id)).toMatchObject({ id, method: 'POST', tabId: 3, body: bytes, headers: [], startedAt: 1000.5, outcome: { kind: 'pending' } });
    const headers = [{ name: 'authorization', value: 'Basic key' }];
    expect(log.recalled(seen(), bytes, id, headers)).toMatchObject({ id, headers });
    expect(log.isUnwanted(seen())).toBe(false);
    by = 'everywhere';
    expect(log.recalled(seen(), bytes, id)).toBe(null);
    expect(log.isUnwanted(seen())).toBe(true);
    pass(60_000);
    expect(told).toEqual([{ type: 'count', counters: { seen: 3, 'dropped.paused': 1 } }]);
    expect(harness({ isPrivate: true }).log.isUnwanted(seen())).toBe(true);
  });
});
