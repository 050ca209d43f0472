import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { StoreTrouble } from '../../../lib/domain/store-state.ts';
import { openDatabase, type Database } from '../../../lib/store/db.ts';
import { SCHEMA, type SchemaVersion } from '../../../lib/store/schema.ts';
import { watchStore } from '../../../lib/store/store-watch.ts';

let name: string;
let count = 0;
const opened: Dexie[] = [];
beforeEach(() => {
  name = `watched ${count++}`;
});
afterEach(async () => {
  for (const db of opened.splice(0)) db.close();
  await Dexie.delete(name);
});

const NEXT: SchemaVersion = { version: 100, tables: { another: 'id' } };
const LATER = [...SCHEMA, NEXT];
function database(schema: readonly SchemaVersion[] = SCHEMA): Database {
  const db = openDatabase(name, schema);
  opened.push(db);
  return db;
}
function watched(db: Database, resetMs?: number) {
  const told: (StoreTrouble | null)[] = [];
  return { told, watch: watchStore(db, (trouble) => told.push(trouble), resetMs) };
}
/** A database with one counter in it, closed. */
async function stored(schema: readonly SchemaVersion[] = SCHEMA): Promise<void> {
  const db = database(schema);
  await db.counters.put({ name: 'candidates', n: 7 });
  db.close();
}

it('tells that a database can be used', async () => {
  const { told, watch } = watched(database());
  await watch.open();
  expect(told).toEqual([null]);
});

it('leaves a database of a newer version as it is', async () => {
  await stored(LATER);
  const db = database();
  const { told, watch } = watched(db);
  await watch.open();
  expect(told).toEqual([{ kind: 'newer' }]);
  await expect(db.counters.put({ name: 'candidates', n: 8 })).rejects.toThrow('newer version');
  const newer = await database(LATER).open();
  expect(newer.verno).toBe(100);
  expect(await newer.table('counters').toArray()).toEqual([{ name: 'candidates', n: 7 }]);
});

it('leaves a database as it was whose rows cannot be brought over, and tells why', async () => {
  await stored();
  const { told, watch } = watched(database([...SCHEMA, { ...NEXT, upgrade: () => Promise.reject(new Error('a row is none')) }]));
  await watch.open();
  expect(told).toEqual([{ kind: 'migration', error: 'version 100: a row is none' }]);
  const before = database();
  expect(await before.counters.toArray()).toEqual([{ name: 'candidates', n: 7 }]);
  expect(before.tables.map((table) => table.name)).not.toContain('another');
});

it('tells while another connection holds an older form, and when it has let go; what was to be written then is', async () => {
  await stored();
  const holder = await holdOpen(name);
  const db = database(LATER);
  const { told, watch } = watched(db);
  const opening = watch.open();
  const written = db.counters.put({ name: 'decoded', n: 1 });
  await expect.poll(() => told).toEqual([{ kind: 'blocked' }]);
  holder.close();
  await opening;
  await written;
  expect(told).toEqual([{ kind: 'blocked' }, null]);
  expect(await db.counters.count()).toBe(2);
});

it.each([
  ['of a newer version', () => stored(LATER), undefined],
  ['that could not be brought over', () => stored(), { ...NEXT, upgrade: () => Promise.reject(new Error('no')) }],
  ['that is in order', () => stored(), undefined],
] as const)('resets a database %s: then it is empty and can be used', async (_, make, step) => {
  await make();
  const db = database(step ? [...SCHEMA, step] : SCHEMA);
  const { told, watch } = watched(db);
  await watch.open();
  await watch.reset();
  expect(told.at(-1)).toBeNull();
  expect(await db.counters.count()).toBe(0);
  await db.counters.put({ name: 'candidates', n: 1 });
});

it('says so where a reset is held up by a page that does not let go', async () => {
  await stored();
  const holder = await holdOpen(name);
  const { watch } = watched(database(), 50);
  await expect(watch.reset()).rejects.toThrow('Close all of them');
  holder.close();
});

/** A connection that does not make way. */
function holdOpen(of: string): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(of);
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
  });
}
