import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Event } from '../../../lib/domain/event.ts';
import type { RequestRecord } from '../../../lib/domain/ports.ts';
import { asSessionKey } from '../../../lib/domain/session.ts';
import type { Footstep, FootstepQuery } from '../../../lib/domain/views.ts';
import { openDatabase, type Database } from '../../../lib/store/db.ts';
import { feed } from '../../../lib/store/feed.ts';
import { footstepSource } from '../../../lib/store/footstep-feed.ts';
import { openReading } from '../../../lib/store/reading.ts';

let count = 0;
const open = (): Database => openDatabase(`feed-${++count}`);

type Given = { readonly n: number; readonly at: number; readonly session?: string | null; readonly tab?: number };

/** Two of a request. */
const eventOf = ({ n, at, session = 'one', tab = 1 }: Given): Event => ({
  id: `e${n}:0`, requestId: `r${n >> 1}`, index: 0, protocol: 'fake', endpoint: { collector: 'https://c.test', project: null }, kind: 'track', name: `event ${n}`,
  occurredAt: at, sentAt: null, receivedAt: at, sessionKey: session === null ? null : asSessionKey(session), identity: {}, page: 'https://shop.test/', isError: false,
  data: { page: 'https://shop.test/', n }, tabId: tab, dedupeKey: null, repeats: 0, repeatedBy: [],
}) as unknown as Event;

const requestOf = (n: number, status: number | null): RequestRecord =>
  ({ id: `r${n}`, startedAt: n, tabId: 1, outcome: status === null ? { kind: 'pending' } : { kind: 'responded', status, endedAt: 0 } }) as unknown as RequestRecord;

/** What the list must be: everything read anew. */
async function plain(db: Database, { sessionKey, tabId, limit }: FootstepQuery): Promise<string[]> {
  const all = (await db.events.toArray()).filter((e) => (sessionKey === undefined ? tabId === undefined || tabId === null || e.tabId === tabId : e.sessionKey === sessionKey));
  const outcomes = new Map((await db.requests.toArray()).map((r) => [r.id as string, r.outcome]));
  return all
    .toSorted((a, b) => a.occurredAt - b.occurredAt || a.receivedAt - b.receivedAt || a.index - b.index || (a.id < b.id ? -1 : 1))
    .slice(-limit)
    .map((e) => shown({ ...e, outcome: outcomes.get(e.requestId) ?? { kind: 'unknown' } }));
}

const shown = ({ id, name, sessionKey, outcome }: Footstep): string => `${id} ${name} ${sessionKey} ${JSON.stringify(outcome)}`;

function watch(db: Database, query: FootstepQuery) {
  const values: (readonly Footstep[])[] = [];
  const reading = openReading(db.name);
  const stop = feed(reading, footstepSource(reading, query, async () => 0), { first: 5, atOnce: 8 }).subscribe((rows) => values.push(rows), (error) => expect.unreachable(String(error)));
  return {
    values,
    stop,
    /** Waits until it is what reading everything gives, and says how many rows that are. */
    async settled(): Promise<number> {
      await vi.waitFor(async () => expect(values.at(-1)?.map(shown)).toEqual(await plain(db, query)), { interval: 5 });
      return values.at(-1)?.length ?? 0;
    },
  };
}

type Step =
  | { readonly do: 'put'; readonly events: readonly Given[] }
  | { readonly do: 'outcome'; readonly n: number; readonly status: number }
  | { readonly do: 'remove'; readonly n: number }
  | { readonly do: 'clear' };

const given = fc.record({ n: fc.nat(40), at: fc.nat(20), session: fc.constantFrom('one', 'two', null), tab: fc.constantFrom(1, 2) });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('put' as const), events: fc.uniqueArray(given, { minLength: 1, maxLength: 30, selector: ({ n }) => n }) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('outcome' as const), n: fc.nat(40), status: fc.constantFrom(200, 500) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), n: fc.nat(40) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'clear' as const }) },
);

async function act(db: Database, what: Step): Promise<void> {
  if (what.do === 'put') {
    await db.transaction('rw', db.events, db.requests, async () => {
      await db.events.bulkPut(what.events.map(eventOf));
      await db.requests.bulkPut(what.events.map(({ n }) => requestOf(n >> 1, null)));
    });
  } else if (what.do === 'outcome') await db.requests.put(requestOf(what.n, what.status));
  else if (what.do === 'remove') await db.events.bulkDelete([`e${what.n}:0` as Event['id']]);
  else await db.events.clear();
}

describe('a feed', () => {
  it('is at any time what reading everything anew would give', async () => {
    const queries = fc.constantFrom<FootstepQuery>({ limit: 1_000 }, { tabId: 2, limit: 1_000 }, { sessionKey: asSessionKey('one'), limit: 1_000 });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 4 }), fc.array(step, { minLength: 1, maxLength: 8 }), queries, async (before, after, query) => {
        const db = open();
        for (const one of before) await act(db, one);
        const watched = watch(db, query);
        for (const one of after) await act(db, one);
        expect(await watched.settled()).toBeLessThanOrEqual(1_000);
        watched.stop();
        db.close();
      }),
      { numRuns: 25 },
    );
  });

  it('gives the last rows first, and those before them until there are as many as are wanted', async () => {
    const db = open();
    await db.events.bulkPut(Array.from({ length: 60 }, (_, n) => eventOf({ n, at: n })));
    const watched = watch(db, { limit: 40 });
    await watched.settled();
    expect(watched.values[0]?.map((f) => f.name)).toEqual(['event 55', 'event 56', 'event 57', 'event 58', 'event 59']);
    expect(watched.values.at(-1)).toHaveLength(40);
    watched.stop();
  });

  it('goes beyond more events of one moment than it reads at once', async () => {
    const db = open();
    await db.events.bulkPut(Array.from({ length: 70 }, (_, n) => eventOf({ n, at: n < 10 ? n : 50 })));
    const watched = watch(db, { limit: 500 });
    expect(await watched.settled()).toBe(70);
    watched.stop();
  });

  it('keeps the rows that did not change, so that nobody draws or searches them again', async () => {
    const db = open();
    await act(db, { do: 'put', events: [{ n: 1, at: 1 }, { n: 2, at: 2 }, { n: 3, at: 3 }] });
    const watched = watch(db, { limit: 10 });
    await watched.settled();
    const before = watched.values.at(-1);
    const get = vi.spyOn(IDBObjectStore.prototype, 'get');
    await act(db, { do: 'outcome', n: 1, status: 204 });
    await vi.waitFor(() => expect(watched.values.at(-1)?.map(({ outcome }) => outcome.kind)).toEqual(['pending', 'responded', 'responded']));
    expect(watched.values.at(-1)?.[0]).toBe(before?.[0]);
    // Of the events nothing is read again.
    expect((get.mock.contexts as readonly IDBObjectStore[]).map(({ name }) => name)).toEqual(['requests']);
    get.mockRestore();
    watched.stop();
  });

  it('does not grow beyond its limit by what comes', async () => {
    const db = open();
    const watched = watch(db, { limit: 20 });
    for (let n = 0; n < 60; n += 10) await act(db, { do: 'put', events: Array.from({ length: 10 }, (_, i) => ({ n: n + i, at: n + i })) });
    expect(await watched.settled()).toBe(20);
    watched.stop();
  });
});
