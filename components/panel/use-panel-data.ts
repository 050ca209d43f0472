import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { liveOf, type Live } from '../../lib/base/observable.ts';
import type { EpochMs } from '../../lib/base/time.ts';
import type { FieldSpec } from '../../lib/domain/field.ts';
import type { Finding } from '../../lib/domain/finding.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import type { Footstep, FootstepQuery } from '../../lib/domain/views.ts';
import type { Filter } from '../../lib/view/filter/ast.ts';
import type { Matcher } from '../../lib/view/filter/evaluate.ts';
import type { MarkedPiece } from '../../lib/view/filter/marks.ts';
import { inOrder } from '../../lib/view/footstep-rows.ts';
import type { TimeRange } from '../../lib/view/time-scale.ts';
import { useServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';
import { FILTER_ENGINE } from './parts.ts';
import type { Test } from './running-filter.ts';
import { useAfterPicture } from './use-after-picture.ts';
import { useMatching } from './use-matching.ts';
import { useOlderFootsteps } from './use-older-footsteps.ts';
import { useOlderMatches } from './use-older-matches.ts';

export type PanelQuery = {
  readonly tabId: number | null;
  readonly filterText: string;
  /** Empty: all vendors. */
  readonly vendors: ReadonlySet<string>;
  readonly sessionKey: SessionKey | null;
  /** What was over before is hidden; null: nothing is. */
  readonly since: EpochMs | null;
  /** Footsteps of this time alone; null: of all times. */
  readonly stretch: TimeRange | null;
};

export type PanelData = {
  readonly filter: Filter;
  readonly filtered: boolean;
  /** `before`: how many are hidden as they are older than the page. `searching`: more may be found; `searchedTo`: down to which moment of the store. */
  readonly sessions: { readonly all: readonly Session[]; readonly shown: readonly Session[]; readonly known: boolean; readonly error: unknown; readonly before: number };
  readonly footsteps: { readonly all: readonly Footstep[]; readonly shown: readonly Footstep[]; readonly searching: boolean; readonly searchedTo: EpochMs | null; readonly known: boolean; readonly error: unknown; readonly before: number; /** More are stored before these, and come by `showOlder`. */ readonly hasMore: boolean; readonly showOlder: () => void };
  readonly session: Session | null;
  readonly findings: readonly Finding[];
  readonly mark: (text: string) => readonly MarkedPiece[];
  /** The first picture of the footsteps is there: now what it did without may come. */
  readonly isDrawn: boolean;
};

/** So many footsteps, the last ones, are live; those before them come as the reader gets there, and are searched in the store. */
export const LIVE_FOOTSTEPS = 50_000;

const NO_SESSIONS: readonly Session[] = [];
const NO_FOOTSTEPS: readonly Footstep[] = [];
const NO_FIELDS: readonly FieldSpec[] = [];
const NO_FINDINGS: readonly Finding[] = [];
const NOTHING = liveOf(NO_FOOTSTEPS);
const NO_FINDINGS_YET = liveOf(NO_FINDINGS);
const NO_FILTER: Filter = { root: null, problem: null };
const ALL: Matcher = { session: () => true, footstep: () => true };
const unmarked = (text: string): readonly MarkedPiece[] => [{ text, hit: false }];

/** What the panel shows of what there is. */
export function usePanelData({ tabId, filterText, vendors, sessionKey, since, stretch }: PanelQuery): PanelData {
  const services = useServices();
  const engine = FILTER_ENGINE.use(filterText !== '');
  const filter = useMemo(() => engine?.parseFilter(filterText) ?? NO_FILTER, [engine, filterText]);
  const searching = filter.root !== null;
  const now = useFilterNow(engine?.isTimed(filter.root) ?? false);
  const sessions = useLive(useCallback(() => services.sessions({ tabId }), [services, tabId]));
  const fields = useLive(useCallback(() => services.fields(), [services])).value ?? NO_FIELDS;
  // Those of the whole scope tell which sessions have one that fits, so they are needed beside a session's own.
  const scope = useMemo((): FootstepQuery => ({ tabId, limit: LIVE_FOOTSTEPS }), [tabId]);
  const shownQuery = useMemo((): FootstepQuery => (sessionKey === null ? scope : { sessionKey, limit: LIVE_FOOTSTEPS }), [scope, sessionKey]);
  const wholeScope = sessionKey === null || searching;
  const ofScope = useLive(useCallback((): Live<readonly Footstep[]> => (wholeScope ? services.footsteps(scope) : NOTHING), [services, scope, wholeScope]));
  const ofSession = useLive(useCallback((): Live<readonly Footstep[]> => (sessionKey === null ? NOTHING : services.footsteps(shownQuery)), [services, sessionKey, shownQuery]));
  const footsteps = sessionKey === null ? ofScope : ofSession;
  // Sessions and footsteps are what one waits for: scripts, reading and drawing of the rest would only hold them up.
  const isDrawn = useAfterPicture(footsteps.value !== undefined || footsteps.error !== null);
  const findings = useLive(useCallback((): Live<readonly Finding[]> => (isDrawn ? services.findings({ tabId }) : NO_FINDINGS_YET), [services, tabId, isDrawn])).value ?? NO_FINDINGS;

  const everything = sessions.value ?? NO_SESSIONS;
  const all = useMemo(() => (since === null ? everything : everything.filter((s) => s.lastActivityAt >= since)), [everything, since]);
  const ofVendors = useMemo(() => (vendors.size ? all.filter((s) => vendors.has(s.protocol)) : all), [all, vendors]);
  const matcher = useMemo(() => {
    const known = searching ? [...(ofScope.value ?? NO_FOOTSTEPS), ...(ofSession.value ?? NO_FOOTSTEPS)] : NO_FOOTSTEPS;
    return engine?.compileFilter(filter, { now, vendorName: services.vendorName, fields, findings, footsteps: known }) ?? ALL;
  }, [engine, filter, searching, now, services, fields, findings, ofScope.value, ofSession.value]);
  const mark = useMemo(() => engine?.markerFor(filter.root) ?? unmarked, [engine, filter]);
  const byKey = useMemo(() => new Map(all.map((s) => [s.key, s])), [all]);

  const test = useMemo((): Test<Footstep> | null => (searching ? (f) => matcher.footstep(f, f.sessionKey === null ? undefined : byKey.get(f.sessionKey)) : null), [matcher, searching, byKey]);
  const scopeTest = useMemo((): Test<Footstep> | null => (vendors.size === 0 ? test : (f) => vendors.has(f.protocol) && (!test || test(f))), [test, vendors]);
  const question = useMemo(() => ({ filter, vendors, scope }), [filter, vendors, scope]);
  const [liveOfScope, liveOfSession] = [useOrdered(ofScope.value, since), useOrdered(ofSession.value, since)];
  const liveRows = sessionKey === null ? liveOfScope : liveOfSession;
  const older = useOlderFootsteps(shownQuery, liveRows, since === null && liveRows.length >= LIVE_FOOTSTEPS);
  const [scopeRows, sessionRows] = sessionKey === null ? [older.rows, liveOfSession] : [liveOfScope, older.rows];
  const inScope = useMatching(scopeRows, question, scopeTest);
  const inSession = useMatching(sessionRows, filter, test);
  const olderMatches = useOlderMatches(scope, question, scopeRows, since === null && scopeRows.length >= LIVE_FOOTSTEPS ? scopeTest : null);
  const found = useMemo(() => (olderMatches.found.length ? [...olderMatches.found, ...inScope.shown] : inScope.shown), [olderMatches.found, inScope.shown]);
  const shown = useMemo(() => (engine && searching ? engine.shownSessions(matcher, ofVendors, found) : ofVendors), [engine, matcher, searching, ofVendors, found]);

  const ordered = sessionKey === null ? scopeRows : sessionRows;
  const matching = sessionKey === null ? found : inSession.shown;
  const shownFootsteps = useMemo(() => (stretch === null ? matching : matching.filter((f) => f.occurredAt >= stretch.from && f.occurredAt <= stretch.to)), [matching, stretch]);

  return {
    filter,
    filtered: searching || vendors.size > 0 || stretch !== null,
    sessions: { all, shown, known: sessions.value !== undefined, error: sessions.error, before: everything.length - all.length },
    footsteps: { all: ordered, shown: shownFootsteps, searching: (filterText !== '' && !engine) || !(sessionKey === null ? inScope : inSession).done || olderMatches.searchingAt !== null, searchedTo: olderMatches.searchingAt, known: footsteps.value !== undefined, error: footsteps.error, before: (footsteps.value?.length ?? 0) - liveRows.length, hasMore: older.hasMore, showOlder: older.load },
    session: sessionKey === null ? null : (byKey.get(sessionKey) ?? null),
    findings,
    mark,
    isDrawn,
  };
}

/** In the order in which they happened, without those before `since`. */
const useOrdered = (footsteps: readonly Footstep[] | undefined, since: EpochMs | null): readonly Footstep[] =>
  useMemo(() => {
    const steps = inOrder(footsteps ?? NO_FOOTSTEPS);
    return since === null ? steps : steps.filter((f) => f.occurredAt >= since);
  }, [footsteps, since]);

/** A filter for late sessions must see them become late, yet a thousand lines are not asked anew every second. */
const AGAIN_MS = 5000;

function useFilterNow(timed: boolean): EpochMs {
  const { now } = useServices();
  const [at, setAt] = useState(now);
  useEffect(() => {
    if (!timed) return undefined;
    setAt(now());
    const timer = setInterval(() => setAt(now()), AGAIN_MS);
    return () => clearInterval(timer);
  }, [timed, now]);
  return at;
}
