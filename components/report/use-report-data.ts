import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { EpochMs } from '../../lib/base/time.ts';
import type { FieldSpec } from '../../lib/domain/field.ts';
import type { Finding } from '../../lib/domain/finding.ts';
import type { Session } from '../../lib/domain/session.ts';
import type { Filter } from '../../lib/view/filter/ast.ts';
import { compileFilter, type Matcher } from '../../lib/view/filter/evaluate.ts';
import { parseFilter } from '../../lib/view/filter/parse.ts';
import type { ReportPlace } from '../../lib/view/report-address.ts';
import { reportCards, totalsOf, type Card } from '../../lib/view/report-cards.ts';
import { rangeAt, rangeBefore } from '../../lib/view/report-range.ts';
import { sortSessions, type RowContext } from '../../lib/view/report-rows.ts';
import { reportSeries, type ReportSeries } from '../../lib/view/report-series.ts';
import { sessionsOfUser } from '../../lib/view/report-user.ts';
import { isOpenAt } from '../../lib/view/state.ts';
import type { TimeRange } from '../../lib/view/time-scale.ts';
import { useServices } from '../app-services.ts';
import { useFields } from '../use-fields.ts';
import { useLive } from '../use-live.ts';
import { slowed } from './slow-live.ts';
import { useFootstepSearch, type FootstepSearch, type Gaps } from './use-footstep-search.ts';

/** Nobody reads numbers that change more often. */
const ONCE_MS = 1_000;
/** What time alone changes: which sessions are open, where the time ends. */
const CLOCK_MS = 5_000;
/** Until then an old session may still be on its way from the store. */
const READ_MS = 3_000;

const NO_SESSIONS: readonly Session[] = [];
const NO_FINDINGS: readonly Finding[] = [];

export type ReportData = {
  readonly filter: Filter;
  readonly fields: readonly FieldSpec[];
  /** All that are stored. */
  readonly all: readonly Session[];
  /** Of the user, or all. */
  readonly ofUser: readonly Session[];
  /** Those of them that the filter lets through, whenever they began. */
  readonly matching: readonly Session[];
  /** What the table shows, in its order. */
  readonly shown: readonly Session[];
  readonly range: TimeRange;
  readonly cards: readonly Card[];
  readonly series: ReportSeries;
  readonly search: FootstepSearch;
  readonly findings: readonly Finding[];
  readonly context: RowContext;
  readonly known: boolean;
  /** What is not among them is not stored. */
  readonly settled: boolean;
  readonly error: unknown;
};

/** What the report shows of what is stored. No footstep is read for it, but where the reader asks for a search. */
export function useReportData(place: ReportPlace): ReportData {
  const services = useServices();
  const { vendorName } = services;
  const now = useClock(CLOCK_MS);
  const sessions = useLive(useCallback(() => slowed(services.sessions({ tabId: null }), ONCE_MS), [services]));
  const findings = useLive(useCallback(() => slowed(services.findings({ tabId: null }), ONCE_MS), [services])).value ?? NO_FINDINGS;
  const fields = useFields();
  const settled = useAfter(READ_MS) && sessions.value !== undefined;
  const all = sessions.value ?? NO_SESSIONS;

  const filter = useMemo(() => parseFilter(place.filter), [place.filter]);
  const compile = useCallback((gaps: Gaps | undefined): Matcher => compileFilter(filter, { now, vendorName, fields, findings, footsteps: [], ...(gaps ? { gaps } : {}) }), [filter, now, vendorName, fields, findings]);
  const search = useFootstepSearch(filter, compile, all);
  const matcher = useMemo(() => compile(search.gaps), [compile, search.gaps]);
  const ofUser = useMemo(() => (place.user === null ? all : sessionsOfUser(all, place.user)), [all, place.user]);
  const matching = useMemo(
    () => ofUser.filter((session) => (filter.root === null || matcher.session(session) || search.found.has(session.key)) && (!place.active || isOpenAt(session, now))),
    [ofUser, filter, matcher, search.found, place.active, now],
  );
  const first = useMemo(() => ofUser.reduce<EpochMs | null>((least, { startedAt }) => (least === null || startedAt < least ? startedAt : least), null), [ofUser]);
  const range = useMemo(() => rangeAt(place.range, now, first), [place.range, now, first]);
  const before = useMemo(() => rangeBefore(place.range, range), [place.range, range]);
  const inRange = useMemo(() => within(matching, range), [matching, range]);
  const cards = useMemo(() => {
    const sessionsBefore = before ? within(matching, before) : NO_SESSIONS;
    return reportCards(totalsOf(inRange, range, now), before && sessionsBefore.length > 0 ? totalsOf(sessionsBefore, before, now) : null);
  }, [inRange, matching, range, before, now]);
  const series = useMemo(() => reportSeries(inRange, range), [inRange, range]);
  const context = useMemo((): RowContext => ({ now, vendorName, findings: findingCounts(findings) }), [now, vendorName, findings]);
  const shown = useMemo(() => sortSessions(inRange, place.sort, context), [inRange, place.sort, context]);
  return { filter, fields, all, ofUser, matching, shown, range, cards, series, search, findings, context, known: sessions.value !== undefined, settled, error: sessions.error };
}

const within = (sessions: readonly Session[], { from, to }: TimeRange): readonly Session[] => sessions.filter(({ startedAt }) => startedAt >= from && startedAt <= to);

function findingCounts(findings: readonly Finding[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { sessionKey } of findings) if (sessionKey !== null) counts.set(sessionKey, (counts.get(sessionKey) ?? 0) + 1);
  return counts;
}

/** The present moment, now and then. */
function useClock(ms: number): EpochMs {
  const { now } = useServices();
  const [at, setAt] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setAt(now());
    }, ms);
    return () => clearInterval(timer);
  }, [now, ms]);
  return at;
}

function useAfter(ms: number): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return over;
}
