import type { EpochMs } from '../base/time.ts';
import type { Event } from '../domain/event.ts';
import { footstepOf } from '../domain/footstep.ts';
import type { RequestRecord } from '../domain/ports.ts';
import type { Footstep, FootstepQuery } from '../domain/views.ts';
import type { FeedSource } from './feed.ts';
import type { Reading } from './reading.ts';
import { requestsOf } from './rows.ts';
import { sharer } from './share.ts';
import { damage, isEvent } from './sound-rows.ts';

/** In the order in which things happened; the id tells apart what nothing else does. */
export const byOccurrence = (a: Event, b: Event): number =>
  a.occurredAt - b.occurredAt || a.receivedAt - b.receivedAt || a.index - b.index || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

export type FootstepSource = FeedSource<Footstep>;

/** From so many on, requests are looked for where they should lie, in one turn of the database, instead of each by its key. */
const IN_ONE_TURN = 8;
/** Others may lie among them. */
const ROOM = 1.5;

/**
 * The footsteps of a session, a tab or all.
 *
 * @param since when the browser started: a tab of an earlier run may have had the same number
 */
export function footstepSource(reading: Reading, { sessionKey, tabId, limit }: FootstepQuery, since: () => Promise<EpochMs>): FootstepSource {
  const share = sharer();
  const ofTab = sessionKey === undefined && tabId !== undefined && tabId !== null;
  const index = sessionKey !== undefined ? '[sessionKey+occurredAt]' : ofTab ? '[tabId+occurredAt]' : 'occurredAt';
  const of = sessionKey ?? (ofTab ? tabId : null);

  const upTo = (end: EpochMs | null): IDBKeyRange | null =>
    of !== null ? IDBKeyRange.bound([of], [of, end ?? []]) : end === null ? null : IDBKeyRange.upperBound(end);
  const belongs = (event: Event, start: EpochMs): boolean =>
    sessionKey !== undefined ? event.sessionKey === sessionKey : !ofTab || (event.tabId === tabId && event.receivedAt >= start);
  const startOf = async (): Promise<EpochMs> => (ofTab ? since() : 0);

  let isDense = true;
  /** The requests that carried the events. An event has the time of its request, so these mostly lie beside one another. */
  async function carriersOf(events: readonly Event[]): Promise<ReadonlyMap<string, RequestRecord>> {
    const ids = requestsOf(events);
    const carriers = new Map<string, RequestRecord>();
    if (isDense && ids.length >= IN_ONE_TURN) {
      const times = events.map(({ receivedAt }) => receivedAt);
      const found = await reading.some<RequestRecord>('requests', 'startedAt', IDBKeyRange.bound(Math.min(...times), Math.max(...times)), Math.ceil(ids.length * ROOM));
      for (const request of found) carriers.set(request.id, request);
    }
    const others = ids.filter((id) => !carriers.has(id));
    // Where requests of others lie between them, each is asked for by itself from now on.
    isDense &&= ids.length < IN_ONE_TURN || others.length < ids.length / 2;
    if (others.length) for (const request of await reading.get<RequestRecord>('requests', others)) if (request) carriers.set(request.id, request);
    return carriers;
  }

  async function withOutcomes(events: readonly Event[]): Promise<Footstep[]> {
    const carriers = await carriersOf(events);
    return events.map((event) => share(footstepOf(event, (id) => carriers.get(id))));
  }

  return {
    table: 'events',
    besides: {
      table: 'requests',
      of: (row) => (row.repeatedBy.length ? requestsOf([row]) : [row.requestId]),
      // What came of a request is told after its events, and changes nothing else of them.
      async again(rows) {
        const carriers = await carriersOf(rows);
        return rows.map((row) => footstepOf(row, (id) => carriers.get(id)));
      },
    },
    async older(from, count) {
      const start = await startOf();
      const events = await reading.newest<Event>('events', index, upTo(from), count);
      const rows = await withOutcomes(damage.sound('events', events, isEvent).filter((event) => belongs(event, start)));
      return { rows, next: events.length < count ? null : (events.at(-1)?.occurredAt ?? null) };
    },
    async read(keys) {
      const start = await startOf();
      const events = await reading.get<Event>('events', keys);
      return withOutcomes(damage.sound('events', events.filter((event) => event !== undefined), isEvent).filter((event) => belongs(event, start)));
    },
    key: (row) => row.id,
    order: byOccurrence,
    limit,
  };
}
