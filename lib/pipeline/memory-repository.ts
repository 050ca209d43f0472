import type { Event, EventId } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import { byStart, type Lane } from '../domain/lane.ts';
import type { IngestTransaction, Repository, RequestRecord, SessionRecord } from '../domain/ports.ts';
import type { Body, RequestId } from '../domain/request.ts';
import type { SessionKey } from '../domain/session.ts';

/** All that a repository holds, to look at. */
export type Held = {
  readonly requests: ReadonlyMap<RequestId, RequestRecord>;
  readonly bodies: ReadonlyMap<RequestId, Body>;
  readonly events: ReadonlyMap<EventId, Event>;
  readonly sessions: ReadonlyMap<SessionKey, SessionRecord>;
  readonly findings: ReadonlyMap<SessionKey, readonly Finding[]>;
  readonly lanes: ReadonlyMap<string, Lane>;
  readonly counters: ReadonlyMap<string, number>;
};

/** A repository in memory, for reading files in Node and for tests: as the stored one, but it gives lanes whole. */
export function createMemoryRepository(): Repository & { readonly held: Held } {
  const requests = new Map<RequestId, RequestRecord>();
  const bodies = new Map<RequestId, Body>();
  const events = new Map<EventId, Event>();
  const byDedupeKey = new Map<string, EventId>();
  const sessions = new Map<SessionKey, SessionRecord>();
  const byLane = new Map<string, Set<SessionKey>>();
  const findings = new Map<SessionKey, readonly Finding[]>();
  const lanes = new Map<string, Lane>();
  const counters = new Map<string, number>();
  let undo: (() => void)[] = [];
  let queue: Promise<unknown> = Promise.resolve();

  function set<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
    const before = map.get(key);
    undo.push(() => (before === undefined ? map.delete(key) : map.set(key, before)));
    if (value === undefined) map.delete(key);
    else map.set(key, value);
  }

  const all = (keys: Iterable<SessionKey>): SessionRecord[] => [...keys].flatMap((key) => sessions.get(key) ?? []);

  const tx: IngestTransaction = {
    eventsByDedupeKey: async (keys) => keys.flatMap((key) => events.get(byDedupeKey.get(key) as EventId) ?? []),
    async loadLane(key) {
      const lane = lanes.get(key);
      return lane ? { ...lane, sessions: new Map(all(byLane.get(key) ?? []).map((s) => s.facts).toSorted(byStart).map((f) => [f.key, f])) } : null;
    },
    laneKeys: async (protocol) => [...lanes.values()].filter((lane) => lane.protocol === protocol).map((lane) => lane.key),
    requests: async (ids) => ids.flatMap((id) => requests.get(id) ?? []),
    async putRequests(records, contents) {
      for (const record of records) set(requests, record.id, record);
      for (const [id, body] of contents) set(bodies, id, body);
    },
    async putOutcomes(records) {
      for (const record of records) set(requests, record.id, record);
    },
    async putEvents(rows) {
      for (const event of rows) {
        set(events, event.id, event);
        if (event.dedupeKey !== null && !byDedupeKey.has(event.dedupeKey)) set(byDedupeKey, event.dedupeKey, event.id);
      }
    },
    async assignEvents(assigned) {
      for (const [id, sessionKey] of assigned) {
        const event = events.get(id);
        if (event) set(events, id, { ...event, sessionKey });
      }
    },
    async putSessions(records, found) {
      for (const record of records) {
        set(sessions, record.key, record);
        set(byLane, record.lane, new Set(byLane.get(record.lane)).add(record.key));
      }
      for (const [key, list] of found) set(findings, key, list.length ? list : undefined);
    },
    async removeSessions(keys) {
      for (const record of all(keys)) {
        set(sessions, record.key, undefined);
        set(findings, record.key, undefined);
        set(byLane, record.lane, new Set([...(byLane.get(record.lane) ?? [])].filter((k) => k !== record.key)));
      }
    },
    openSessions: async (tabId) => [...sessions.values()].filter((s) => s.endedAt === null && (tabId === null || s.tabIds.includes(tabId))),
    dueSessions: async (now, limit) =>
      [...sessions.values()].filter((s) => s.dueAt !== null && s.dueAt <= now).toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0)).slice(0, limit),
    factsOf: async (keys) => all(keys).map((s) => s.facts),
    putLane: async (lane) => set(lanes, lane.key, { ...lane, sessions: new Map() }),
    async count(delta) {
      for (const [name, n] of Object.entries(delta)) set(counters, name, (counters.get(name) ?? 0) + n);
    },
  };

  return {
    held: { requests, bodies, events, sessions, findings, lanes, counters },
    transact(work) {
      const turn = queue.then(async () => {
        undo = [];
        try {
          return await work(tx);
        } catch (error) {
          for (const step of undo.toReversed()) step();
          throw error;
        }
      });
      queue = turn.catch(() => undefined);
      return turn;
    },
  };
}
