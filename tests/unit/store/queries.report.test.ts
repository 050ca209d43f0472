import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Session } from '../../../lib/domain/session.ts';
import { openDatabase, type Database } from '../../../lib/store/db.ts';
import { createQueries } from '../../../lib/store/queries.ts';
import { openReading } from '../../../lib/store/reading.ts';
import { demoSession, NOW } from '../../fakes/demo-sessions.ts';

let db: Database;
let names = 0;
beforeEach(() => {
  db = openDatabase(`report ${names++}`);
});
afterEach(() => db.delete());

it('gives every stored session, newest activity first, up to a limit, and reads no event for it', async () => {
  await db.sessions.bulkPut(Array.from({ length: 700 }, (_, i) => ({ ...demoSession(`s${i}`, { lastActivityAt: NOW - i, tabIds: [i % 9] }), lane: 'l', dueAt: null, openTabs: [] })));
  const reads = vi.spyOn(IDBTransaction.prototype, 'objectStore');
  const seen = async (most?: number): Promise<readonly Session[]> => {
    let last: readonly Session[] = [];
    const stop = createQueries(openReading(db.name), async () => 0, most).sessions({ tabId: null }).subscribe((value) => {
      last = value;
    });
    await vi.waitFor(() => expect(last.length).toBe(most ?? 700));
    stop();
    return last;
  };
  expect((await seen()).map(({ key }) => key)).toEqual(Array.from({ length: 700 }, (_, i) => `s${i}`));
  expect((await seen(300)).map(({ key }) => key)).toEqual(Array.from({ length: 300 }, (_, i) => `s${i}`));
  expect(new Set(reads.mock.calls.map(([table]) => table))).toEqual(new Set(['sessions']));
});
