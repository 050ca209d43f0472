import type { Inbox } from '../domain/ports.ts';
import type { Database } from './db.ts';

export function createInbox(db: Database): Inbox {
  return {
    async put(rows) {
      await db.inbox.bulkPut([...rows]);
    },
    get: async (ids) => (await db.inbox.bulkGet([...ids])).filter((row) => row !== undefined),
    olderThan: (time) => db.inbox.where('writtenAt').below(time).toArray(),
    async remove(ids) {
      await db.inbox.bulkDelete([...ids]);
    },
  };
}
