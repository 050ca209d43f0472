import { Dexie } from 'dexie';
import type { EpochMs } from '../base/time.ts';
import type { Gap, GapScope } from '../domain/ports.ts';
import { sameScope } from '../domain/recording.ts';
import type { RequestId } from '../domain/request.ts';
import type { ViewScope } from '../domain/views.ts';
import { storedCounters } from '../domain/stored-size.ts';
import { addToCounters } from './counters.ts';
import { toRequest } from './rows.ts';
import type { Database } from './db.ts';

/** Writes of the background beside what it captures. */
export type Upkeep = {
  /** Deletes everything, or the sessions of a tab with their events and requests. */
  clear(scope: ViewScope): Promise<void>;
  /** Notes that nothing is recorded from now on; no second note while one is open for the same reason. */
  openGap(why: Gap['why'], at: EpochMs): Promise<void>;
  closeGaps(why: Gap['why'], at: EpochMs): Promise<void>;
  /** Stores a gap in the place of the one with the same reason and beginning. */
  keepGap(gap: Gap): Promise<void>;
  /** Makes the open pauses these and no others; null stands for everything. */
  syncPauses(scopes: readonly (GapScope | null)[], at: EpochMs): Promise<void>;
  /**
   * Notes that nothing was recorded before this run of the browser, from the last moment of which something is stored.
   *
   * @param isOfThisRun of a request's id; those that came meanwhile say nothing about the time before.
   */
  noteClosed(startedAt: EpochMs, isOfThisRun: (id: RequestId) => boolean): Promise<void>;
  /** Notes requests that were lost within a stretch of time; losses that lie near each other are one gap. */
  noteLost(why: Gap['why'], from: EpochMs, to: EpochMs, lost: number): Promise<void>;
  /**
   * Requests whose end will never be told, as the browser or the worker that saw them is gone.
   *
   * @param isOpen of those that still go on
   */
  settlePending(startedBefore: EpochMs, isOpen?: (id: RequestId) => boolean): Promise<void>;
};

const AT_ONCE = 50;
/** Losses not further apart than this are one gap. */
const NEAR_MS = 1_000;

export function createUpkeep(db: Database): Upkeep {
  return {
    clear: ({ tabId }) => db.transaction('rw', db.tables, async () => (tabId === null ? clearAll(db) : clearTab(db, tabId))),
    openGap: (why, at) =>
      db.transaction('rw', db.gaps, async () => {
        if (!(await openGaps(db, why)).length) await db.gaps.add({ from: at, to: null, why, lost: null });
      }),
    closeGaps: (why, at) =>
      db.transaction('rw', db.gaps, async () => {
        for (const gap of await openGaps(db, why)) await db.gaps.put({ ...gap, to: at });
      }),
    keepGap: (gap) =>
      db.transaction('rw', db.gaps, async () => {
        const same = (await db.gaps.where('from').equals(gap.from).toArray()).find(({ why }) => why === gap.why);
        await db.gaps.put(same?.id === undefined ? { ...gap } : { ...gap, id: same.id });
      }),
    syncPauses: (scopes, at) =>
      db.transaction('rw', db.gaps, async () => {
        const open = await openGaps(db, 'paused');
        for (const gap of open) if (!scopes.some((scope) => sameScope(scope, gap.scope ?? null))) await db.gaps.put({ ...gap, to: at });
        for (const scope of scopes) {
          if (!open.some((gap) => sameScope(scope, gap.scope ?? null))) await db.gaps.add({ from: at, to: null, why: 'paused', lost: null, ...(scope ? { scope } : {}) });
        }
      }),
    noteClosed: (startedAt, isOfThisRun) =>
      db.transaction('rw', db.requests, db.gaps, async () => {
        const [last, gaps] = await Promise.all([
          db.requests.where('startedAt').below(startedAt).reverse().filter((r) => !isOfThisRun(r.id)).first(),
          db.gaps.orderBy('from').reverse().limit(AT_ONCE).toArray(),
        ]);
        // A pause goes on over the browser's end.
        if (gaps.some((gap) => gap.to === null && !gap.scope)) return;
        const ends = last && 'endedAt' in last.outcome ? last.outcome.endedAt : 0;
        const from = Math.max(last?.startedAt ?? 0, ends, ...gaps.map((gap) => gap.to ?? 0));
        if (from > 0 && from < startedAt) await db.gaps.add({ from, to: startedAt, why: 'browserClosed', lost: null });
      }),
    noteLost: (why, from, to, lost) =>
      db.transaction('rw', db.gaps, async () => {
        const known = (await db.gaps.orderBy('from').reverse().limit(AT_ONCE).toArray()).find((gap) => gap.why === why && gap.to !== null && gap.to >= from - NEAR_MS && gap.from <= to + NEAR_MS);
        if (known) await db.gaps.put({ ...known, from: Math.min(known.from, from), to: Math.max(known.to ?? to, to), lost: (known.lost ?? 0) + lost });
        else await db.gaps.add({ from, to, why, lost });
      }),
    async settlePending(startedBefore, isOpen = () => false) {
      for (;;) {
        const settled = await db.transaction('rw', db.requests, async () => {
          const rows = await db.requests.where('pending').equals(1).and((r) => r.startedAt < startedBefore && !isOpen(r.id)).limit(AT_ONCE).toArray();
          if (rows.length) await db.requests.bulkPut(rows.map((row) => ({ ...toRequest(row), outcome: { kind: 'unknown' } })));
          return rows.length;
        });
        if (settled < AT_ONCE) return;
      }
    },
  };
}

// Few enough to look at: one for each time that recording was stopped. A site may be paused for years.
const openGaps = async (db: Database, why: Gap['why']) => (await db.gaps.toArray()).filter((g) => g.to === null && g.why === why);

async function clearAll(db: Database): Promise<void> {
  for (const table of db.tables) await table.clear();
}

async function clearTab(db: Database, tabId: number): Promise<void> {
  const sessions = await db.sessions.where('tabIds').equals(tabId).toArray();
  const keys = sessions.map((s) => s.key);
  const events = await db.events.where('[tabId+occurredAt]').between([tabId, Dexie.minKey], [tabId, Dexie.maxKey]).toArray();
  for (const key of keys) events.push(...(await db.events.where('[sessionKey+occurredAt]').between([key, Dexie.minKey], [key, Dexie.maxKey]).toArray()));
  const requests = new Set(await db.requests.where('[tabId+startedAt]').between([tabId, Dexie.minKey], [tabId, Dexie.maxKey]).primaryKeys());
  for (const event of events) requests.add(event.requestId);
  const eventIds = [...new Set(events.map((e) => e.id))];
  const rows = (await db.requests.bulkGet([...requests])).filter((row) => row !== undefined);
  await addToCounters(db, storedCounters({ requests: -rows.length, events: -eventIds.length, bodyBytes: -rows.reduce((sum, { bodySize }) => sum + (bodySize ?? 0), 0) }));
  await db.events.bulkDelete(eventIds);
  await db.requests.bulkDelete([...requests]);
  await db.bodies.bulkDelete([...requests]);
  await db.sessions.bulkDelete(keys);
  await db.facts.bulkDelete(keys);
  await db.findings.where('sessionKey').anyOf(keys).delete();
  await db.tabMoments.where('[tabId+at]').between([tabId, Dexie.minKey], [tabId, Dexie.maxKey]).delete();
}
