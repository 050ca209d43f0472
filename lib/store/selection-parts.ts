import { Dexie } from 'dexie';
import { chunksOf } from '../base/chunks.ts';
import type { Event, EventId } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { Counters, Gap, RequestRecord, SessionRecord } from '../domain/ports.ts';
import type { Body, RequestId } from '../domain/request.ts';
import type { ExportSelection } from '../domain/views.ts';
import type { Database } from './db.ts';
import { toRequest } from './rows.ts';
import { gapsWithin } from './selection.ts';

/** A selection that is read page by page: of what is many, only the keys lie in memory. Each list may be read again. */
export type PagedSelection = {
  readonly sessions: readonly Omit<SessionRecord, 'facts'>[];
  readonly findings: readonly Finding[];
  readonly counters: Counters;
  readonly gaps: readonly Gap[];
  readonly requestCount: number;
  readonly eventCount: number;
  /** In the order of time, with bodies. */
  requests(): AsyncIterable<readonly { readonly request: RequestRecord; readonly body: Body | undefined }[]>;
  /** In the order of time, with the requests that carried them. */
  events(): AsyncIterable<{ readonly events: readonly Event[]; readonly requests: ReadonlyMap<RequestId, RequestRecord> }>;
};

const EVENTS_AT_ONCE = 500;
const REQUESTS_AT_ONCE = 100;

type InTime<K> = readonly [at: number, key: K];
const byTime = <K>(a: InTime<K>, b: InTime<K>): number => a[0] - b[0] || (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0);

/** Finds what belongs to a selection: sessions by key, all of a tab, or everything. What is deleted while it is read is left out. */
export async function pageSelection(db: Database, { sessionKeys, tabId }: ExportSelection): Promise<PagedSelection> {
  const isPart = sessionKeys !== undefined || tabId !== undefined;
  const rows = sessionKeys
    ? (await db.sessions.bulkGet([...sessionKeys])).filter((s) => s !== undefined)
    : tabId === undefined ? await db.sessions.toArray() : await db.sessions.where('tabIds').equals(tabId).toArray();
  const eventKeys = isPart ? await keysOfPart() : await db.events.orderBy('occurredAt').primaryKeys();
  const requestKeys = isPart ? await requestsOfPart() : await db.requests.orderBy('startedAt').primaryKeys();
  const gaps = (await db.gaps.orderBy('from').toArray()).map(({ id: _id, ...gap }) => gap);
  return {
    sessions: rows.map(({ open: _open, openTabs: _tabs, ...session }) => session),
    findings: (await db.findings.where('sessionKey').anyOf(rows.map((s) => s.key)).toArray()).map(({ id: _id, ...finding }) => finding),
    counters: Object.fromEntries((await db.counters.toArray()).map(({ name, n }) => [name, n])),
    gaps: isPart ? gapsWithin(gaps, await headsOf(), rows) : gaps,
    requestCount: requestKeys.length,
    eventCount: eventKeys.length,
    async *requests() {
      for (const ids of chunksOf(requestKeys, REQUESTS_AT_ONCE)) {
        const [requests, bodies] = await Promise.all([db.requests.bulkGet(ids), db.bodies.bulkGet(ids)]);
        yield requests.flatMap((row, i) => (row ? [{ request: toRequest(row), body: bodies[i]?.body }] : []));
      }
    },
    async *events() {
      for (const ids of chunksOf(eventKeys, EVENTS_AT_ONCE)) {
        const events = (await db.events.bulkGet(ids)).filter((event) => event !== undefined);
        const carriers = [...new Set(events.flatMap((e) => [e.requestId, ...e.repeatedBy]))];
        const requests = (await db.requests.bulkGet(carriers)).flatMap((row) => (row ? [[row.id, toRequest(row)] as const] : []));
        yield { events, requests: new Map(requests) };
      }
    },
  };

  async function keysOfPart(): Promise<EventId[]> {
    const found = new Map<EventId, number>();
    const add = async (index: string, of: string | number): Promise<void> => {
      const range = () => db.events.where(index).between([of, Dexie.minKey], [of, Dexie.maxKey]);
      const [ids, keys] = await db.transaction('r', db.events, () => Promise.all([range().primaryKeys(), range().keys()]));
      ids.forEach((id, i) => found.set(id, (keys[i] as unknown as readonly [unknown, number])[1]));
    };
    for (const { key } of rows) await add('[sessionKey+occurredAt]', key);
    if (!sessionKeys && tabId !== undefined) await add('[tabId+occurredAt]', tabId);
    return [...found].map(([id, at]): InTime<EventId> => [at, id]).toSorted(byTime).map(([, id]) => id);
  }

  async function requestsOfPart(): Promise<RequestId[]> {
    const ids = new Set<RequestId>();
    for (const some of chunksOf(eventKeys, EVENTS_AT_ONCE)) {
      for (const event of await db.events.bulkGet(some)) for (const id of event ? [event.requestId, ...event.repeatedBy] : []) ids.add(id);
    }
    // Requests without an event (settings polls, hidden bodies) belong to a tab too.
    if (!sessionKeys && tabId !== undefined) for (const id of await db.requests.where('[tabId+startedAt]').between([tabId, Dexie.minKey], [tabId, Dexie.maxKey]).primaryKeys()) ids.add(id);
    const times: InTime<RequestId>[] = [];
    for (const some of chunksOf([...ids], EVENTS_AT_ONCE)) for (const row of await db.requests.bulkGet(some)) if (row) times.push([row.startedAt, row.id]);
    return times.toSorted(byTime).map(([, id]) => id);
  }

  /** Enough of the requests to know which gaps concern them: one a site and one at either end. */
  async function headsOf(): Promise<RequestRecord[]> {
    const kept = new Map<string, RequestRecord>();
    for (const some of chunksOf(requestKeys, EVENTS_AT_ONCE)) {
      for (const row of await db.requests.bulkGet(some)) {
        if (!row) continue;
        const site = `${row.pageUrl} ${row.initiator}`;
        if (!kept.has(site)) kept.set(site, toRequest(row));
        kept.set('last', toRequest(row));
      }
    }
    return [...kept.values()];
  }
}
