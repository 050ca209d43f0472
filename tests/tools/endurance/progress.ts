/** How far the recorder has got: looked at again and again, so it reads only a little. All of it holds up the recorder for as long as it takes. */
export type Progress = {
  /** Addresses of the requests that are stored with the latest beginnings. */
  readonly latest: readonly string[];
  /** Requests and ends on their way to the store, requests whose end is awaited, and runs of the background of which something is written down and not read. */
  readonly inbox: number;
  readonly pending: number;
  readonly lives: number;
};

/** Run inside a page of the extension. Self-contained, as it is sent there. */
export async function readProgress(): Promise<Progress> {
  const LATEST = 100;
  const done = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
    });
  const [db, arrivals] = await Promise.all(['footsteps', 'footsteps-arrivals'].map((name) => done(indexedDB.open(name))));
  if (!db || !arrivals) throw new Error('not opened');
  try {
    const latest: string[] = [];
    const byTime = db.transaction('requests').objectStore('requests').index('startedAt').openCursor(null, 'prev');
    await new Promise<void>((resolve, reject) => {
      byTime.addEventListener('error', () => reject(byTime.error ?? new Error('IndexedDB')));
      byTime.addEventListener('success', () => {
        const cursor = byTime.result;
        if (!cursor || latest.length >= LATEST) return resolve();
        latest.push((cursor.value as { readonly url: string }).url);
        cursor.continue();
      });
    });
    const keys = arrivals.transaction('arrivals').objectStore('arrivals');
    const [first, last] = await Promise.all((['next', 'prev'] as const).map((direction) => done(keys.openKeyCursor(null, direction))));
    const lifeOf = (cursor: IDBCursor | null | undefined): unknown => (Array.isArray(cursor?.key) ? cursor.key[0] : null);
    const [inbox, pending] = await Promise.all([done(db.transaction('inbox').objectStore('inbox').count()), done(db.transaction('requests').objectStore('requests').index('pending').count())]);
    return { latest, inbox, pending, lives: first && last ? (lifeOf(first) === lifeOf(last) ? 1 : 2) : 0 };
  } finally {
    db.close();
    arrivals.close();
  }
}
