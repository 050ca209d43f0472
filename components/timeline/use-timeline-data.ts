import { useCallback, useMemo, useRef } from 'preact/hooks';
import { liveOf, type Live } from '../../lib/base/observable.ts';
import type { Gap } from '../../lib/domain/ports.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import { SHOWN_MOMENTS, type TabMoment } from '../../lib/domain/tab-moment.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { inOrder } from '../../lib/view/footstep-rows.ts';
import { gapsOf } from '../../lib/view/gaps.ts';
import { bySession } from '../../lib/view/timeline.ts';
import { tabTracks } from '../../lib/view/timeline-pages.ts';
import { visitsOf, visitWith, type Visit } from '../../lib/view/visits.ts';
import { useServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';

/** Marks are drawn of the newest so many: more than there are pixels, and few enough to be gone over with each arrival. */
export const LANE_FOOTSTEPS = 5_000;
/** With a session chosen the lists hold its footsteps alone: so many of the others are read for the lanes. */
const OTHER_FOOTSTEPS = 2_000;

const newest = (footsteps: readonly Footstep[]): readonly Footstep[] => (footsteps.length > LANE_FOOTSTEPS ? footsteps.slice(-LANE_FOOTSTEPS) : footsteps);
/** Which sessions are drawn: the visit of the chosen session (else the newest), all, or a visit by its id. */
export type Which = 'follow' | 'all' | SessionKey;

const NO_GAPS: readonly Gap[] = [];
const NO_MOMENTS: readonly TabMoment[] = [];

export type TimelineQuery = {
  readonly tabId: number | null;
  readonly sessions: readonly Session[];
  readonly sessionKey: SessionKey | null;
  /** Of the chosen session, or of all where none is chosen; oldest first. */
  readonly footsteps: readonly Footstep[];
  readonly which: Which;
  /** Nothing is drawn: what is read for the lanes alone is not read. */
  readonly asleep: boolean;
  /** The session that was chosen when `which` was. */
  readonly pickedWith: SessionKey | null;
};

/** What the timeline draws. */
export function useTimelineData({ tabId, sessions, sessionKey, footsteps: all, which, pickedWith, asleep }: TimelineQuery) {
  const footsteps = useMemo(() => newest(all), [all]);
  const services = useServices();
  const allGaps = useLive(useCallback(() => services.gaps({ tabId }), [services, tabId])).value ?? NO_GAPS;
  const moments = useLive(useCallback(() => services.tabMoments({ tabId }), [services, tabId])).value ?? NO_MOMENTS;
  const isChosen = sessionKey !== null;
  const others = useLive(useCallback((): Live<readonly Footstep[] | null> => (isChosen && !asleep ? services.footsteps({ tabId, limit: OTHER_FOOTSTEPS }) : liveOf(null)), [services, tabId, isChosen, asleep])).value;
  // What was there stays until the answer comes: a choice must not empty the lanes for a moment.
  const last = useRef<readonly Footstep[]>(footsteps);
  if (!isChosen) last.current = footsteps;
  const wide = isChosen ? (others ?? last.current) : footsteps;

  const visits = useMemo(() => visitsOf(sessions, services.now()), [sessions, services]);
  const own = sessionKey === null ? null : visitWith(visits, sessionKey);
  // A visit that was picked by hand gives way when a session of another is chosen.
  const picked = which !== 'all' && which !== 'follow' && (own === null || sessionKey === pickedWith || own.id === which) ? visitWith(visits, which) : null;
  const visit: Visit | null = which === 'all' ? null : (picked ?? own ?? visits[0] ?? null);
  const drawn = which === 'all' || visit === null ? sessions : visit.sessions;
  const ordered = useMemo(() => inOrder(wide), [wide]);
  const lanes = useMemo(() => {
    const map = new Map<string, readonly Footstep[]>(bySession(ordered));
    if (sessionKey !== null && footsteps.length) map.set(sessionKey, footsteps);
    return map;
  }, [ordered, sessionKey, footsteps]);
  const tabs = useMemo(() => new Set(drawn.flatMap((session) => session.tabIds)), [drawn]);
  const tracks = useMemo(() => tabTracks(ordered, moments).filter((track) => tabs.has(track.tabId)), [ordered, moments, tabs]);
  const gaps = useMemo(() => gapsOf(allGaps, { tabIds: [...tabs], sites: drawn.map((session) => session.site) }), [allGaps, tabs, drawn]);
  return { visits, visit, drawn, lanes, tracks, gaps, newestMoments: moments.length >= SHOWN_MOMENTS ? SHOWN_MOMENTS : null, newest: all.length > LANE_FOOTSTEPS ? LANE_FOOTSTEPS : (others?.length ?? 0) >= OTHER_FOOTSTEPS ? OTHER_FOOTSTEPS : null };
}
