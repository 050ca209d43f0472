import type { Inbox, InboxRow } from '../domain/ports.ts';
import type { Database } from './db.ts';

/**
 * Written with every request and shown by nobody, so by the bare database: Dexie's way takes as long again as the writing. What is asked of it
 * is asked of Dexie.
 */
export function createInbox(db: Database): Inbox {
  async function write(run: (rows: IDBObjectStore) => void): Promise<void> {
    if (!db.isOpen()) await db.open();
    await new Promise<void>((resolve, reject) => {
      const tx = db.backendDB().transaction('inbox', 'readwrite', { durability: 'relaxed' });
      tx.addEventListener('complete', () => resolve());
      tx.addEventListener('abort', () => reject(tx.error ?? new Error('The inbox could not be written.')));
      try {
        run(tx.objectStore('inbox'));
      } catch (error) {
        tx.abort();
        reject(error);
      }
    });
  }
  return {
    put: (rows: readonly InboxRow[]) =>
      write((inbox) => {
        for (const row of rows) inbox.put(row);
      }),
    get: async (ids) => (await db.inbox.bulkGet([...ids])).flatMap((row) => (row && 'request' in row ? [row] : [])),
    oldest: (before, limit, isWanted) => db.inbox.where('writtenAt').below(before).filter(isWanted).limit(limit).toArray(),
    remove: (ids) =>
      write((inbox) => {
        for (const id of ids) inbox.delete(id);
      }),
  };
}
