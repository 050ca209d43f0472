import { Dexie } from 'dexie';
import type { EpochMs } from '../base/time.ts';
import type { RequestId } from '../domain/request.ts';
import { overLimits, storedCounters, storedSize, type RetentionLimits, type StoredSize } from '../domain/stored-size.ts';
import { addToCounters } from './counters.ts';
import type { Database, SessionRow } from './db.ts';

/** What was removed. `done`: nothing more has to go, or nothing more may. */
export type Removed = { readonly sessions: number; readonly events: number; readonly requests: number; readonly done: boolean };

export type Retention = {
  /** Removes a little of what is beyond the limits; call again while it is not done. */
  step(limits: RetentionLimits, now: EpochMs): Promise<Removed>;
  /** Removes the oldest tenth or so of what is stored, whatever the limits: the disk is full. */
  makeRoom(): Promise<Removed>;
  size(): Promise<StoredSize>;
};

/** So many rows go in one transaction: recording waits no longer than that. */
const SESSIONS_AT_ONCE = 20;
const ROWS_AT_ONCE = 500;
const TENTH = 0.1;

/**
 * Keeps the store within its limits while recording goes on: the oldest sessions that have ended go first, each with all its events and the
 * requests that brought nothing else. An open session stays whatever its age, and so does the one before it, of which its ledger tells.
 */
export function createRetention(db: Database): Retention {
  const tables = [db.requests, db.bodies, db.events, db.sessions, db.facts, db.findings, db.counters];
  const size = async (): Promise<StoredSize> => storedSize(Object.fromEntries((await db.counters.where('name').startsWith('stored.').toArray()).map(({ name, n }) => [name, n])));

  async function remove(olderThan: EpochMs | null, events: number, bytes: number): Promise<Removed> {
    const isByAmount = events > 0 || bytes > 0;
    if (olderThan === null && !isByAmount) return { sessions: 0, events: 0, requests: 0, done: true };
    return db.transaction('rw', tables, async () => {
      let left = { events, bytes };
      const sum = { sessions: 0, events: 0, requests: 0, bodyBytes: 0 };
      for (const session of await candidates(isByAmount ? null : olderThan)) {
        if (sum.sessions === SESSIONS_AT_ONCE || sum.events > ROWS_AT_ONCE) break;
        if (left.events <= 0 && left.bytes <= 0 && !(olderThan !== null && session.lastActivityAt < olderThan)) break;
        const gone = await removeSession(db, session);
        sum.sessions++;
        sum.events += gone.events;
        sum.requests += gone.requests;
        sum.bodyBytes += gone.bodyBytes;
        const freed = storedCounters(gone);
        left = { events: left.events - gone.events, bytes: left.bytes - (freed['stored.bytes'] ?? 0) };
      }
      const alone = await removeAlone(db, isByAmount ? await horizon(olderThan, sum.sessions === 0) : olderThan);
      sum.requests += alone.requests;
      sum.events += alone.events;
      sum.bodyBytes += alone.bodyBytes;
      const none = sum.sessions === 0 && sum.requests === 0 && sum.events === 0;
      if (!none) await addToCounters(db, { ...negative(storedCounters(sum)), 'removed.sessions': sum.sessions, 'removed.events': sum.events });
      return { sessions: sum.sessions, events: sum.events, requests: sum.requests, done: none };
    });
  }

  /** Sessions that may go, the longest silent first. */
  async function candidates(before: EpochMs | null): Promise<SessionRow[]> {
    const oldest = before === null ? db.sessions.orderBy('lastActivityAt') : db.sessions.where('lastActivityAt').below(before);
    const ended = await oldest.and((session) => session.open === undefined).limit(SESSIONS_AT_ONCE * 2).toArray();
    // Of a session that goes on, what it tells of its start needs the one before.
    const open = new Set((await db.sessions.where('open').equals(1).toArray()).flatMap(({ start }) => start.previousKey ?? []));
    return ended.filter(({ key }) => !open.has(key));
  }

  /** Where there is too much, requests and events of no session that began before this may go: they are older than all that is kept. */
  async function horizon(olderThan: EpochMs | null, nothingElse: boolean): Promise<EpochMs | null> {
    const [first] = await db.sessions.orderBy('lastActivityAt').limit(1).toArray();
    if (nothingElse && !first) return Infinity;
    const kept = first?.startedAt ?? null;
    if (olderThan === null) return kept;
    return kept === null ? olderThan : Math.max(olderThan, kept);
  }

  return {
    size,
    async step(limits, now) {
      const over = overLimits(await size(), limits, now);
      return remove(over.olderThan, over.events, over.bytes);
    },
    async makeRoom() {
      const { events, bytes } = await size();
      return remove(null, Math.ceil(events * TENTH), Math.ceil(bytes * TENTH));
    },
  };
}

export type Gone = { readonly events: number; readonly requests: number; readonly bodyBytes: number };

/** Removes a session whole, inside whatever transaction is open; the counters are the caller's. */
export async function removeSession(db: Database, { key }: Pick<SessionRow, 'key'>): Promise<Gone> {
  const events = await db.events.where('[sessionKey+occurredAt]').between([key, Dexie.minKey], [key, Dexie.maxKey]).toArray();
  await db.events.bulkDelete(events.map(({ id }) => id));
  await Promise.all([db.sessions.delete(key), db.facts.delete(key), db.findings.where('sessionKey').equals(key).delete()]);
  const gone = await removeRequests(db, [...new Set(events.flatMap(({ requestId, repeatedBy }) => [requestId, ...repeatedBy]))]);
  return { ...gone, events: events.length };
}

/** Deletes those of the requests whose events are all gone. */
async function removeRequests(db: Database, ids: readonly RequestId[]): Promise<Gone> {
  const needed = new Set((await db.events.where('requestId').anyOf(ids).toArray()).map(({ requestId }) => requestId));
  const free = ids.filter((id) => !needed.has(id));
  const rows = (await db.requests.bulkGet([...free])).filter((row) => row !== undefined);
  await Promise.all([db.requests.bulkDelete(rows.map(({ id }) => id)), db.bodies.bulkDelete(rows.map(({ id }) => id))]);
  return { events: 0, requests: rows.length, bodyBytes: rows.reduce((sum, { bodySize }) => sum + (bodySize ?? 0), 0) };
}

/** What belongs to no session, up to a moment: requests without events, and events of none. */
async function removeAlone(db: Database, before: EpochMs | null): Promise<Gone> {
  if (before === null) return { events: 0, requests: 0, bodyBytes: 0 };
  const lost = await db.events.where('occurredAt').below(before).and(({ sessionKey }) => sessionKey === null).limit(ROWS_AT_ONCE).toArray();
  await db.events.bulkDelete(lost.map(({ id }) => id));
  const requests = await db.requests.where('startedAt').below(before).and(({ pending }) => pending === undefined).limit(ROWS_AT_ONCE).primaryKeys();
  const gone = await removeRequests(db, requests);
  return { ...gone, events: lost.length };
}

const negative = (counters: { readonly [name: string]: number }): { [name: string]: number } => Object.fromEntries(Object.entries(counters).map(([name, n]) => [name, -n]));
