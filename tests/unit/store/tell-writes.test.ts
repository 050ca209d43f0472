import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RequestRow } from '../../../lib/domain/ports.ts';
import { openDatabase, type Database } from '../../../lib/store/db.ts';
import { createInbox } from '../../../lib/store/inbox.ts';
import { WRITTEN, type WrittenRows } from '../../../lib/store/written.ts';
import { demoSession } from '../../fakes/demo-sessions.ts';

let db: Database;
let told: WrittenRows['tables'][];
let channel: BroadcastChannel;
let names = 0;
beforeEach(() => {
  db = openDatabase(`tell ${names++}`);
  told = [];
  channel = new BroadcastChannel(WRITTEN);
  channel.addEventListener('message', ({ data }: MessageEvent<WrittenRows>) => {
    if (data.name === db.name) told.push(data.tables);
  });
});
afterEach(async () => {
  channel.close();
  await db.delete();
});

const session = (key: string) => ({ ...demoSession(key), lane: 'l', dueAt: null, openTabs: [] });
const written = (n: number) => vi.waitUntil(() => told.length >= n);

it('tells once a transaction which rows were written and deleted, and of an aborted one nothing', async () => {
  const aborted = db.transaction('rw', db.sessions, async () => {
    await db.sessions.put(session('no'));
    throw new Error('no');
  });
  await expect(aborted).rejects.toThrow('no');
  await db.transaction('rw', db.sessions, db.events, async () => {
    await db.sessions.bulkPut([session('a'), session('b')]);
    await db.sessions.delete('a' as never);
    await db.events.bulkDelete(['r1:0' as never]);
  });
  await written(1);
  expect(told).toEqual([{ sessions: ['a', 'b'], events: ['r1:0'] }]);
});

it('says that it may be any row where it cannot name them', async () => {
  await db.gaps.add({ from: 1, to: null, why: 'paused', lost: null });
  await db.sessions.clear();
  await db.sessions.bulkPut(Array.from({ length: 2_001 }, (_, n) => session(`s${n}`)));
  await written(3);
  expect(told).toEqual([{ gaps: null }, { sessions: null }, { sessions: null }]);
});

it('tells of no table that no page shows', async () => {
  const row = (id: string): RequestRow => ({ id, request: { id }, complete: true, writtenAt: 1 }) as unknown as RequestRow;
  const inbox = createInbox(db);
  await inbox.put([row('r1'), row('r2')]);
  expect((await inbox.get(['r1', 'r3'] as never)).map(({ id }) => id)).toEqual(['r1']);
  await inbox.remove(['r1']);
  expect(await inbox.get(['r1', 'r2'] as never)).toEqual([row('r2')]);
  await expect(inbox.put([{ ...row('r4'), request: () => undefined } as never])).rejects.toThrow(/clone/i);
  expect(await inbox.get(['r4'] as never)).toEqual([]);
  await db.sessions.put(session('a'));
  await written(1);
  expect(told).toEqual([{ sessions: ['a'] }]);
});
