import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { asRequestId } from '../../../lib/domain/request.ts';
import { openDatabase, type RequestRow } from '../../../lib/store/db.ts';
import { createUpkeep } from '../../../lib/store/upkeep.ts';

it('losses near each other are one gap, of the same reason', async () => {
  const db = openDatabase('losses');
  const upkeep = createUpkeep(db);
  await upkeep.noteLost('workerLost', 1_000, 2_000, 3);
  await upkeep.noteLost('workerLost', 3_000, 3_500, 2);
  await upkeep.noteLost('browserClosed', 3_000, 3_500, 1);
  await upkeep.noteLost('workerLost', 60_000, 61_000, 1);
  expect((await db.gaps.orderBy('from').toArray()).map(({ from, to, why, lost }) => [from, to, why, lost])).toEqual([
    [1_000, 3_500, 'workerLost', 5], [3_000, 3_500, 'browserClosed', 1], [60_000, 61_000, 'workerLost', 1],
  ]);
});

it('ends that nobody will tell are unknown, but for requests that go on', async () => {
  const db = openDatabase('forgotten');
  const row = (id: string, startedAt: number): RequestRow => ({ id: asRequestId(id), startedAt, outcome: { kind: 'pending' }, pending: 1 }) as Partial<RequestRow> as RequestRow;
  await db.requests.bulkPut([row('old', 1), row('going on', 2), row('new', 9)]);
  await createUpkeep(db).settlePending(5, (id) => id === 'going on');
  expect((await db.requests.toArray()).map(({ id, outcome }) => [id, outcome.kind]).toSorted()).toEqual([['going on', 'pending'], ['new', 'pending'], ['old', 'unknown']]);
});
