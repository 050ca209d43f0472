import type { Inbox } from '../domain/ports.ts';
import type { Database } from './db.ts';

export function createInbox(db: Database): Inbox {
  return {
    async put(rows) {
      await db.inbox.bulkPut([...rows]);
    },
    get: async (ids) => (await db.inbox.bulkGet([...ids])).filter((row) => row !== undefined),
    all: () => db.inbox.toArray(),
    async remove(ids) {
      await db.inbox.bulkDelete([...ids]);
    },
  };
}
