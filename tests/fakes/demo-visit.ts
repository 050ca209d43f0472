import type { Gap } from '../../lib/domain/ports.ts';
import type { TabMoment } from '../../lib/domain/tab-moment.ts';
import type { Session } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { demoFootstep, demoFootsteps } from './demo-footsteps.ts';
import { DEMO_SESSIONS, DEMO_TAB, NOW } from './demo-sessions.ts';

const SECOND = 1000;

/** The demo's sessions with their heartbeats as footsteps, the pages that were opened, a stretch out of sight and one without recording. */
export function demoVisit(): { readonly sessions: readonly Session[]; readonly footsteps: readonly Footstep[]; readonly moments: readonly TabMoment[]; readonly gaps: readonly Gap[] } {
  const beats = DEMO_SESSIONS.flatMap((session) => session.heartbeat.seen.map((at, n) => demoFootstep(session, 1000 + n, at - session.startedAt, { kind: 'heartbeat', name: 'heartbeat', page: null })));
  const others = demoFootsteps().filter((footstep) => footstep.kind !== 'heartbeat');
  const moment = (before: number, what: TabMoment['what']): TabMoment => ({ tabId: DEMO_TAB, at: NOW - before * SECOND, what });
  return {
    sessions: DEMO_SESSIONS,
    footsteps: [...others, ...beats].toSorted((a, b) => a.occurredAt - b.occurredAt),
    moments: [moment(273, 'navigated'), moment(150, 'hidden'), moment(128, 'shown'), moment(90, 'navigated')],
    gaps: [{ from: NOW - 60 * SECOND, to: NOW - 44 * SECOND, why: 'paused', lost: null }],
  };
}
