import { done } from './raw-database.ts';

/** From so many keys on a range is tried. */
const MANY = 8;
/** Others may lie among them. */
const ROOM = 1.5;
/** Where a range had few of those that were asked for, the next so many times of that table do without one. */
const PAUSE = 20;

export type GetMany = <T>(store: IDBObjectStore, keys: readonly string[]) => Promise<(T | undefined)[]>;

/**
 * Reads rows by their keys, each in its key's place. Keys that lie side by side, as those of one write do, are read as a range: one turn of the
 * database instead of one each.
 */
export function createGetMany(): GetMany {
  const pauses = new Map<string, number>();

  async function inRange(store: IDBObjectStore, keys: readonly string[]): Promise<{ readonly found: ReadonlyMap<string, unknown>; readonly to: string | null }> {
    const sorted = keys.toSorted();
    const most = Math.ceil(keys.length * ROOM);
    const rows = await done<{ readonly [field: string]: unknown }[]>(store.getAll(IDBKeyRange.bound(sorted[0], sorted.at(-1)), most));
    const found = new Map(rows.map((row) => [String(row[store.keyPath as string]), row]));
    if (rows.length < most) return { found, to: null };
    if (keys.filter((key) => found.has(key)).length < keys.length / 2) pauses.set(store.name, PAUSE);
    return { found, to: [...found.keys()].at(-1) ?? '' };
  }

  return async (store, keys) => {
    const pause = pauses.get(store.name) ?? 0;
    if (keys.length < MANY || pause > 0) {
      if (keys.length >= MANY) pauses.set(store.name, pause - 1);
      return Promise.all(keys.map((key) => done<never>(store.get(key))));
    }
    const { found, to } = await inRange(store, keys);
    // What lies beyond the end of a range that was cut is not known yet.
    return Promise.all(keys.map((key) => (to !== null && key > to && !found.has(key) ? done<never>(store.get(key)) : (found.get(key) as never))));
  };
}
