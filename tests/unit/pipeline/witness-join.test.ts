import { beforeEach, describe, expect, it } from 'vitest';
import type { FeedItem } from '../../../lib/domain/feed.ts';
import { asRequestId, type Body, type CapturedRequest } from '../../../lib/domain/request.ts';
import type { TapReport, TapSource } from '../../../lib/domain/tap-report.ts';
import { createWitnessJoin, type WitnessJoin } from '../../../lib/pipeline/witness-join.ts';

const HIDDEN: Body = { kind: 'unavailable', reason: 'blob', size: null };
const bytes = (text: string): Extract<Body, { kind: 'bytes' }> => ({ kind: 'bytes', bytes: new TextEncoder().encode(text), encoding: null });
const source: TapSource = { documentId: 'doc', tabId: 1, origin: 'https://shop.test', blank: false, url: 'https://shop.test/', isPrivate: false };
const request = (id: string, change: Partial<CapturedRequest> = {}): CapturedRequest => ({
  id: asRequestId(id), witnesses: ['webRequest'], tabId: 1, frameId: 0, documentId: 'doc', pageUrl: 'https://shop.test/', initiator: 'https://shop.test',
  resourceType: 'xmlhttprequest', method: 'POST', url: 'https://c.test/in', headers: [], body: HIDDEN, startedAt: 0, outcome: { kind: 'pending' }, ...change,
});
const report = (seq: number, body: TapReport['body'] = { kind: 'bytes', bytes: bytes(`body ${seq}`).bytes }): TapReport => ({ source, seq, via: 'fetch', url: 'https://c.test/in', sentAt: 0, body });
const outcome = (id: string): FeedItem => ({ type: 'outcome', id: asRequestId(id), outcome: { kind: 'responded', status: 200, endedAt: 5 } });

