import { useCallback, useMemo } from 'preact/hooks';
import { liveOf, type Live } from '../../lib/base/observable.ts';
import type { Finding } from '../../lib/domain/finding.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { isEmptyFilter, parseFilter, shownSessions, showsFootstep, type Filter } from '../../lib/view/filter.ts';
import { inOrder } from '../../lib/view/footstep-rows.ts';
import { useServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';

export type PanelQuery = {
  readonly tabId: number | null;
  readonly filterText: string;
  /** Empty: all vendors. */
  readonly vendors: ReadonlySet<string>;
  readonly sessionKey: SessionKey | null;
  readonly limit: number;
};

export type PanelData = {
  readonly filter: Filter;
  readonly filtered: boolean;
  readonly sessions: { readonly all: readonly Session[]; readonly shown: readonly Session[]; readonly known: boolean; readonly error: unknown };
  readonly footsteps: { readonly all: readonly Footstep[]; readonly shown: readonly Footstep[]; readonly known: boolean; readonly error: unknown };
  readonly session: Session | null;
  readonly findings: readonly Finding[];
};

/** So many footsteps decide which sessions have one that matches. */
const SEARCHED = 5000;
const NO_SESSIONS: readonly Session[] = [];
const NO_FOOTSTEPS: readonly Footstep[] = [];
const NO_FINDINGS: readonly Finding[] = [];

/** What the panel shows of what there is. */
export function usePanelData({ tabId, filterText, vendors, sessionKey, limit }: PanelQuery): PanelData {
  const services = useServices();
  const filter = useMemo(() => parseFilter(filterText), [filterText]);
  const searching = !isEmptyFilter(filter);
  const sessions = useLive(useCallback(() => services.sessions({ tabId }), [services, tabId]));
  const findings = useLive(useCallback(() => services.findings({ tabId }), [services, tabId])).value ?? NO_FINDINGS;
  const footsteps = useLive(useCallback(() => services.footsteps(sessionKey === null ? { tabId, limit } : { sessionKey, limit }), [services, tabId, sessionKey, limit]));
  const searched = useLive(useCallback((): Live<readonly Footstep[]> => (searching ? services.footsteps({ tabId, limit: SEARCHED }) : liveOf(NO_FOOTSTEPS)), [services, tabId, searching])).value;

  const all = sessions.value ?? NO_SESSIONS;
  const ofVendors = useMemo(() => (vendors.size ? all.filter((s) => vendors.has(s.protocol)) : all), [all, vendors]);
  const shown = useMemo(() => shownSessions(filter, ofVendors, searched ?? NO_FOOTSTEPS), [filter, ofVendors, searched]);
  const byKey = useMemo(() => new Map(all.map((s) => [s.key, s])), [all]);

  const ordered = useMemo(() => inOrder(footsteps.value ?? NO_FOOTSTEPS), [footsteps.value]);
  const shownFootsteps = useMemo(() => {
    const vendorFits = (f: Footstep): boolean => sessionKey !== null || vendors.size === 0 || vendors.has(f.protocol);
    if (!searching && (vendors.size === 0 || sessionKey !== null)) return ordered;
    return ordered.filter((f) => vendorFits(f) && showsFootstep(filter, f, f.sessionKey === null ? undefined : byKey.get(f.sessionKey)));
  }, [ordered, filter, searching, vendors, sessionKey, byKey]);

  return {
    filter,
    filtered: searching || vendors.size > 0,
    sessions: { all, shown, known: sessions.value !== undefined, error: sessions.error },
    footsteps: { all: ordered, shown: shownFootsteps, known: footsteps.value !== undefined, error: footsteps.error },
    session: sessionKey === null ? null : (byKey.get(sessionKey) ?? null),
    findings,
  };
}
