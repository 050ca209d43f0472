import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { createGetMany } from '../../../lib/store/get-many.ts';
import { done } from '../../../lib/store/raw-database.ts';

let names = 0;

/** A table with a row of each key. */
async function tableOf(keys: readonly string[]): Promise<() => IDBObjectStore> {
  const request = indexedDB.open(`many ${names++}`);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore('rows', { keyPath: 'id' }));
  const db = await done<IDBDatabase>(request);
  const tx = db.transaction('rows', 'readwrite');
  for (const id of keys) tx.objectStore('rows').put({ id });
  await new Promise((written) => tx.addEventListener('complete', written));
  return () => db.transaction('rows').objectStore('rows');
}

const numbered = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `a-${from + i}`);

it('gives each row in its key\'s place, whatever is stored and whatever is asked for', async () => {
  const key = fc.integer({ min: 0, max: 60 }).map((n) => `a-${n}`);
  await fc.assert(fc.asyncProperty(fc.uniqueArray(key), fc.array(fc.uniqueArray(key), { minLength: 1, maxLength: 4 }), async (stored, questions) => {
    const [table, getMany, there] = [await tableOf(stored), createGetMany(), new Set(stored)];
    for (const keys of questions) expect(await getMany<{ readonly id: string }>(table(), keys)).toEqual(keys.map((id) => (there.has(id) ? { id } : undefined)));
  }), { numRuns: 60 });
});

it('reads keys that lie side by side in one turn, and those that do not each by itself', async () => {
  const table = await tableOf(numbered(100, 400));
  const [getMany, get, getAll] = [createGetMany(), vi.spyOn(IDBObjectStore.prototype, 'get'), vi.spyOn(IDBObjectStore.prototype, 'getAll')];
  const turns = async (keys: readonly string[]): Promise<readonly [range: number, each: number]> => {
    const before = [getAll.mock.calls.length, get.mock.calls.length] as const;
    await getMany(table(), keys);
    return [getAll.mock.calls.length - before[0], get.mock.calls.length - before[1]];
  };
  expect(await turns(numbered(200, 230))).toEqual([1, 0]);
  expect(await turns(['a-105', 'a-300'])).toEqual([0, 2]);
  const far = Array.from({ length: 10 }, (_, n) => `a-${100 + n * 30}`);
  const [range, each] = await turns(far);
  expect(range).toBe(1);
  expect(each).toBeGreaterThan(5);
  expect(await turns(far)).toEqual([0, 10]);
  vi.restoreAllMocks();
});
