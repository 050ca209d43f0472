import { Dexie, liveQuery } from 'dexie';
import type { Live } from '../base/observable.ts';
import type { EpochMs } from '../base/time.ts';
import type { Event } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { Counters, Gap, RequestRecord } from '../domain/ports.ts';
import type { Body, Outcome, RequestId } from '../domain/request.ts';
import { concerns } from '../domain/recording.ts';
import type { Session } from '../domain/session.ts';
import type { Footstep, FootstepQuery, HiddenRequest, ViewScope } from '../domain/views.ts';
import type { Database, SessionRow } from './db.ts';
import { toRequest } from './repository.ts';

/** Sessions that a list holds at most; older ones belong to the report. */
const MAX_SESSIONS = 500;
const MAX_FINDINGS = 1_000;
const MAX_GAPS = 200;
/** So many of the newest requests are looked at for hidden bodies. */
const LATEST = 50;

/** What pages read, live: each value comes again when what it was read from has changed, whoever wrote it. */
export type Queries = {
  sessions(scope: ViewScope): Live<readonly Session[]>;
  footsteps(query: FootstepQuery): Live<readonly Footstep[]>;
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
  /** How many sessions of a tab are open. */
  openSessions(tabId: number): Promise<number>;
  /** The tabs that open sessions were seen in; some may be gone. */
  tabsOfOpenSessions(): Promise<readonly number[]>;
};

/** @param since when the browser started: tabs of an earlier run may have had the same numbers. */
export function createQueries(db: Database, since: () => Promise<EpochMs>): Queries {
  async function sessionsOf({ tabId }: ViewScope): Promise<SessionRow[]> {
    if (tabId === null) return db.sessions.orderBy('lastActivityAt').reverse().limit(MAX_SESSIONS).toArray();
    const start = await Dexie.waitFor(since());
    const rows = await db.sessions.where('tabIds').equals(tabId).toArray();
    return rows.filter((s) => s.lastActivityAt >= start).toSorted((a, b) => b.lastActivityAt - a.lastActivityAt).slice(0, MAX_SESSIONS);
  }

  async function eventsOf({ sessionKey, tabId, limit }: FootstepQuery): Promise<Event[]> {
    if (sessionKey !== undefined) return newest('[sessionKey+occurredAt]', sessionKey, limit);
    if (tabId === undefined || tabId === null) return db.events.orderBy('occurredAt').reverse().limit(limit).toArray();
    const start = await Dexie.waitFor(since());
    return (await newest('[tabId+occurredAt]', tabId, limit)).filter((e) => e.receivedAt >= start);
  }

  const newest = (index: string, of: string | number, limit: number) =>
    db.events.where(index).between([of, Dexie.minKey], [of, Dexie.maxKey]).reverse().limit(limit).toArray();

  return {
    sessions: (scope) => live(async () => (await sessionsOf(scope)).map(toSession)),
    footsteps: (query) => live(async () => withOutcomes(db, (await eventsOf(query)).toReversed())),
    findings: (scope) =>
      live(async () => {
        if (scope.tabId === null) return db.findings.orderBy('id').reverse().limit(MAX_FINDINGS).toArray();
        const keys = (await sessionsOf(scope)).map((s) => s.key);
        return db.findings.where('sessionKey').anyOf(keys).limit(MAX_FINDINGS).toArray();
      }),
    counters: () => live(async () => Object.fromEntries((await db.counters.toArray()).map(({ name, n }) => [name, n]))),
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
    openSessions: (tabId) => db.sessions.where('openTabs').equals(tabId).count(),
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

const toSession = ({ open: _open, openTabs: _openTabs, lane: _lane, dueAt: _dueAt, ...session }: SessionRow): Session => session;

/** An event is delivered when any of the requests that carried it was: a failed first attempt is no loss when the second got through. */
async function withOutcomes(db: Database, events: readonly Event[]): Promise<Footstep[]> {
  const ids = [...new Set(events.flatMap((e) => [e.requestId, ...e.repeatedBy]))];
  const outcomes = new Map((await db.requests.bulkGet(ids)).flatMap((r) => (r ? [[r.id, r.outcome] as const] : [])));
  return events.map((event) => {
    const all = [event.requestId, ...event.repeatedBy].flatMap((id) => outcomes.get(id) ?? []);
    return { ...event, outcome: all.find(accepted) ?? all.at(-1) ?? { kind: 'unknown' } };
  });
}

const accepted = (outcome: Outcome): boolean => outcome.kind === 'responded' && outcome.status < 400;
