import { Dexie, liveQuery } from 'dexie';
import type { Live } from '../base/observable.ts';
import type { EpochMs } from '../base/time.ts';
import type { Finding } from '../domain/finding.ts';
import type { Counters, Gap, RequestRecord } from '../domain/ports.ts';
import { concerns } from '../domain/recording.ts';
import type { Body, RequestId } from '../domain/request.ts';
import type { Session } from '../domain/session.ts';
import type { Footstep, FootstepQuery, HiddenRequest, ViewScope } from '../domain/views.ts';
import type { Database } from './db.ts';
import { toRequest } from './repository.ts';
import { feed, type Piece } from './feed.ts';
import { footstepSource } from './footstep-feed.ts';
import { sessionSource } from './session-feed.ts';
import { onWrites } from './writes.ts';

/** Sessions that a list holds at most; older ones belong to the report. */
const MAX_SESSIONS = 10_000;
const MAX_FINDINGS = 1_000;
const MAX_GAPS = 200;
const COUNTERS_MS = 500;
/** So many of the newest requests are looked at for hidden bodies. */
const LATEST = 50;

/** What pages read, live: each value comes again when what it was read from has changed, whoever wrote it. */
export type Queries = {
  sessions(scope: ViewScope): Live<readonly Session[]>;
  /** Oldest first; the last few at once, those before them as they are read. */
  footsteps(query: FootstepQuery): Live<readonly Footstep[]>;
  /** The next `count` footsteps from a moment back (those of that moment among them), or from the end; `next`: where to go on, null at the end. */
  olderFootsteps(query: FootstepQuery, from: EpochMs | null, count: number): Promise<Piece<Footstep>>;
  findings(scope: ViewScope): Live<readonly Finding[]>;
  counters(): Live<Counters>;
  /** A request with its body; null where it is not stored, a body of null where only that is gone. */
  request(id: RequestId): Promise<{ readonly request: RequestRecord; readonly body: Body | null } | null>;
  /** Of a tab since the browser started, or all; oldest first. Those of sites are among them, whatever the tab shows. */
  gaps(scope: ViewScope): Live<readonly Gap[]>;
  /** The latest requests of a tab, or of no known tab, that were read without their body. */
  hidden(tabId: number): Live<readonly HiddenRequest[]>;
  /** Requests of a tab, or of no known tab, that began from `from` to `to`. */
  requestsBetween(tabId: number, from: EpochMs, to: EpochMs): Promise<readonly RequestRecord[]>;
  allGaps(): Promise<readonly Gap[]>;
  /** The tabs that open sessions were seen in; some may be gone. */
  tabsOfOpenSessions(): Promise<readonly number[]>;
};

/**
 * @param since when the browser started: tabs of an earlier run may have had the same numbers
 * @param most sessions that a list holds at most: the newest
 */
export function createQueries(db: Database, since: () => Promise<EpochMs>, most = MAX_SESSIONS): Queries {
  /** The newest findings, of a tab those of its sessions. Which sessions those are is looked up apart from the live query: a finding is
   * written with its session, and to ask again whenever any session changes would be to ask all the time. */
  async function findingsOf({ tabId }: ViewScope): Promise<Finding[]> {
    const newest = await db.findings.orderBy('id').reverse().limit(MAX_FINDINGS).toArray();
    if (tabId === null || !newest.length) return newest;
    const start = await since();
    const keys = [...new Set(newest.flatMap((f) => f.sessionKey ?? []))];
    const own = new Set((await db.sessions.bulkGet(keys)).flatMap((s) => (s && s.tabIds.includes(tabId) && s.lastActivityAt >= start ? [s.key] : [])));
    return newest.filter((f) => f.sessionKey !== null && own.has(f.sessionKey));
  }

  return {
    sessions: (scope) => mapped(feed(db, sessionSource(db, scope, most, since)), (rows) => rows.toReversed()),
    footsteps: (query) => feed(db, footstepSource(db, query, since)),
    olderFootsteps: (query, from, count) => footstepSource(db, query, since).older(from, count),
    findings: (scope) => onTable(db, 'findings', () => findingsOf(scope)),
    // Each write changes some.
    counters: () => onTable(db, 'counters', async () => Object.fromEntries((await db.counters.toArray()).map(({ name, n }) => [name, n])), COUNTERS_MS),
    async request(id) {
      const [row, stored] = await Promise.all([db.requests.get(id), db.bodies.get(id)]);
      return row ? { request: toRequest(row), body: stored?.body ?? null } : null;
    },
    gaps: ({ tabId }) =>
      live(async () => {
        const start = tabId === null ? 0 : await Dexie.waitFor(since());
        return (await newestGaps(db)).filter(({ to, scope }) => (to === null || to > start) && (tabId === null || concerns(scope ?? null, { tabIds: [tabId], hosts: null })));
      }),
    hidden: (tabId) =>
      live(async () => {
        const latest = await db.requests.orderBy('startedAt').reverse().limit(LATEST).toArray();
        return latest.filter((r) => isOfTab(r, tabId) && r.result === 'bodyUnavailable').map(({ id, method, url, startedAt }) => ({ id, method, url, startedAt }));
      }),
    requestsBetween: async (tabId, from, to) => (await db.requests.where('startedAt').between(from, to, true, true).toArray()).filter((r) => isOfTab(r, tabId)).map(toRequest),
    allGaps: () => newestGaps(db),
    // Nothing but numbers is written into that index.
    tabsOfOpenSessions: async () => (await db.sessions.orderBy('openTabs').uniqueKeys()) as number[],
  };
}

/** Of a service worker nobody knows whose it is; it may be this tab's. */
const isOfTab = (request: RequestRecord, tabId: number): boolean => request.tabId === tabId || request.tabId === null;

const newestGaps = async (db: Database): Promise<Gap[]> => (await db.gaps.orderBy('from').reverse().limit(MAX_GAPS).toArray()).reverse().map(({ id: _id, ...gap }) => gap);

const live = <T>(query: () => Promise<T>): Live<T> => ({
  subscribe(next, failed = () => undefined) {
    const subscription = liveQuery(query).subscribe({ next, error: failed });
    return () => subscription.unsubscribe();
  },
});

const mapped = <T, U>(source: Live<T>, change: (value: T) => U): Live<U> => ({ subscribe: (next, failed) => source.subscribe((value) => next(change(value)), failed) });

/**
 * What a query gives, and again whenever rows of one table were written, however many others it looks at.
 *
 * @param restMs the query is asked again no sooner than so many milliseconds after its answer
 */
const onTable = <T>(db: Database, table: string, query: () => Promise<T>, restMs = 0): Live<T> => ({
  subscribe(next, failed = () => undefined) {
    const off = new AbortController();
    let running = false;
    let again = false;
    const run = async (): Promise<void> => {
      if (running) {
        again = true;
        return;
      }
      running = true;
      do {
        again = false;
        try {
          const value = await query();
          if (!off.signal.aborted) next(value);
        } catch (error) {
          if (!off.signal.aborted) failed(error);
        }
        if (restMs > 0 && !off.signal.aborted) await new Promise((rested) => void setTimeout(rested, restMs));
      } while (again && !off.signal.aborted);
      running = false;
    };
    const stop = onWrites(db, [table], () => void run());
    void run();
    return () => {
      off.abort();
      stop();
    };
  },
});
