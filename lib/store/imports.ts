import type { Table } from 'dexie';
import { chunksOf } from '../base/chunks.ts';
import type { EpochMs } from '../base/time.ts';
import { importedKey, type Import, type ImportId, type ImportRows } from '../domain/import.ts';
import type { RequestRecord } from '../domain/ports.ts';
import type { Body, RequestId } from '../domain/request.ts';
import { openDatabase, type Database, type RequestRow, type SessionRow } from './db.ts';
import { doneOf, IMPORTS, type ImportRow } from './import-list.ts';
import { toRequest } from './rows.ts';
import { SCHEMA, type SchemaVersion } from './schema.ts';

export type ImportsDatabase = Database & { imports: Table<ImportRow, ImportId> };

/**
 * What was imported lies in a database of its own, with the tables and versions of the recording beside the table of imports: whatever
 * counts, expires, ages or exports what was recorded cannot meet it.
 */
export const openImports = (name = IMPORTS): ImportsDatabase => openDatabase(name, IMPORTS_SCHEMA) as ImportsDatabase;

const IMPORTS_SCHEMA: readonly SchemaVersion[] = SCHEMA.map((step, i) => (i === 0 ? { ...step, tables: { ...step.tables, imports: 'id, hash' } } : step));

export type Imports = {
  /** Makes room for an import, and takes away what a former try left of it. */
  begin(id: ImportId, at: EpochMs): Promise<void>;
  /** Writes rows; what was written before under that number or a later one is not written again. Rejects where one is missing in between. */
  write(id: ImportId, number: number, rows: ImportRows, at: EpochMs): Promise<void>;
  /** Makes the import one that is shown, in the place of another where it was read anew. */
  finish(done: Import, replaces: ImportId | null): Promise<void>;
  remove(id: ImportId): Promise<void>;
  /** Takes away imports that were left half-way before a moment. */
  removeHalf(before: EpochMs): Promise<void>;
  withHash(hash: string): Promise<Import | null>;
  withId(id: ImportId): Promise<Import | null>;
  /** The requests of an import with their bodies, in the order of time. */
  requests(id: ImportId): AsyncIterable<readonly { readonly request: RequestRecord; readonly body: Body | undefined }[]>;
};

const ROWS_AT_ONCE = 1_000;
const REQUESTS_AT_ONCE = 100;

export function createImports(db: ImportsDatabase): Imports {
  const tables = [db.imports, db.requests, db.bodies, db.events, db.sessions, db.findings];

  /** A part at a time, as an import may have a million rows: it is shown no more from the first part on. */
  async function removeRows(id: ImportId): Promise<void> {
    await db.imports.put({ id, state: 'removing' });
    const prefix = importedKey(id, '');
    for (const table of [db.sessions, db.events, db.requests, db.bodies] as unknown as readonly Table<unknown, string>[]) {
      for (;;) {
        const keys = await table.where(':id').startsWith(prefix).limit(ROWS_AT_ONCE).primaryKeys();
        if (keys.length) await table.bulkDelete(keys);
        if (keys.length < ROWS_AT_ONCE) break;
      }
    }
    await db.findings.where('sessionKey').startsWith(prefix).delete();
    // The few that are of no session.
    await db.findings.filter(({ sessionKey, eventId, requestId }) => sessionKey === null && (eventId ?? requestId ?? '').startsWith(prefix)).delete();
  }

  async function remove(id: ImportId): Promise<void> {
    await removeRows(id);
    await db.imports.delete(id);
  }


  return {
    async begin(id, at) {
      await removeRows(id);
      await db.imports.put({ id, state: 'writing', next: 0, at });
    },
    write: (id, number, rows, at) =>
      db.transaction('rw', tables, async () => {
        const row = await db.imports.get(id);
        if (row?.state !== 'writing') throw new Error('This import is under way no more.');
        if (number < row.next) return;
        if (number > row.next) throw new Error(`Part ${row.next} of the import is missing.`);
        await writeRows(db, rows);
        await db.imports.put({ ...row, next: number + 1, at });
      }),
    async finish(done, replaces) {
      await db.imports.put({ id: done.id, state: 'done', hash: done.hash, import: done });
      if (replaces !== null && replaces !== done.id) await remove(replaces);
    },
    remove,
    async removeHalf(before) {
      // Asking it would make it where it is not, with all its tables, in the midst of a recording.
      if (!(await indexedDB.databases()).some(({ name }) => name === db.name)) return;
      for (const row of await db.imports.toArray()) if (row.state === 'removing' || (row.state === 'writing' && row.at < before)) await remove(row.id);
    },
    withHash: async (hash) => (await db.imports.where('hash').equals(hash).toArray()).flatMap((row) => doneOf(row) ?? [])[0] ?? null,
    withId: async (id) => doneOf(await db.imports.get(id)),
    async *requests(id) {
      const times: [number, RequestId][] = [];
      const keys = await db.requests.where('id').startsWith(importedKey(id, '')).primaryKeys();
      for (const some of chunksOf(keys, ROWS_AT_ONCE)) for (const row of await db.requests.bulkGet(some)) if (row) times.push([row.startedAt, row.id]);
      times.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1));
      for (const some of chunksOf(times.map(([, key]) => key), REQUESTS_AT_ONCE)) {
        const [requests, bodies] = await Promise.all([db.requests.bulkGet(some), db.bodies.bulkGet(some)]);
        yield requests.flatMap((row, i) => (row ? [{ request: toRequest(row), body: bodies[i]?.body }] : []));
      }
    },
  };
}

async function writeRows(db: ImportsDatabase, { requests, events, sessions, findings, outcomes, repeats, assigned }: ImportRows): Promise<void> {
  await Promise.all([
    db.requests.bulkPut(requests.map(({ body: _body, ...request }): RequestRow => request)),
    db.bodies.bulkPut(requests.map(({ id, body }) => ({ id, body }))),
    db.events.bulkPut([...events]),
    db.sessions.bulkPut(sessions.map((session): SessionRow => ({ ...session, lane: '', dueAt: null, openTabs: [] }))),
    db.findings.bulkAdd([...findings]),
  ]);
  for (const { id, outcome } of outcomes) await db.requests.update(id, { outcome });
  for (const { id, repeats: times, repeatedBy } of repeats) await db.events.update(id, { repeats: times, repeatedBy });
  for (const { id, sessionKey } of assigned) await db.events.update(id, { sessionKey });
}
