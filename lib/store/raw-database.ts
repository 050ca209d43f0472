/** IndexedDB by itself, for pages that read without Dexie. */

/** Opens a database that is there; null where none is. `closed`: it made way for a newer version or was deleted, and is to be opened anew. */
export function openExisting(name: string, closed: () => void): Promise<IDBDatabase | null> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    let isMissing = false;
    request.addEventListener('upgradeneeded', () => {
      isMissing = true;
      request.transaction?.abort();
    });
    request.addEventListener('error', (event) => {
      event.preventDefault();
      if (isMissing) resolve(null);
      else reject(request.error ?? new Error('The database could not be opened.'));
    });
    request.addEventListener('success', () => {
      const db = request.result;
      db.addEventListener('versionchange', () => {
        db.close();
        closed();
      });
      db.addEventListener('close', closed);
      resolve(db);
    });
  });
}

/**
 * Opens a database when it is first asked for, and keeps it: anew where there was none or it could not be opened.
 *
 * @param open is given what to call when the database is to be opened anew
 */
export function keptOpen(open: (forget: () => void) => Promise<IDBDatabase | null>): () => Promise<IDBDatabase | null> {
  let opened: Promise<IDBDatabase | null> | undefined;
  const forget = (): void => {
    opened = undefined;
  };
  return () => {
    opened ??= open(forget).then(
      (db) => {
        if (!db) forget();
        return db;
      },
      (error: unknown) => {
        forget();
        throw error;
      },
    );
    return opened;
  };
}

export const done = <T>(request: IDBRequest): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result as T));
    request.addEventListener('error', () => reject(request.error ?? new Error('The database could not be read.')));
  });

/** As newer browsers have it: backwards, and all at once. */
type Backwards = { getAll(options: { readonly query: IDBKeyRange | null; readonly count: number; readonly direction: 'prev' }): IDBRequest };

/** The last rows in the order of an index, newest first. */
export function newest<T>(source: IDBIndex | IDBObjectStore, range: IDBKeyRange | null, limit: number): Promise<T[]> {
  // What takes options in the one takes them in the other.
  if ('getAllRecords' in source) return done((source as unknown as Backwards).getAll({ query: range, count: limit, direction: 'prev' }));
  return new Promise((resolve, reject) => {
    const rows: T[] = [];
    const request = source.openCursor(range, 'prev');
    request.addEventListener('error', () => reject(request.error ?? new Error('The database could not be read.')));
    request.addEventListener('success', () => {
      const cursor = request.result;
      if (cursor) rows.push(cursor.value as T);
      if (cursor && rows.length < limit) cursor.continue();
      else resolve(rows);
    });
  });
}
