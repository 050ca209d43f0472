import { byStart, type Lane } from '../domain/lane.ts';
import { describeLane } from '../domain/describe-session.ts';
import { linkSessions } from '../domain/neighbours.ts';
import type { EpochMs } from '../base/time.ts';
import type { Event, EventId } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { Counters, IngestTransaction, RequestRecord, SessionRecord } from '../domain/ports.ts';
import type { Body, CapturedRequest, Outcome, RequestId } from '../domain/request.ts';
import type { SessionKey } from '../domain/session.ts';
import { findingsOf } from '../findings/catalog.ts';
import type { Dissector } from '../protocols/dissector.ts';
import { createRegistry } from '../protocols/registry.ts';
import { addCounters } from './counters.ts';
import { createFileLanes, type FileLanes } from './file-lanes.ts';
import { readAll, store as ingestRead } from './ingest.ts';
import { prepare } from './prepare.ts';
import { createRules, type RulesOf, type RulesOverrides } from './rules.ts';

/**
 * Where the requests and events of a file lie once they are read, which may be many more than fit into memory: the reading goes on
 * without them, but for those that it asks for again.
 */
export type ReadingStore = {
  putRequest(record: RequestRecord, body: Body): void;
  request(id: RequestId): Pick<RequestRecord, 'outcome' | 'result'> | undefined;
  setOutcome(id: RequestId, outcome: Outcome): void;
  /** New, or with more repeats than before. */
  putEvent(event: Event): void;
  eventOfDedupeKey(key: string): Event | undefined;
  assignEvent(id: EventId, sessionKey: SessionKey | null): void;
};

/** What is small beside requests and events, and known only in the end. */
export type ReadSessions = { readonly sessions: readonly SessionRecord[]; readonly findings: readonly Finding[]; readonly counters: Counters };

export type FileReading = {
  /** Takes more requests in. Give them in the order of time. */
  add(requests: readonly CapturedRequest[]): Promise<void>;
  /** Describes all sessions as of `now`. */
  sessions(now: EpochMs): ReadSessions;
};

export type ReadingOptions = { readonly dissectors: readonly Dissector[]; readonly overrides?: RulesOverrides | undefined };

/** Reads requests from a file as the background reads those of the browser. Sessions are described once, in the end. */
export function createFileReading({ dissectors, overrides }: ReadingOptions, store: ReadingStore): FileReading {
  const rulesOf = createRules(dissectors, overrides);
  const lanes = createFileLanes();
  const counters: Record<string, number> = {};
  const tx = transactionOn(store, lanes, counters);
  const deps = {
    repository: { transact: <T>(work: (one: IngestTransaction) => Promise<T>) => work(tx) }, registry: createRegistry(dissectors), rulesOf,
    async describe(_tx: IngestTransaction, lane: Lane, changed: Iterable<SessionKey>) {
      lanes.put(lane, changed);
      return [];
    },
  };
  return {
    async add(requests) {
      const batch = { requests, counters: { seen: requests.length } };
      // Nothing of a file is read twice; to remember what was read costs the collector of garbage as much as it takes for all else.
      await ingestRead(deps, batch, readAll(batch, deps.registry, undefined, prepare), -Infinity);
    },
    sessions: (now) => ({ ...describeAll(lanes.whole(), rulesOf, now), counters }),
  };
}

function transactionOn(store: ReadingStore, lanes: FileLanes, counters: Record<string, number>): IngestTransaction {
  return {
    eventsByDedupeKey: async (keys) => keys.flatMap((key) => store.eventOfDedupeKey(key) ?? []),
    loadLane: async (key, _from, named) => lanes.get(key, named),
    laneKeys: async (protocol) => lanes.keys().filter((key) => lanes.get(key, [])?.protocol === protocol),
    // Nothing else is asked of what is stored.
    requests: async (ids) => ids.flatMap((id) => (store.request(id) as RequestRecord | undefined) ?? []),
    async putRequests(records, bodies) {
      for (const record of records) store.putRequest(record, bodies.get(record.id) ?? { kind: 'none' });
    },
    async putOutcomes(records) {
      for (const { id, outcome } of records) store.setOutcome(id, outcome);
    },
    async putEvents(events) {
      for (const event of events) store.putEvent(event);
    },
    async assignEvents(assigned) {
      for (const [id, key] of assigned) store.assignEvent(id, key);
    },
    // Lanes hold the sessions, and nobody asks for them before the end.
    putSessions: async () => undefined,
    removeSessions: async () => undefined,
    openSessions: async () => [],
    dueSessions: async () => [],
    factsOf: async () => [],
    async putLane(lane) {
      lanes.put(lane, []);
    },
    async count(delta) {
      addCounters(counters, delta);
    },
  };
}

function describeAll(lanes: readonly Lane[], rulesOf: RulesOf, now: EpochMs): Omit<ReadSessions, 'counters'> {
  const described = lanes.map((lane) => ({ lane, records: describeLane(lane, lane.sessions.keys(), rulesOf(lane.protocol), now).toSorted((a, b) => byStart(a.facts, b.facts)) }));
  const openIn = new Map<string, SessionRecord[]>();
  for (const { records } of described) {
    for (const record of records) {
      if (record.endedAt !== null) continue;
      for (const tab of record.facts.tabs) {
        const name = `${record.protocol} ${tab}`;
        const list = openIn.get(name);
        if (list) list.push(record);
        else openIn.set(name, [record]);
      }
    }
  }
  const findings = described.flatMap(({ lane, records }) => {
    const rulesFor = rulesOf(lane.protocol);
    const links = linkSessions(lane, rulesFor);
    return records.flatMap((session) => {
      const { facts, key } = session;
      const siblings = facts.tabs.flatMap((tab) => openIn.get(`${session.protocol} ${tab}`) ?? []).filter((other) => other.lane !== lane.key);
      return findingsOf({
        session, facts, lane, rules: rulesFor(facts.variant), previous: links.previous.get(key), next: links.next.get(key), siblings: [...new Set(siblings)].map((s) => s.facts),
      });
    });
  });
  return { sessions: described.flatMap(({ records }) => records), findings };
}