describe('joining witnesses on their way to the recorder', () => {
  let told: FeedItem[];
  let now: number;
  let timers: { readonly at: number; readonly run: () => void }[];
  let on: boolean;
  let join: WitnessJoin;

  beforeEach(() => {
    [told, now, timers, on] = [[], 0, [], true];
    join = createWitnessJoin({
      tell: (item) => told.push(item),
      now: () => now,
      delay: (run, ms) => timers.push({ at: now + ms, run }),
      isOn: () => on,
      isCandidate: (_method, url) => url.includes('c.test'),
      newId: () => asRequestId('made'),
    });
  });
  const pass = (ms: number): void => {
    now += ms;
    const due = timers.filter((timer) => timer.at <= now);
    timers = timers.filter((timer) => timer.at > now);
    for (const { run } of due) run();
  };
  const texts = (): string[] =>
    told.map((item) => {
      if (item.type !== 'request') return item.type === 'count' ? JSON.stringify(item.counters) : item.type;
      const { body } = item.request;
      return `${item.complete ? 'whole' : 'early'} ${body.kind === 'bytes' ? new TextDecoder().decode(body.bytes) : body.kind}`;
    });
  const tellRequest = (told_: CapturedRequest, complete = true): void => join.tell({ type: 'request', request: told_, complete });

  it('lets go at once what is not hidden, and everything where the tap is off', () => {
    tellRequest(request('a', { body: bytes('seen') }));
    on = false;
    tellRequest(request('b'));
    join.tell(outcome('b'));
    expect(texts()).toEqual(['whole seen', 'whole unavailable', 'outcome']);
  });

  it.each<[string, Partial<CapturedRequest>, string]>([
    ['nothing was reported of a text, which is shown unless it is empty', {}, 'none'],
    ["it has a Blob's type", { headers: [{ name: 'content-type', value: 'text/plain;charset=utf-8' }] }, 'unavailable'],
    ['no page tap was there', { documentId: null }, 'unavailable'],
  ])('tells an empty body from a hidden one: %s', (_, change, kind) => {
    tellRequest(request('a', { headers: [{ name: 'content-type', value: 'text/plain;charset=UTF-8' }], ...change }));
    pass(1000);
    expect(texts()).toEqual(['early unavailable', `whole ${kind}`]);
  });

  it('takes no body for empty that is being read', () => {
    tellRequest(request('a', { headers: [{ name: 'content-type', value: 'text/plain;charset=UTF-8' }] }));
    join.reported(report(0, { kind: 'coming' }));
    pass(1000);
    expect(texts()).toEqual(['early unavailable', 'whole unavailable']);
    join.filled({ source, seq: 0, body: { kind: 'bytes', bytes: bytes('late').bytes } });
    expect(texts().at(-1)).toBe('whole late');
  });

  it('takes a report that came first', () => {
    join.reported(report(0));
    tellRequest(request('a'));
    join.tell(outcome('a'));
    expect(texts()).toEqual(['whole body 0', 'outcome']);
    expect(told[0]).toMatchObject({ request: { witnesses: ['webRequest', 'pageTap'] } });
  });

  it('waits for one that comes after, with what else comes for the request; meanwhile it lies in the inbox', () => {
    tellRequest(request('a'));
    join.tell(outcome('a'));
    expect(texts()).toEqual(['early unavailable']);
    pass(40);
    join.reported(report(0));
    expect(texts()).toEqual(['early unavailable', 'whole body 0', 'outcome']);
    pass(1000);
    expect(texts().slice(3)).toEqual([]);
  });

  it('waits no longer than 150 ms, and tells it anew if the report comes later', () => {
    tellRequest(request('a'));
    join.tell(outcome('a'));
    pass(149);
    expect(texts()).toHaveLength(1);
    pass(1);
    expect(texts()).toEqual(['early unavailable', 'whole unavailable', 'outcome']);
    pass(1000);
    join.reported(report(0));
    expect(texts().slice(3)).toEqual(['whole body 0']);
  });

  it.each([['before', 0], ['between', 1], ['after', 2]])('keeps the body of a request that is told early and then whole; the report comes %s', (_, when) => {
    const tellReport = (at: number): void => (at === when ? join.reported(report(0)) : undefined);
    tellReport(0);
    tellRequest(request('a'), false);
    pass(12);
    tellReport(1);
    tellRequest(request('a', { headers: [{ name: 'content-type', value: 'text/plain' }] }));
    tellReport(2);
    pass(1000);
    expect(texts().at(-1)).toBe('whole body 0');
    expect(told.at(-1)).toMatchObject({ request: { headers: [{ name: 'content-type' }], witnesses: ['webRequest', 'pageTap'] } });
  });

  it('waits for a body that is still being read', () => {
    tellRequest(request('a'));
    join.reported(report(0, { kind: 'coming' }));
    expect(texts()).toEqual(['early unavailable']);
    join.filled({ source, seq: 0, body: { kind: 'bytes', bytes: bytes('filled').bytes } });
    expect(texts()).toEqual(['early unavailable', 'whole filled']);
  });

  it('tells why a body was not read', () => {
    join.reported(report(0, { kind: 'unread', why: 'tooLarge', size: 2e6 }));
    tellRequest(request('a'));
    expect(told[0]).toMatchObject({ request: { body: { kind: 'unavailable', reason: 'tooLarge', size: 2e6 } } });
  });

  it('counts reports that meet no request, even if nothing else comes', () => {
    join.reported(report(0));
    join.reported(report(1));
    for (let i = 0; i < 5; i++) pass(2000);
    expect(texts()).toEqual(['{"pageTap.unmatched":2}']);
  });

  it('makes a failed request of what the policy stopped, with the body that was reported', () => {
    join.reported(report(0));
    join.refused({ source, url: 'https://c.test/in', directive: 'connect-src' });
    join.refused({ source, url: 'https://elsewhere.test/in', directive: 'connect-src' });
    expect(texts()).toEqual(['whole body 0']);
    expect(told[0]).toMatchObject({ request: { id: 'made', outcome: { kind: 'failed', error: 'csp:connect-src' }, pageUrl: 'https://shop.test/', witnesses: ['pageTap'] } });
    tellRequest(request('b'));
    pass(200);
    expect(texts().at(-1)).toBe('whole unavailable');
  });

  it('holds a bounded number', () => {
    for (let i = 0; i < 1_200; i++) tellRequest(request(`r${i}`, { url: `https://c.test/${i}` }));
    expect(texts().filter((text) => text === 'whole unavailable')).toHaveLength(200);
  });
});
