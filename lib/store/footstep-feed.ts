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

  async function withOutcomes(events: readonly Event[]): Promise<Footstep[]> {
    const requests = await reading.get<RequestRecord>('requests', requestsOf(events));
    const carriers = new Map(requests.flatMap((r) => (r ? [[r.id, r] as const] : [])));
    return events.map((event) => share(footstepOf(event, (id) => carriers.get(id))));
  }

  return {
    table: 'events',
    besides: { table: 'requests', concerned: (row, keys) => keys.has(row.requestId) || row.repeatedBy.some((id) => keys.has(id)) },
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
