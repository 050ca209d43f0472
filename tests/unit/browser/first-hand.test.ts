import { expect, it } from 'vitest';
import type { Header } from '../../../lib/domain/request.ts';
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
  const sees = Promise.withResolvers<boolean>();
  const ready = Promise.withResolvers<void>();
  const state = { bootId: null as string | null, unwanted: false };
  const first = writeFirstHand({
    isCandidate: (_method, url, hasBody) => hasBody && url.includes('/ours'), isUnwanted: () => state.unwanted, seesPrivate: sees.promise, ready: ready.promise,
    bootId: () => state.bootId, add: (number, item) => written.push([number, item]), addHeaders: (...one) => headers.push(one),
  });
  return { first: (d: SeenRequest) => first.began({ ...d, requestBody }), sentHeaders: first.sentHeaders, headers, sees, ready, state, numbers: () => written.map(([number]) => number), written };
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
