import 'fake-indexeddb/auto';
import { expect, it, vi } from 'vitest';
import { openDatabase } from '../../../lib/store/db.ts';
import { openReading, type Written } from '../../../lib/store/reading.ts';
import { demoSession, NOW } from '../../fakes/demo-sessions.ts';

let names = 0;
const newName = (): string => `reading ${names++}`;
const session = (key: string, at = NOW) => ({ ...demoSession(key, { lastActivityAt: at }), lane: 'l', dueAt: null, openTabs: [] });

/** Opens a database of a version of its own, as another build of ours may have left it. */
const opened = (name: string, version: number): Promise<IDBDatabase> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version);
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });

it('finds nothing where there is no database, makes none, and reads the one that is made then', async () => {
  const name = newName();
  const reading = openReading(name);
  expect(await reading.newest('sessions', 'lastActivityAt', null, 9)).toEqual([]);
  expect(await reading.get('sessions', ['a'])).toEqual([]);
  expect((await indexedDB.databases()).map((db) => db.name)).not.toContain(name);
  const db = openDatabase(name);
  await db.sessions.bulkPut([session('a', NOW), session('b', NOW + 2), session('c', NOW + 1)]);
  expect((await reading.newest<{ key: string }>('sessions', 'lastActivityAt', null, 2)).map(({ key }) => key)).toEqual(['b', 'c']);
  expect((await reading.newest<{ key: string }>('sessions', 'lastActivityAt', IDBKeyRange.upperBound(NOW + 1), 9)).map(({ key }) => key)).toEqual(['c', 'a']);
  expect((await reading.get<{ key: string }>('sessions', ['c', 'none'])).map((row) => row?.key)).toEqual(['c', undefined]);
});

it('waits for a database of an older version, and leaves one of a newer version alone', async () => {
  const name = newName();
  (await opened(name, 10)).close();
  const reading = openReading(name);
  const read = reading.all('counters');
  const db = openDatabase(name);
  await db.counters.put({ name: 'seen', n: 1 });
  expect(await read).toEqual([{ name: 'seen', n: 1 }]);
  const newer = newName();
  (await opened(newer, 1_000)).close();
  await expect(openReading(newer).all('counters')).rejects.toThrow('newer version');
});

it('gives way to whoever deletes the database, says that all may be another, and reads the next one', async () => {
  const name = newName();
  const db = openDatabase(name);
  await db.sessions.put(session('a'));
  const reading = openReading(name);
  expect(await reading.all('sessions')).toHaveLength(1);
  const told: (readonly (readonly [string, Written])[])[] = [];
  const stop = reading.onWrites(['sessions', 'events'], (rows) => told.push([...rows]));
  await db.delete();
  await vi.waitFor(() => expect(told).toEqual([[['sessions', null], ['events', null]]]));
  expect(await reading.all('sessions')).toEqual([]);
  const next = openDatabase(name);
  await next.sessions.put(session('b'));
  await vi.waitFor(() => expect(told.at(-1)).toEqual([['sessions', new Set(['b'])]]));
  expect(await reading.all<{ key: string }>('sessions')).toMatchObject([{ key: 'b' }]);
  stop();
});
