import 'fake-indexeddb/auto';
import { Dexie } from 'dexie';
import { expect, it, vi } from 'vitest';
import { importedSession, importIdOf, otherIdOf, type Import, type ImportRows } from '../../../lib/domain/import.ts';
import { openDatabase } from '../../../lib/store/db.ts';
import { importList } from '../../../lib/store/import-list.ts';
import { createImports, openImports } from '../../../lib/store/imports.ts';
import { openReading } from '../../../lib/store/reading.ts';
import { SCHEMA } from '../../../lib/store/schema.ts';
import { demoImport } from '../../fakes/demo-import.ts';
import { demoSession } from '../../fakes/demo-sessions.ts';

let count = 0;
const stage = () => {
  const db = openImports(`imports-${++count}`);
  return { db, imports: createImports(db) };
};
const none: ImportRows = { requests: [], events: [], sessions: [], findings: [], outcomes: [], repeats: [], assigned: [] };
const id = importIdOf('0123456789abcdef0123');
const of = demoImport({ id, hash: '0123456789abcdef0123' });
const rows = (of_: Import = of): ImportRows => ({ ...none, sessions: [importedSession(of_, demoSession('a'))], findings: [{ code: 'x', severity: 'info', message: 'm', sessionKey: null, eventId: null, requestId: `${of_.id}~r1` as never }] });

it('writes each part once, in order, and only of an import that is under way', async () => {
  const { db, imports } = stage();
  await expect(imports.write(id, 0, rows(), 1)).rejects.toThrow('under way no more');
  await imports.begin(id, 1);
  await imports.write(id, 0, rows(), 1);
  await imports.write(id, 0, rows(), 1);
  expect(await db.findings.count()).toBe(1);
  await expect(imports.write(id, 2, rows(), 1)).rejects.toThrow('Part 1 of the import is missing.');
});

it('lists whole imports alone, known by their content', async () => {
  const { db, imports } = stage();
  await db.open();
  const seen: (readonly Import[])[] = [];
  importList(openReading(db.name)).subscribe((list) => void seen.push(list));
  await imports.begin(id, 1);
  await imports.write(id, 0, rows(), 1);
  expect(await imports.withHash(of.hash)).toBeNull();
  await imports.finish(of, null);
  expect(await imports.withHash(of.hash)).toEqual(of);
  await vi.waitFor(() => expect(seen.at(-1)).toEqual([of]));
  await imports.remove(id);
  await vi.waitFor(() => expect(seen.at(-1)).toEqual([]));
});

it('removes every row of an import, and of no other', async () => {
  const { db, imports } = stage();
  const other = demoImport({ id: otherIdOf(id) });
  for (const one of [of, other]) {
    await imports.begin(one.id, 1);
    await imports.write(one.id, 0, rows(one), 1);
    await imports.finish(one, null);
  }
  await imports.remove(id);
  expect((await db.sessions.toArray()).map(({ imported }) => imported?.id)).toEqual([other.id]);
  expect(await db.findings.count()).toBe(1);
});

it('removes what was left half-way, and what is whole never', async () => {
  const { db, imports } = stage();
  const half = demoImport({ id: importIdOf('ffffffffffffffff') });
  await imports.begin(id, 1);
  await imports.finish(of, null);
  await imports.begin(half.id, 100);
  await imports.write(half.id, 0, rows(half), 200);
  await imports.removeHalf(200);
  expect(await db.imports.count()).toBe(2);
  await imports.removeHalf(201);
  expect((await db.imports.toArray()).map((row) => row.id)).toEqual([id]);
  expect(await db.sessions.count()).toBe(0);
});

it('is not made by looking for what was left half-way', async () => {
  const { db, imports } = stage();
  await imports.removeHalf(1);
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(db.name);
});

it('lies apart from the recording, whose database keeps its tables, with every version of them', async () => {
  const recorded = openDatabase(`imports-recorded-${++count}`);
  const { db } = stage();
  await Promise.all([recorded.open(), db.open()]);
  const names = (one: Dexie): string[] => one.tables.map(({ name }) => name).toSorted();
  expect(names(db)).toEqual([...names(recorded), 'imports'].toSorted());
  expect(recorded.verno).toBe(SCHEMA.at(-1)?.version);
  expect(db.verno).toBe(recorded.verno);
});

it('an older database of imports is brought to this version with what is in it', async () => {
  const name = `imports-old-${++count}`;
  const old = new Dexie(name);
  old.version(1).stores({ ...SCHEMA[0]?.tables, imports: 'id, hash' });
  await old.table('imports').put({ id, state: 'done', hash: of.hash, import: of });
  await old.table('sessions').put({ ...importedSession(of, demoSession('a')), lane: '', dueAt: null, openTabs: [] });
  old.close();
  const db = openImports(name);
  expect(await createImports(db).withHash(of.hash)).toEqual(of);
  expect(await db.sessions.count()).toBe(1);
});
