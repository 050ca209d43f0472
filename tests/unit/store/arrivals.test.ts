import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { openArrivals } from '../../../lib/store/arrivals.ts';

let count = 0;
const name = (): string => `arrivals-${++count}`;

/** All that another life finds there. */
async function leftIn(db: string, life = 'someone', rows = 100): Promise<{ readonly items: readonly unknown[]; readonly ends: readonly unknown[] }> {
  const { items = [], ends = [] } = (await openArrivals<unknown, unknown, unknown>(life, db).left(rows)) ?? {};
  return { items, ends };
}

it('gives the next life what one left behind, in order, and of its own nothing', async () => {
  const db = name();
  const one = openArrivals<string>('a', db);
  // Before it is open, too.
  one.add(2, 'second');
  one.add(10, 'third');
  await one.left(2);
  one.add(1, 'first');
  const other = openArrivals<string>('b', db);
  other.add(1, 'its own');
  await vi.waitFor(async () => expect(await leftIn(db, 'b')).toEqual({ items: ['first', 'second', 'third'].map((item) => ({ item })), ends: [] }));
});

it('forgets its own up to a number', async () => {
  const db = name();
  const one = openArrivals<number>('b', db);
  for (const n of [1, 2, 3]) one.add(n, n);
  await one.left(2);
  one.forget(2, 0);
  await vi.waitFor(async () => expect(await leftIn(db)).toEqual({ items: [{ item: 3 }], ends: [] }));
});

it('gives what other lives left in parts, each row once, the life first that sorts next, and an item never without what came later of it', async () => {
  const db = name();
  for (const life of ['a', 'b', 'd', 'c']) {
    const one = openArrivals<string, string, string>(life, db);
    for (const n of [1, 2]) {
      one.add(n, `${life}${n}`);
      one.addMore(n, 'more');
    }
    one.addEnd(1, `${life} end`);
    await one.left(2);
  }
  const given: unknown[] = [];
  const reader = openArrivals<string, string, string>('b', db);
  await vi.waitFor(async () => expect((await leftIn(db)).items).toHaveLength(8));
  for (;;) {
    const left = await reader.left(3);
    if (!left) break;
    const { items, ends } = left;
    given.push(...items.map(({ item, more }) => `${item} ${more}`), ...ends);
  }
  expect(given).toEqual(['c1 more', 'c2 more', 'c end', 'd1 more', 'd2 more', 'd end', 'a1 more', 'a2 more', 'a end']);
});

it('goes on behind rows of which the item is gone', async () => {
  const db = name();
  const one = openArrivals<string, string>('b', db);
  for (const n of [1, 2, 3, 4]) one.addMore(n, 'more');
  one.add(9, 'an item');
  await one.left(2);
  const reader = await vi.waitFor(async () => {
    const found = openArrivals<string, string>('a', db);
    expect(await found.left(3)).toMatchObject({ items: [], ends: [] });
    return found;
  });
  expect(await reader.left(3)).toMatchObject({ items: [{ item: 'an item' }] });
  expect(await reader.left(3)).toBeNull();
});

it('forgets of what was left the rows that were given, and no others', async () => {
  const db = name();
  const one = openArrivals<string, string>('c', db);
  for (const n of [1, 2, 3]) one.add(n, `item ${n}`);
  one.addMore(1, 'more');
  await one.left(2);
  const first = await vi.waitFor(async () => {
    const left = await openArrivals<string, string>('b', db).left(3);
    expect(left?.items).toEqual([{ item: 'item 1', more: 'more' }]);
    return left;
  });
  // Written by the life before after that was read.
  one.add(4, 'late');
  first?.forget();
  await vi.waitFor(async () => expect(await leftIn(db)).toEqual({ items: [{ item: 'item 2' }, { item: 'item 3' }, { item: 'late' }], ends: [] }));
});

it('starts to write in the turn in which it is told, once it is open', async () => {
  const one = openArrivals<number>('a', name());
  await one.left(2);
  const put = vi.spyOn(IDBObjectStore.prototype, 'put');
  one.add(1, 1);
  expect(put).toHaveBeenCalledOnce();
  put.mockRestore();
});

it('while it writes, what comes within a moment is written together, whether the write before has ended or not', async () => {
  const one = openArrivals<number>('a', name());
  await one.left(2);
  const put = vi.spyOn(IDBObjectStore.prototype, 'put');
  const clock = vi.spyOn(performance, 'now').mockReturnValue(100);
  for (const n of [1, 2, 3, 4, 5]) one.add(n, n);
  expect(put).toHaveBeenCalledTimes(1);
  clock.mockReturnValue(109);
  one.add(6, 6);
  expect(put).toHaveBeenCalledTimes(6);
  clock.mockRestore();
  put.mockRestore();
});

it('where there is no database nothing fails', async () => {
  const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
    throw new Error('not here');
  });
  const one = openArrivals<number>('a', name());
  one.add(1, 1);
  one.forget(1, 0);
  expect(await one.left(2)).toBeNull();
  open.mockRestore();
});

it('what came later of an item is given with it, and forgotten with it', async () => {
  const db = name();
  const one = openArrivals<string, number>('a', db);
  one.add(1, 'first');
  one.addMore(1, 11);
  one.add(2, 'second');
  one.addMore(3, 33);
  await vi.waitFor(async () => expect(await leftIn(db)).toEqual({ items: [{ item: 'first', more: 11 }, { item: 'second' }], ends: [] }));
  one.forget(1, 0);
  await vi.waitFor(async () => expect(await leftIn(db)).toEqual({ items: [{ item: 'second' }], ends: [] }));
});

it('ends are given as they came, and forgotten as they came: one that is told while what was before is stored stays', async () => {
  const db = name();
  const one = openArrivals<string, never, string>('a', db);
  one.add(1, 'first');
  one.addEnd(1, 'end of 1');
  const stored = one.ends();
  one.addEnd(2, 'end of 2');
  await vi.waitFor(async () => expect(await leftIn(db)).toEqual({ items: [{ item: 'first' }], ends: ['end of 1', 'end of 2'] }));
  one.forget(9, stored);
  await vi.waitFor(async () => expect(await leftIn(db)).toEqual({ items: [], ends: ['end of 2'] }));
  expect([one.hasEnd(1), one.hasEnd(2)]).toEqual([false, true]);
});

it('knows what of it is there: with what came later, until it is forgotten', async () => {
  const one = openArrivals<string, number, string>('a', name());
  one.add(1, 'before it is open');
  one.addMore(1, 11);
  one.addEnd(1, 'end');
  expect([one.has(1), one.hasEnd(1)]).toEqual([false, false]);
  await one.left(2);
  one.add(2, 'without more');
  one.addMore(3, 33);
  expect([1, 2, 3].map((n) => [one.has(n), one.hasEnd(n)])).toEqual([[true, true], [false, false], [false, false]]);
  one.forget(1, 0);
  expect([one.has(1), one.hasEnd(1)]).toEqual([false, true]);
});

it('has nothing of which a write failed, nor of what it had no room for', async () => {
  const one = openArrivals<string, number, string>('a', name());
  await one.left(2);
  one.add(1, 'first');
  one.addMore(1, 11);
  one.addEnd(1, 'end');
  const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
    throw new Error('closed');
  });
  one.forget(0, 0);
  expect([one.has(1), one.hasEnd(1)]).toEqual([false, false]);
  transaction.mockRestore();
  for (let n = 2; n < 5_000; n++) one.add(n, 'many');
  one.addMore(4_999, 1);
  expect(one.has(4_999)).toBe(false);
});
