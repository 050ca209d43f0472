import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Live } from '../../../lib/base/observable.ts';
import { ingest } from '../../../lib/pipeline/ingest.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { tick } from '../../../lib/pipeline/tick.ts';
import { openDatabase, type Database } from '../../../lib/store/db.ts';
import { createQueries } from '../../../lib/store/queries.ts';
import { openReading } from '../../../lib/store/reading.ts';
import { createReader } from '../../../lib/store/reader.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { createDamage, isEvent, isFacts, isRequest, isSession } from '../../../lib/store/sound-rows.ts';
import { tabTally } from '../../../lib/store/tab-tally.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

const dissectors = [fakeDissector()];
let db: Database;
let name: string;
let count = 0;
beforeEach(() => {
  name = `sound ${count++}`;
  db = openDatabase(name);
});

const deps = () => ({ repository: createRepository(db), registry: createRegistry(dissectors), rulesOf: createRules(dissectors) });
const store = (session: string, at: number) => ingest(deps(), { requests: [fakeRequest(`r${at}`, at, [{ name: `e${at}`, at, session }])] }, T0 + at);
const first = <T>(live: Live<T>): Promise<T> => new Promise((resolve, reject) => live.subscribe(resolve, reject));
const put = (table: string, row: object): Promise<unknown> => db.table(table).put(row) as unknown as Promise<unknown>;

describe('rows that the recorder writes', () => {
  it('are all sound', async () => {
    await store('a', 1);
    await store('b', 2);
    expect((await db.sessions.toArray()).map(isSession)).toEqual([true, true]);
    expect((await db.events.toArray()).map(isEvent)).toEqual([true, true]);
    expect((await db.requests.toArray()).map(isRequest)).toEqual([true, true]);
    expect((await db.facts.toArray()).map(({ facts }) => isFacts(facts))).toEqual([true, true]);
  });
});

/** Ways in which a row may be none. The keys and times by which it is found stay. */
type Row = { readonly [name: string]: unknown };
const HARM: readonly (readonly [string, (row: Row) => Row])[] = [
  ['counts that are gone', (row) => ({ ...row, counts: undefined, repeatedBy: undefined })],
  ['an end that is a number', (row) => ({ ...row, end: 3, endpoint: 3 })],
  ['beats that are none', (row) => ({ ...row, heartbeat: null, identity: null })],
  ['nothing but its keys', ({ key, id, lane, startedAt, lastActivityAt, occurredAt, tabIds, tabId, openTabs, sessionKey }) => ({ ...(key ? { key } : {}), ...(id ? { id } : {}), lane, startedAt, lastActivityAt, occurredAt, tabIds, tabId, openTabs, sessionKey })],
];

describe.each(HARM)('a damaged row: %s', (_, harm) => {
  beforeEach(async () => {
    await store('a', 1);
    await store('b', 2);
    const [session] = await db.sessions.toArray();
    const [event] = await db.events.toArray();
    await put('sessions', harm({ ...session }));
    await put('events', harm({ ...event }));
    await put('facts', { key: session?.key, facts: harm({ ...(await db.facts.get(session?.key as never))?.facts }) });
  });

  it('is left out of what pages show, which show the rest', async () => {
    for (const { sessions, footsteps } of [createQueries(openReading(name), async () => 0), createReader(async () => 0, name)]) {
      expect((await first(sessions({ tabId: null }))).map((s) => s.sessionId)).toEqual(['b']);
      expect((await first(sessions({ tabId: 1 }))).map((s) => s.sessionId)).toEqual(['b']);
      expect((await first(footsteps({ tabId: null, limit: 10 }))).map((s) => s.name)).toEqual(['e2']);
    }
    expect((await tabTally(db, 1, T0)).openSessions).toBe(1);
  });

  it('does not stop recording in its vendor\'s sessions, nor time', async () => {
    await store('b', 3);
    await store('a', 4);
    await tick(deps(), T0 + 10 * 60_000);
    expect((await db.events.toArray()).filter(isEvent).map((e) => e.name).toSorted()).toEqual(['e2', 'e3', 'e4']);
    expect((await db.sessions.toArray()).filter(isSession).map((s) => s.sessionId).toSorted()).toEqual(['a', 'b']);
  });
});

it('what waits in a damaged lane is lost, its sessions are not', async () => {
  await store('a', 1);
  const [lane] = await db.lanes.toArray();
  await put('lanes', { key: lane?.key, protocol: lane?.protocol, endpoint: lane?.endpoint });
  await store('a', 2);
  expect((await db.sessions.toArray()).map((s) => s.counts.events)).toEqual([2]);
});

it('damaged rows are counted once each, and told', () => {
  const { count: live, sound } = createDamage();
  const told = vi.fn<(n: number) => void>();
  const stop = live.subscribe(told);
  const isText = (row: unknown): row is string => typeof row === 'string';
  expect(sound('words', ['a', 1, { id: 'x' }, 'b'], isText)).toEqual(['a', 'b']);
  expect(sound('words', [{ id: 'x' }], isText)).toEqual([]);
  stop();
  sound('words', [{ id: 'y' }], isText);
  expect(told.mock.calls).toEqual([[0], [2]]);
});
