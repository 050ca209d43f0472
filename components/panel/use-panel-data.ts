import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import { liveOf, type Live } from '../../lib/base/observable.ts';
import type { EpochMs } from '../../lib/base/time.ts';
import type { FieldSpec } from '../../lib/domain/field.ts';
import type { Finding } from '../../lib/domain/finding.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import type { Filter } from '../../lib/view/filter/ast.ts';
import { compileFilter, isTimed } from '../../lib/view/filter/evaluate.ts';
import { markerFor, type MarkedPiece } from '../../lib/view/filter/marks.ts';
import { parseFilter } from '../../lib/view/filter/parse.ts';
import { shownSessions } from '../../lib/view/filter/select.ts';
import { inOrder } from '../../lib/view/footstep-rows.ts';
import type { TimeRange } from '../../lib/view/time-scale.ts';
import { useServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';

export type PanelQuery = {
  readonly tabId: number | null;
  readonly filterText: string;
  /** Empty: all vendors. */
  readonly vendors: ReadonlySet<string>;
  readonly sessionKey: SessionKey | null;
  readonly limit: number;
  /** What was over before is hidden; null: nothing is. */
  readonly since: EpochMs | null;
  /** Footsteps of this time alone; null: of all times. */
  readonly stretch: TimeRange | null;
};

export type PanelData = {
  readonly filter: Filter;
  readonly filtered: boolean;
  /** `before`: how many are hidden as they are older than the page. */
  readonly sessions: { readonly all: readonly Session[]; readonly shown: readonly Session[]; readonly known: boolean; readonly error: unknown; readonly before: number };
  readonly footsteps: { readonly all: readonly Footstep[]; readonly shown: readonly Footstep[]; readonly known: boolean; readonly error: unknown; readonly before: number };
  readonly session: Session | null;
  readonly findings: readonly Finding[];
  readonly mark: (text: string) => readonly MarkedPiece[];
};

/** So many footsteps decide which sessions have one that matches. */
const SEARCHED = 5000;
const NO_SESSIONS: readonly Session[] = [];
const NO_FOOTSTEPS: readonly Footstep[] = [];
const NO_FIELDS: readonly FieldSpec[] = [];
const NO_FINDINGS: readonly Finding[] = [];

/** What the panel shows of what there is. */
export function usePanelData({ tabId, filterText, vendors, sessionKey, limit, since, stretch }: PanelQuery): PanelData {
  const services = useServices();
  const filter = useMemo(() => parseFilter(filterText), [filterText]);
  const searching = filter.root !== null;
  const now = useFilterNow(isTimed(filter.root));
  const sessions = useLive(useCallback(() => services.sessions({ tabId }), [services, tabId]));
  const findings = useLive(useCallback(() => services.findings({ tabId }), [services, tabId])).value ?? NO_FINDINGS;
  const fields = useLive(useCallback(() => services.fields(), [services])).value ?? NO_FIELDS;
  const footsteps = useLive(useCallback(() => services.footsteps(sessionKey === null ? { tabId, limit } : { sessionKey, limit }), [services, tabId, sessionKey, limit]));
  const searched = useLive(useCallback((): Live<readonly Footstep[]> => (searching ? services.footsteps({ tabId, limit: SEARCHED }) : liveOf(NO_FOOTSTEPS)), [services, tabId, searching])).value;

  const everything = sessions.value ?? NO_SESSIONS;
  const all = useMemo(() => (since === null ? everything : everything.filter((s) => s.lastActivityAt >= since)), [everything, since]);
  const ofVendors = useMemo(() => (vendors.size ? all.filter((s) => vendors.has(s.protocol)) : all), [all, vendors]);
  const matcher = useMemo(() => {
    const known = searching ? [...(searched ?? NO_FOOTSTEPS), ...(footsteps.value ?? NO_FOOTSTEPS)] : NO_FOOTSTEPS;
    return compileFilter(filter, { now, vendorName: services.vendorName, fields, findings, footsteps: known });
  }, [filter, searching, now, services, fields, findings, searched, footsteps.value]);
  const mark = useMemo(() => markerFor(filter.root), [filter]);
  const shown = useMemo(() => (searching ? shownSessions(matcher, ofVendors, searched ?? NO_FOOTSTEPS) : ofVendors), [matcher, searching, ofVendors, searched]);
  const byKey = useMemo(() => new Map(all.map((s) => [s.key, s])), [all]);

  const ordered = useMemo(() => {
    const steps = inOrder(footsteps.value ?? NO_FOOTSTEPS);
    return since === null ? steps : steps.filter((f) => f.occurredAt >= since);
  }, [footsteps.value, since]);
  const shownFootsteps = useMemo(() => {
    const vendorFits = (f: Footstep): boolean => sessionKey !== null || vendors.size === 0 || vendors.has(f.protocol);
    const timeFits = (f: Footstep): boolean => stretch === null || (f.occurredAt >= stretch.from && f.occurredAt <= stretch.to);
    if (!searching && stretch === null && (vendors.size === 0 || sessionKey !== null)) return ordered;
    return ordered.filter((f) => timeFits(f) && vendorFits(f) && matcher.footstep(f, f.sessionKey === null ? undefined : byKey.get(f.sessionKey)));
  }, [ordered, matcher, searching, stretch, vendors, sessionKey, byKey]);

  return {
    filter,
    filtered: searching || vendors.size > 0 || stretch !== null,
    sessions: { all, shown, known: sessions.value !== undefined, error: sessions.error, before: everything.length - all.length },
    footsteps: { all: ordered, shown: shownFootsteps, known: footsteps.value !== undefined, error: footsteps.error, before: (footsteps.value?.length ?? 0) - ordered.length },
    session: sessionKey === null ? null : (byKey.get(sessionKey) ?? null),
    findings,
    mark,
  };
}

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
