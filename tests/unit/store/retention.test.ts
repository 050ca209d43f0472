import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storedSize, type RetentionLimits } from '../../../lib/domain/stored-size.ts';
import { ingest } from '../../../lib/pipeline/ingest.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { openDatabase, type Database } from '../../../lib/store/db.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { createRetention, type Removed } from '../../../lib/store/retention.ts';
import { createUpkeep } from '../../../lib/store/upkeep.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

const NONE: RetentionLimits = { maxAgeDays: null, maxEvents: null, maxBytes: null };
const DAY = 86_400_000;
let db: Database;
let names = 0;
beforeEach(() => {
  db = openDatabase(`retention ${names++}`);
});
afterEach(() => db.delete());

const dissectors = [fakeDissector()];
/** Each session is of its own, begins `at` and has as many events; it is over by now unless it is the newest. */
async function store(id: string, at: number, events = 2, now = at): Promise<void> {
  const request = fakeRequest(id, at, Array.from({ length: events }, (_, i) => ({ name: `${id}${i}`, at: at + i, session: id })));
  await ingest({ repository: createRepository(db), registry: createRegistry(dissectors), rulesOf: createRules(dissectors) }, { requests: [request] }, T0 + now);
}
const end = async (...ids: readonly string[]): Promise<void> => {
  for (const row of await db.sessions.toArray()) {
    if (!ids.includes(row.sessionId ?? '')) continue;
    const { open: _open, ...ended } = row;
    await db.sessions.put({ ...ended, openTabs: [], endedAt: row.lastActivityAt });
  }
};
const kept = async () => (await db.sessions.orderBy('lastActivityAt').toArray()).map(({ sessionId }) => sessionId);
const counters = async () => Object.fromEntries((await db.counters.toArray()).map(({ name, n }) => [name, n]));
async function run(limits: Partial<RetentionLimits>, now = T0): Promise<Removed[]> {
  const steps: Removed[] = [];
  do steps.push(await createRetention(db).step({ ...NONE, ...limits }, now));
  while (!steps.at(-1)?.done);
  return steps;
}
/** What the counters say, measured. */
async function expectTrue(): Promise<void> {
  const size = storedSize(await counters());
  expect([size.requests, size.events]).toEqual([await db.requests.count(), await db.events.count()]);
  expect(await db.bodies.count()).toBe(size.requests);
}

describe('what is stored', () => {
  it('is counted with every write, and with every clearing', async () => {
    await store('a', 0);
    await store('b', 10, 3);
    await expectTrue();
    const before = storedSize(await counters()).bytes;
    expect(before).toBeGreaterThan(5 * 1600);
    await createUpkeep(db).clear({ tabId: 1 });
    await expectTrue();
    expect(storedSize(await counters())).toEqual({ requests: 0, events: 0, bytes: 0 });
  });
});

