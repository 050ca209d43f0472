import { createGetMany } from './get-many.ts';
import { done, keptOpen, newest, openExisting } from './raw-database.ts';
import { SCHEMA } from './schema.ts';
import { NewerStoreError } from './store-errors.ts';
import { isWritten, WRITTEN, type WrittenRows } from './written.ts';

/** Which rows of a table were written or deleted: their keys, or null where any may have been. */
export type Written = ReadonlySet<string> | null;

/** A database as pages read it: straight from IndexedDB, as Dexie's script alone is half of all that a page's first picture needs. */
export type Reading = {
  /** The rows of these keys, each in its key's place. */
  get<T>(table: string, keys: readonly string[]): Promise<(T | undefined)[]>;
  /** The last rows in the order of an index, or of the keys where that is null; newest first. */
  newest<T>(table: string, index: string | null, range: IDBKeyRange | null, limit: number): Promise<T[]>;
  /** The first rows of a range in the order of an index, at most so many. */
  some<T>(table: string, index: string, range: IDBKeyRange, limit: number): Promise<T[]>;
  all<T>(table: string): Promise<T[]>;
  /** Calls back with what was written, by table, whoever wrote it: once a transaction, after it. */
  onWrites(tables: readonly string[], written: (rows: ReadonlyMap<string, Written>) => void): () => void;
};

/** Dexie counts in tens. */
const VERSION = (SCHEMA.at(-1)?.version ?? 0) * 10;
/** So often a database of an older version is looked at again, while the background brings it to this one. */
const AGAIN_MS = 200;
const MAX_AGAIN = 50;

/**
 * Reads a database that the background writes. It makes none where the background has not: then nothing is there, until something is
 * written.
 */
export function openReading(name = 'footsteps'): Reading {
  /** Called with null where it is another database by now. */
  const listeners = new Set<(tables: WrittenRows['tables'] | null) => void>();
  let channel: BroadcastChannel | null = null;
  const database = keptOpen((forget) =>
    openCurrent(name, () => {
      forget();
      for (const listener of listeners) listener(null);
    }),
  );
  const getMany = createGetMany();
  // While the page is being put together, the database opens.
  database().catch(() => undefined);

  async function read<T>(table: string, none: T, ask: (store: IDBObjectStore) => Promise<T>): Promise<T> {
    const db = await database();
    return db ? ask(db.transaction(table).objectStore(table)) : none;
  }

  return {
    get: (table, keys) => read(table, [], (store) => getMany(store, keys)),
    newest: (table, index, range, limit) => read(table, [], (store) => newest(index === null ? store : store.index(index), range, limit)),
    some: (table, index, range, limit) => read(table, [], (store) => done(store.index(index).getAll(range, limit))),
    all: (table) => read(table, [], (store) => done(store.getAll())),
    onWrites(tables, written) {
      const listen = (told: WrittenRows['tables'] | null): void => {
        const rows = new Map<string, Written>();
        for (const table of tables) {
          const keys = told ? told[table] : null;
          if (keys !== undefined) rows.set(table, keys && new Set(keys));
        }
        if (rows.size) written(rows);
      };
      listeners.add(listen);
      if (!channel) {
        channel = new BroadcastChannel(WRITTEN);
        channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
          if (isWritten(data) && data.name === name) for (const listener of listeners) listener(data.tables);
        });
      }
      return () => {
        listeners.delete(listen);
        if (listeners.size) return;
        channel?.close();
        channel = null;
      };
    },
  };
}

/** Waits for a database of an older version: the background is about to bring it to this one. One of a newer version is left alone. */
async function openCurrent(name: string, closed: () => void): Promise<IDBDatabase | null> {
  for (let again = 0; ; again++) {
    const db = await openExisting(name, closed);
    if (!db || db.version === VERSION) return db;
    db.close();
    if (db.version > VERSION) throw new NewerStoreError();
    if (again === MAX_AGAIN) throw new Error('The database is of an older version.');
    await new Promise((resolve) => void setTimeout(resolve, AGAIN_MS));
  }
}
