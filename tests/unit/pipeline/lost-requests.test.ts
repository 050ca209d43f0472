import { expect, it } from 'vitest';
import type { Gap } from '../../../lib/domain/ports.ts';
import { asRequestId } from '../../../lib/domain/request.ts';
import { createLostRequests } from '../../../lib/pipeline/lost-requests.ts';

const request = (startedAt: number) => ({ id: asRequestId(`r${startedAt}`), startedAt });

it('are one gap, that is kept while it goes on and closed when storing works again', () => {
  const kept: Gap[] = [];
  let at = 100;
  const lost = createLostRequests(async (gap) => void kept.push(gap), () => at);
  lost.stored();
  expect(kept).toEqual([]);
  lost.lost(request(90));
  lost.lost(request(95));
  at = 200;
  lost.stored();
  lost.stored();
  lost.lost(request(300));
  const gap = { from: 90, to: null, why: 'storageFull' };
  expect(kept).toEqual([{ ...gap, lost: 1 }, { ...gap, lost: 2 }, { ...gap, to: 200, lost: 2 }, { from: 300, to: null, why: 'storageFull', lost: 1 }]);
});

it('count a request once that is told twice, as its headers come late', () => {
  const kept: Gap[] = [];
  const lost = createLostRequests(async (gap) => void kept.push(gap), () => 1);
  expect([lost.lost(request(90)), lost.lost(request(95)), lost.lost(request(90))]).toEqual([true, true, false]);
  expect(kept.map(({ lost: n }) => n)).toEqual([1, 2]);
});

it('stop nothing where even the gap cannot be stored', async () => {
  const lost = createLostRequests(() => Promise.reject(new Error('storage is full')), () => 1);
  lost.lost(request(1));
  lost.stored();
  await Promise.resolve();
  expect(lost).toBeDefined();
});
