import type { Event, EventId } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { IngestTransaction, Repository, RequestRecord, SessionRecord } from '../domain/ports.ts';
import { SDK_FINDINGS } from '../domain/page-controls.ts';
import type { SessionKey } from '../domain/session.ts';
import { addToCounters } from './counters.ts';
import type { Database, RequestRow, SessionRow } from './db.ts';
import { loadLane } from './load-lane.ts';
import { toRequest } from './rows.ts';

/** The stored repository: one IndexedDB transaction a batch. */
export function createRepository(db: Database): Repository {
  const tx = transactionOf(db);
  const tables = [db.requests, db.bodies, db.events, db.sessions, db.facts, db.lanes, db.findings, db.counters];
  // An async function on purpose: Dexie looks at it to keep the transaction open over awaits that are none of its own promises.
  return { transact: (work) => db.transaction('rw', tables, async () => work(tx)) };
}

function transactionOf(db: Database): IngestTransaction {
  return {
    // One question a key, all at once: a cursor over many keys waits for the database at each.
    eventsByDedupeKey: async (keys) => (await Promise.all(keys.map((key) => db.events.where('dedupeKey').equals(key).toArray()))).flat(),
    loadLane: (key, from, keys) => loadLane(db, key, from, keys),
    laneKeys: (protocol) => db.lanes.where('key').startsWith(`${protocol}|`).primaryKeys(),
    requests: async (ids) => (await db.requests.bulkGet([...ids])).flatMap((row) => (row ? [toRequest(row)] : [])),
    async putRequests(records, bodies) {
      await Promise.all([db.requests.bulkPut(records.map(toRequestRow)), db.bodies.bulkPut([...bodies].map(([id, body]) => ({ id, body })))]);
    },
    async putOutcomes(records) {
      await db.requests.bulkPut(records.map(toRequestRow));
    },
    async putEvents(events) {
      await db.events.bulkPut([...events]);
    },
    async assignEvents(assigned) {
      const known = await db.events.bulkGet([...assigned.keys()]);
      const changed = known.flatMap((event): Event[] => {
        const sessionKey = event && (assigned.get(event.id as EventId) ?? null);
        return event && sessionKey !== undefined && sessionKey !== event.sessionKey ? [{ ...event, sessionKey }] : [];
      });
      await db.events.bulkPut(changed);
    },
    async putSessions(records, findings) {
      await Promise.all([db.sessions.bulkPut(records.map(toSessionRow)), db.facts.bulkPut(records.map(({ key, facts }) => ({ key, facts }))), replaceFindings(db, findings)]);
    },
    async removeSessions(keys) {
      await db.sessions.bulkDelete([...keys]);
      await db.facts.bulkDelete([...keys]);
      await db.findings.where('sessionKey').anyOf(keys).delete();
    },
    openSessions: (tabId) => (tabId === null ? db.sessions.where('open').equals(1) : db.sessions.where('openTabs').equals(tabId)).toArray(),
    dueSessions: (now, limit) => db.sessions.where('dueAt').belowOrEqual(now).limit(limit).toArray(),
    factsOf: async (keys) => (await db.facts.bulkGet([...keys])).flatMap((row) => (row ? [row.facts] : [])),
    async putLane({ sessions: _sessions, ...row }) {
      await db.lanes.put(row);
    },
    count: (delta) => addToCounters(db, delta),
  };
}

const toRequestRow = (record: RequestRecord): RequestRow => (record.outcome.kind === 'pending' ? { ...record, pending: 1 } : record);

function toSessionRow({ facts: _facts, ...session }: SessionRecord): SessionRow {
  return session.endedAt === null ? { ...session, open: 1, openTabs: session.tabIds } : { ...session, openTabs: [] };
}

/** Writes findings only where they differ: they seldom change, and every write wakes the pages that show them. */
async function replaceFindings(db: Database, findings: ReadonlyMap<SessionKey, readonly Finding[]>): Promise<void> {
  const found = await Promise.all([...findings.keys()].map((key) => db.findings.where('sessionKey').equals(key).toArray()));
  const known = Map.groupBy(found.flat().filter(({ code }) => !code.startsWith(SDK_FINDINGS)), (f) => f.sessionKey);
  const gone: number[] = [];
  const added: Finding[] = [];
  for (const [key, next] of findings) {
    const before = known.get(key) ?? [];
    if (before.length === next.length && before.every(({ id: _id, ...f }, i) => JSON.stringify(f) === JSON.stringify(next[i]))) continue;
    gone.push(...before.flatMap((f) => f.id ?? []));
    added.push(...next);
  }
  if (gone.length) await db.findings.bulkDelete(gone);
  if (added.length) await db.findings.bulkAdd(added);
}
