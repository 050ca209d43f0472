import { expect, it } from 'vitest';
import { createRequestIds } from '../../../lib/app/request-ids.ts';

it('gives ids of this run of the browser, and the numbers of those alone', async () => {
  const ids = createRequestIds(Promise.resolve({ id: 'ab-1' }));
  expect([ids.bootId(), ids.of('7'), ids.numberOf(ids.of('7'))]).toEqual([null, 'unknown-7', null]);
  await ids.ready;
  expect([ids.bootId(), ids.of('7')]).toEqual(['ab-1', 'ab-1-7']);
  const others = [ids.of('d-12'), ids.of('1.5'), ids.of('x'), 'cd-2-7' as never, 'ab-17' as never];
  expect([ids.of(7), ...others].map(ids.numberOf)).toEqual([7, null, null, null, null, null]);
});
