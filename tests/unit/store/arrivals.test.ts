import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { openArrivals } from '../../../lib/store/arrivals.ts';

let count = 0;
const name = (): string => `arrivals-${++count}`;

it('gives the next life what one left behind, in order, and of its own nothing', async () => {
  const db = name();
  const one = openArrivals<string>('a', db);
  // Before it is open, too.
  one.add(2, 'second');
  one.add(10, 'third');
  await one.left();
  one.add(1, 'first');
  const other = openArrivals<string>('b', db);
  other.add(1, 'its own');
  await vi.waitFor(async () => expect(await other.left()).toEqual(['first', 'second', 'third'].map((item) => ({ item }))));
});

it('forgets its own up to a number, and what was left when that is told', async () => {
  const db = name();
  const one = openArrivals<number>('b', db);
  for (const n of [1, 2, 3]) one.add(n, n);
  one.forget(2);
  const lives = ['a', 'c'].map((life) => openArrivals<number>(life, db));
  await vi.waitFor(async () => expect(await lives[0]?.left()).toEqual([{ item: 3 }]));
  lives[0]?.add(7, 7);
  await vi.waitFor(async () => expect(await lives[1]?.left()).toEqual([{ item: 7 }, { item: 3 }]));
  one.forgetLeft();
  await vi.waitFor(async () => expect(await lives[1]?.left()).toEqual([{ item: 3 }]));
});

it('starts to write in the turn in which it is told, once it is open', async () => {
  const one = openArrivals<number>('a', name());
  await one.left();
  const put = vi.spyOn(IDBObjectStore.prototype, 'put');
  one.add(1, 1);
  expect(put).toHaveBeenCalledOnce();
  put.mockRestore();
});

it('while it writes, what comes within a moment is written together, whether the write before has ended or not', async () => {
  const one = openArrivals<number>('a', name());
  await one.left();
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
  one.forget(1);
  one.forgetLeft();
  expect(await one.left()).toEqual([]);
  open.mockRestore();
});

it('what came later of an item is given with it, and forgotten with it', async () => {
  const db = name();
  const one = openArrivals<string, number>('a', db);
  one.add(1, 'first');
  one.addMore(1, 11);
  one.add(2, 'second');
  one.addMore(3, 33);
  const other = openArrivals<string, number>('b', db);
  await vi.waitFor(async () => expect(await other.left()).toEqual([{ item: 'first', more: 11 }, { item: 'second' }]));
  one.forget(1);
  await vi.waitFor(async () => expect(await other.left()).toEqual([{ item: 'second' }]));
});
