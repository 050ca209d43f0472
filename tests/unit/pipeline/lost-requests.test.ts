import { expect, it } from 'vitest';
import type { Gap } from '../../../lib/domain/ports.ts';
import { createLostRequests } from '../../../lib/pipeline/lost-requests.ts';

it('are one gap, that is kept while it goes on and closed when storing works again', () => {
  const kept: Gap[] = [];
  let at = 100;
  const lost = createLostRequests(async (gap) => void kept.push(gap), () => at);
  lost.stored();
  expect(kept).toEqual([]);
  lost.lost(90);
  lost.lost(95);
  at = 200;
  lost.stored();
  lost.stored();
  lost.lost(300);
  const gap = { from: 90, to: null, why: 'storageFull' };
  expect(kept).toEqual([{ ...gap, lost: 1 }, { ...gap, lost: 2 }, { ...gap, to: 200, lost: 2 }, { from: 300, to: null, why: 'storageFull', lost: 1 }]);
});

it('stop nothing where even the gap cannot be stored', async () => {
  const lost = createLostRequests(() => Promise.reject(new Error('storage is full')), () => 1);
  lost.lost(1);
  lost.stored();
  await Promise.resolve();
  expect(lost).toBeDefined();
});
