import type { Live } from '../base/observable.ts';
import type { EpochMs } from '../base/time.ts';
import type { Finding } from '../domain/finding.ts';
import type { Counters, Gap, RequestRecord } from '../domain/ports.ts';
import { concerns } from '../domain/recording.ts';
import type { Body, RequestId } from '../domain/request.ts';
import type { Session } from '../domain/session.ts';
import type { Footstep, FootstepQuery, HiddenRequest, ViewScope } from '../domain/views.ts';
import type { RequestRow, SessionRow } from './db.ts';
import { feed, type Piece } from './feed.ts';
import { footstepSource } from './footstep-feed.ts';
import { onTable } from './on-table.ts';
import type { Reading } from './reading.ts';
import { isOfTab, toRequest } from './rows.ts';
import { sessionSource } from './session-feed.ts';

/** Sessions that a list holds at most; older ones belong to the report. */
const MAX_SESSIONS = 10_000;
const MAX_FINDINGS = 1_000;
const MAX_GAPS = 200;
const COUNTERS_MS = 500;
const HIDDEN_MS = 100;
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
};

/**
 * @param since when the browser started: tabs of an earlier run may have had the same numbers
 * @param most sessions that a list holds at most: the newest
 */
export function createQueries(reading: Reading, since: () => Promise<EpochMs>, most = MAX_SESSIONS): Queries {
  /** The newest findings, of a tab those of its sessions. Which sessions those are is looked up apart from the live query: a finding is
   * written with its session, and to ask again whenever any session changes would be to ask all the time. */
  async function findingsOf({ tabId }: ViewScope): Promise<Finding[]> {
    const newest = await reading.newest<Finding>('findings', null, null, MAX_FINDINGS);
    if (tabId === null || !newest.length) return newest;
    const start = await since();
    const keys = [...new Set(newest.flatMap((f) => f.sessionKey ?? []))];
    const own = new Set((await reading.get<SessionRow>('sessions', keys)).flatMap((s) => (s && s.tabIds.includes(tabId) && s.lastActivityAt >= start ? [s.key] : [])));
    return newest.filter((f) => f.sessionKey !== null && own.has(f.sessionKey));
  }

  return {
    sessions: (scope) => mapped(feed(reading, sessionSource(reading, scope, most, since)), (rows) => rows.toReversed()),
    footsteps: (query) => feed(reading, footstepSource(reading, query, since)),
    olderFootsteps: (query, from, count) => footstepSource(reading, query, since).older(from, count),
    findings: (scope) => onTable(reading, 'findings', () => findingsOf(scope)),
    // Each write changes some.
    counters: () => onTable(reading, 'counters', async () => Object.fromEntries((await reading.all<{ readonly name: string; readonly n: number }>('counters')).map(({ name, n }) => [name, n])), COUNTERS_MS),
    async request(id) {
      const [[row], [stored]] = await Promise.all([reading.get<RequestRow>('requests', [id]), reading.get<{ readonly body: Body }>('bodies', [id])]);
      return row ? { request: toRequest(row), body: stored?.body ?? null } : null;
    },
    gaps: ({ tabId }) =>
      onTable(reading, 'gaps', async () => {
        const start = tabId === null ? 0 : await since();
        const gaps = (await reading.newest<Gap & { readonly id?: number }>('gaps', 'from', null, MAX_GAPS)).toReversed().map(({ id: _id, ...gap }): Gap => gap);
        return gaps.filter(({ to, scope }) => (to === null || to > start) && (tabId === null || concerns(scope ?? null, { tabIds: [tabId], hosts: null })));
      }),
    hidden: (tabId) =>
      onTable(reading, 'requests', async () => {
        const latest = await reading.newest<RequestRecord>('requests', 'startedAt', null, LATEST);
        return latest.filter((r) => isOfTab(r, tabId) && r.result === 'bodyUnavailable').map(({ id, method, url, startedAt }) => ({ id, method, url, startedAt }));
      }, HIDDEN_MS),
  };
}

const mapped = <T, U>(source: Live<T>, change: (value: T) => U): Live<U> => ({ subscribe: (next, failed) => source.subscribe((value) => next(change(value)), failed) });
