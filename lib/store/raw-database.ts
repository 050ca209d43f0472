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