describe('limits', () => {
  it('of which there are none remove nothing', async () => {
    await store('a', -400 * DAY);
    await end('a');
    expect(await run({})).toEqual([{ sessions: 0, events: 0, requests: 0, done: true }]);
    expect(await kept()).toEqual(['a']);
  });

  it('of age remove sessions that ended, whole, and tell how many', async () => {
    for (const [id, days] of [['a', 9], ['b', 8], ['c', 2], ['d', 1]] as const) await store(id, -days * DAY, 3);
    await end('a', 'b', 'c', 'd');
    await run({ maxAgeDays: 5 });
    expect(await kept()).toEqual(['c', 'd']);
    expect((await db.events.toArray()).map(({ name }) => name[0]).toSorted().join('')).toBe('cccddd');
    expect((await db.facts.toCollection().primaryKeys()).length).toBe(2);
    expect(await counters()).toMatchObject({ 'removed.sessions': 2, 'removed.events': 6 });
    await expectTrue();
  });

  it('leave a session that goes on, however old', async () => {
    await store('a', -9 * DAY);
    await run({ maxAgeDays: 1, maxEvents: 1 });
    expect(await kept()).toEqual(['a']);
    await expectTrue();
  });

  it('of events remove the oldest until it is a little below', async () => {
    for (let i = 0; i < 60; i++) await store(`s${String(i).padStart(2, '0')}`, i * 1000, 4);
    await end(...Array.from({ length: 60 }, (_, i) => `s${String(i).padStart(2, '0')}`));
    await run({ maxEvents: 100 });
    const left = await db.events.count();
    expect(left).toBeLessThanOrEqual(96);
    expect(left).toBeGreaterThan(80);
    expect((await kept())[0]).toBe('s37');
    await expectTrue();
  });

  it('of bytes count rows and bodies', async () => {
    for (let i = 0; i < 10; i++) await store(`s${i}`, i * 1000, 4);
    await end(...Array.from({ length: 10 }, (_, i) => `s${i}`));
    const { bytes } = storedSize(await counters());
    await run({ maxBytes: bytes / 2 });
    expect(storedSize(await counters()).bytes).toBeLessThanOrEqual(bytes / 2);
    expect((await kept()).length).toBe(4);
    await expectTrue();
  });

  it('leave a request that brought events of another session too', async () => {
    const both = fakeRequest('both', -9 * DAY, [{ name: 'old', at: -9 * DAY, session: 'old' }, { name: 'new', at: 0, session: 'new' }]);
    await ingest({ repository: createRepository(db), registry: createRegistry(dissectors), rulesOf: createRules(dissectors) }, { requests: [both] }, T0);
    await end('old', 'new');
    await run({ maxAgeDays: 5 });
    expect(await kept()).toEqual(['new']);
    expect((await db.requests.toCollection().primaryKeys()).length).toBe(1);
    await expectTrue();
  });

  it('remove what belongs to no session once it is older than all that is kept', async () => {
    await store('none', -9 * DAY, 0);
    // What happened to it will never be told; the recorder says so when the browser starts anew.
    await createUpkeep(db).settlePending(T0);
    await store('a', -1 * DAY);
    await end('a');
    await run({ maxAgeDays: 5 });
    expect((await db.requests.toCollection().primaryKeys()).length).toBe(1);
    expect(await kept()).toEqual(['a']);
    await expectTrue();
  });

  it('of age leave what belongs to no session until it is as old, though all sessions are younger', async () => {
    await store('none', -2 * DAY, 0);
    await createUpkeep(db).settlePending(T0);
    await store('a', -1 * DAY);
    await run({ maxAgeDays: 5, maxEvents: 100 });
    expect(await db.requests.count()).toBe(2);
    await run({ maxAgeDays: 1.5 });
    expect(await db.requests.count()).toBe(1);
    await expectTrue();
  });

  it('leave the session that an open one followed, as its ledger tells of it', async () => {
    await store('a', -9 * DAY);
    await store('b', -8 * DAY);
    await store('c', -1 * DAY);
    await end('a', 'b');
    expect((await db.sessions.orderBy('lastActivityAt').last())?.start.previousKey).toBe((await db.sessions.orderBy('lastActivityAt').toArray())[1]?.key);
    await run({ maxAgeDays: 5 });
    expect(await kept()).toEqual(['b', 'c']);
  });

  it('are kept in small steps, between which recording goes on', async () => {
    for (let i = 0; i < 50; i++) await store(`s${i}`, -9 * DAY + i, 1);
    await end(...Array.from({ length: 50 }, (_, i) => `s${i}`));
    const steps = await run({ maxAgeDays: 1 });
    expect(steps.map(({ sessions }) => sessions)).toEqual([20, 20, 10, 0]);
    expect(steps.at(-1)?.done).toBe(true);
  });
});

describe('making room', () => {
  it('removes the oldest tenth whatever the limits, and says where there is nothing to remove', async () => {
    for (let i = 0; i < 20; i++) await store(`s${String(i).padStart(2, '0')}`, i * 1000, 2);
    await end(...Array.from({ length: 19 }, (_, i) => `s${String(i).padStart(2, '0')}`));
    const first = await createRetention(db).makeRoom();
    expect([first.done, first.sessions >= 2 && first.sessions <= 3]).toEqual([false, true]);
    expect((await kept())[0]).toBe(`s0${first.sessions}`);
    for (let left = 1; left > 0;) left = (await createRetention(db).makeRoom()).sessions;
    expect(await kept()).toEqual(['s18', 's19']);
    expect(await createRetention(db).makeRoom()).toMatchObject({ done: true });
    await expectTrue();
  });
});
