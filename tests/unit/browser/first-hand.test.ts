import { expect, it } from 'vitest';
import type { Header, Outcome } from '../../../lib/domain/request.ts';
import { writeFirstHand, type FirstHand } from '../../../lib/browser/first-hand.ts';
import type { SeenRequest } from '../../../lib/browser/request-log.ts';

const seen = (requestId: string, change: Partial<SeenRequest> = {}): SeenRequest => ({
  requestId, method: 'POST', url: 'https://c.test/ours', type: 'xmlhttprequest', tabId: 3, frameId: 0, timeStamp: 1000, ...change,
});
const requestBody = { raw: [{ bytes: new Uint8Array([7]).buffer, file: '/home/someone/secret.txt' }] };
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function harness() {
  const written: (readonly [number, FirstHand])[] = [];
  const headers: (readonly [number, readonly Header[]])[] = [];
  const ends: (readonly [number, string, Outcome])[] = [];
  const sees = Promise.withResolvers<boolean>();
  const ready = Promise.withResolvers<void>();
  const state = { bootId: null as string | null, unwanted: false };
  const first = writeFirstHand({
    isCandidate: (_method, url, hasBody) => hasBody && url.includes('/ours'), isUnwanted: () => state.unwanted, seesPrivate: sees.promise, ready: ready.promise,
    bootId: () => state.bootId, add: (number, item) => written.push([number, item]), addHeaders: (...one) => headers.push(one),
    addEnd: (number, end) => ends.push([number, `${end.bootId}-${end.number}`, end.outcome]),
  });
  return { stages: first, ends, first: (d: SeenRequest) => first.began({ ...d, requestBody }), sentHeaders: first.sentHeaders, headers, sees, ready, state, numbers: () => written.map(([number]) => number), written };
}

it('writes in the same turn what may be of interest, with its bytes and no path of the disk', async () => {
  const { first, ready, state, written } = harness();
  state.bootId = 'boot';
  ready.resolve();
  await turn();
  first(seen('4'));
  first(seen('5', { url: 'https://c.test/other' }));
  expect(written).toEqual([[4, { seen: seen('4'), body: { kind: 'bytes', bytes: new Uint8Array([7]), encoding: null }, bootId: 'boot' }]]);
  expect(JSON.stringify(written)).not.toContain('secret');
});

it('writes before it is known whether it is wanted, where no private window can be seen', async () => {
  const { first, sees, numbers } = harness();
  first(seen('1'));
  expect(numbers()).toEqual([]);
  sees.resolve(false);
  await turn();
  first(seen('2'));
  expect(numbers()).toEqual([1, 2]);
});

it('where private windows may be seen it waits until it is known', async () => {
  const { first, sees, ready, state, numbers } = harness();
  sees.resolve(true);
  await turn();
  first(seen('1'));
  first(seen('2', { incognito: false }));
  first(seen('3', { incognito: true }));
  expect(numbers()).toEqual([2]);
  state.unwanted = true;
  ready.resolve();
  await turn();
  first(seen('4'));
  expect(numbers()).toEqual([2]);
});

it('writes what was waiting and is wanted', async () => {
  const { first, ready, numbers } = harness();
  first(seen('1'));
  ready.resolve();
  await turn();
  expect(numbers()).toEqual([1]);
});

it('writes the headers of what it wrote, once, and no cookies', async () => {
  const { first, sentHeaders, sees, headers } = harness();
  sees.resolve(false);
  await turn();
  first(seen('4'));
  first(seen('5', { url: 'https://c.test/other' }));
  const requestHeaders = [{ name: 'Authorization', value: 'Basic key' }, { name: 'Cookie', value: 'secret' }];
  for (const id of ['4', '4', '5']) sentHeaders({ ...seen(id), requestHeaders });
  expect(headers).toEqual([[4, [{ name: 'authorization', value: 'Basic key' }]]]);
});

it('writes how what it wrote ended: its answer or its failure, and both where an answer is cut off', async () => {
  const { first, stages, sees, state, ends } = harness();
  sees.resolve(false);
  await turn();
  state.bootId = 'boot';
  for (const id of ['1', '2', '3', '4']) first(seen(id));
  first(seen('5', { url: 'https://c.test/other' }));
  const late = (id: string, timeStamp: number): SeenRequest => seen(id, { timeStamp });
  for (const id of ['1', '5']) {
    stages.answered({ ...late(id, 1_001), statusCode: 302 });
    stages.answered({ ...late(id, 1_002), statusCode: 429, responseHeaders: [{ name: 'Retry-After', value: '7' }] });
    stages.completed({ ...late(id, 1_003), statusCode: 429 });
    stages.completed({ ...late(id, 1_004), statusCode: 429 });
  }
  stages.completed({ ...late('2', 1_005), statusCode: 204 });
  stages.failed({ ...late('3', 1_006), error: 'net::ERR_FAILED' });
  stages.answered({ ...late('4', 1_007), statusCode: 200 });
  stages.failed({ ...late('4', 1_008), error: 'net::ERR_ABORTED' });
  expect(ends).toEqual([
    [1, 'boot-1', { kind: 'responded', status: 429, endedAt: 1_002, limits: [{ name: 'retry-after', value: '7' }] }],
    [2, 'boot-2', { kind: 'responded', status: 204, endedAt: 1_005 }],
    [3, 'boot-3', { kind: 'failed', error: 'net::ERR_FAILED', endedAt: 1_006 }],
    [4, 'boot-4', { kind: 'responded', status: 200, endedAt: 1_007 }],
    [4, 'boot-4', { kind: 'failed', error: 'net::ERR_ABORTED', endedAt: 1_008 }],
  ]);
});

it('takes a redirect for the request that it is', async () => {
  const { first, sees, written } = harness();
  sees.resolve(false);
  await turn();
  first(seen('1'));
  first(seen('1', { url: 'https://elsewhere.test/ours' }));
  expect(written.map(([number, { seen: { url } }]) => [number, url])).toEqual([[1, 'https://c.test/ours']]);
});
