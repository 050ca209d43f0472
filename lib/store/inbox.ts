import type { Inbox } from '../domain/ports.ts';
import type { Database } from './db.ts';

export function createInbox(db: Database): Inbox {
  return {
    async put(rows) {
      await db.inbox.bulkPut([...rows]);
    },
    get: async (ids) => (await db.inbox.bulkGet([...ids])).flatMap((row) => (row && 'request' in row ? [row] : [])),
    oldest: (before, limit, isWanted) => db.inbox.where('writtenAt').below(before).filter(isWanted).limit(limit).toArray(),
    async remove(ids) {
      await db.inbox.bulkDelete([...ids]);
    },
  };
}
