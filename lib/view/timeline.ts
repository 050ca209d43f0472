import type { EpochMs } from '../base/time.ts';
import type { EventId } from '../domain/event.ts';
import type { Gap } from '../domain/ports.ts';
import type { Session, SessionKey } from '../domain/session.ts';
import type { Footstep } from '../domain/views.ts';
import { endOf } from './state.ts';
import { beatTicks, type BeatKind } from './timeline-beats.ts';
import { hiddenTogether, type TabTrack } from './timeline-pages.ts';
import type { TimeRange } from './time-scale.ts';

/** What stands on a lane at a moment. `footstep` null: a beat that is known by its time alone, or was due and did not come. */
export type MarkKind = BeatKind | 'error' | 'event';
export type LaneMark = { readonly at: EpochMs; readonly kind: MarkKind; readonly footstep: EventId | null };

/** A part of a session's bar: it was active, silent for long, or silent since and waiting for its time-out. */
export type LaneStretch = { readonly from: EpochMs; readonly to: EpochMs; readonly kind: 'active' | 'idle' | 'after' };

/** A session as drawn on the time axis. `to`: its end, or now while it is open. */
export type SessionLane = {
  readonly session: Session;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly open: boolean;
  readonly stretches: readonly LaneStretch[];
  /** Oldest first. */
  readonly marks: readonly LaneMark[];
  readonly missed: number;
  readonly late: number;
};

export type TimelineRow =
  | { readonly type: 'tab'; readonly key: string; readonly track: TabTrack }
  | { readonly type: 'vendor'; readonly key: string; readonly protocol: string; readonly name: string; readonly count: number }
  | { readonly type: 'session'; readonly key: string; readonly session: Session };

/** Tabs first, then the vendors by name, each with its sessions, newest start first as in the list of sessions. */
export function timelineRows(sessions: readonly Session[], tracks: readonly TabTrack[], vendorName: (protocol: string) => string): readonly TimelineRow[] {
  const tabs = new Set(sessions.flatMap((session) => session.tabIds));
  const byVendor = [...Map.groupBy(sessions, (s) => s.protocol as string)].map(([protocol, own]) => ({ protocol, name: vendorName(protocol), own })).toSorted((a, b) => a.name.localeCompare(b.name));
  return [
    ...tracks.filter(({ tabId }) => tabs.has(tabId)).map((track): TimelineRow => ({ type: 'tab', key: `tab:${track.tabId}`, track })),
    ...byVendor.flatMap(({ protocol, name, own }): TimelineRow[] => [
      { type: 'vendor', key: `vendor:${protocol}`, protocol, name, count: own.length },
      ...own.toSorted((a, b) => b.startedAt - a.startedAt || (a.key < b.key ? -1 : 1)).map((session): TimelineRow => ({ type: 'session', key: session.key, session })),
    ]),
  ];
}

/** Footsteps of each session, oldest first as they come. */
export const bySession = (footsteps: readonly Footstep[]): ReadonlyMap<SessionKey, readonly Footstep[]> =>
  Map.groupBy(footsteps.filter((f) => f.sessionKey !== null), (f) => f.sessionKey as SessionKey);

/** From the first start to the last end, or to now where any session is open; null without sessions. */
export function extentOf(sessions: readonly Session[], now: EpochMs): TimeRange | null {
  let [from, to] = [Infinity, -Infinity];
  for (const session of sessions) {
    from = Math.min(from, session.startedAt);
    to = Math.max(to, endOf(session, now) ?? now, session.lastActivityAt);
  }
  return from <= to ? { from, to: Math.max(to, from + 1_000) } : null;
}

export type LaneOptions = { readonly now: EpochMs; readonly tracks: readonly TabTrack[]; readonly gaps: readonly Gap[] };

/** @param footsteps of the session, oldest first; older ones may not be loaded. */
export function laneOf(session: Session, footsteps: readonly Footstep[], { now, tracks, gaps }: LaneOptions): SessionLane {
  const endedAt = endOf(session, now);
  const to = Math.max(session.startedAt, endedAt ?? now);
  const excused = [...hiddenTogether(tracks, session.tabIds, now), ...gaps.map((gap) => ({ from: gap.from, to: gap.to ?? now }))];
  const beats = beatTicks(session.heartbeat, footsteps, to, excused);
  const others = footsteps.filter((f) => f.kind !== 'heartbeat').map((f): LaneMark => ({ at: f.occurredAt, kind: f.isError ? 'error' : 'event', footstep: f.id }));
  return {
    session, from: session.startedAt, to, open: endedAt === null, stretches: stretchesOf(session, footsteps, to),
    marks: [...beats, ...others].toSorted((a, b) => a.at - b.at),
    missed: beats.filter((beat) => beat.kind === 'missedBeat').length,
    late: beats.filter((beat) => beat.kind === 'lateBeat').length,
  };
}

/** Where no rule tells when a session counts as idle. */
const IDLE_MS = 5 * 60_000;
/** In a short session a shorter silence is seen too, but none below this. */
const LEAST_IDLE_MS = 30_000;
const READABLE_PART = 0.25;

/** How long a silence is drawn as one: by the session's own rule, or a part of it that is seen at a glance. */
function idleAfter({ upcoming, lastActivityAt, startedAt }: Session, to: EpochMs): number {
  const idle = upcoming.find((change) => change.state === 'idle');
  return Math.min(idle ? Math.max(LEAST_IDLE_MS, idle.at - lastActivityAt) : IDLE_MS, Math.max(LEAST_IDLE_MS, (to - startedAt) * READABLE_PART));
}

function stretchesOf(session: Session, footsteps: readonly Footstep[], to: EpochMs): readonly LaneStretch[] {
  const { startedAt, lastActivityAt, heartbeat, counts } = session;
  const silence = idleAfter(session, to);
  // Where older footsteps are not loaded nothing is known of silences among them.
  const knownFrom = footsteps.length < counts.events ? (footsteps[0]?.occurredAt ?? lastActivityAt) : startedAt;
  const signs = [startedAt, ...footsteps.map((f) => f.occurredAt), ...heartbeat.seen, Math.min(lastActivityAt, to)].filter((at) => at >= startedAt && at <= to).toSorted((a, b) => a - b);
  const stretches: LaneStretch[] = [];
  let from = startedAt;
  signs.forEach((at, i) => {
    const before = signs[i - 1] ?? at;
    if (at - before <= silence || before < knownFrom) return;
    if (before > from) stretches.push({ from, to: before, kind: 'active' });
    stretches.push({ from: before, to: at, kind: 'idle' });
    from = at;
  });
  const last = signs.at(-1) ?? startedAt;
  const isSilent = to - last > (session.endedAt === null ? silence : 0);
  const activeTo = isSilent ? last : to;
  if (activeTo > from) stretches.push({ from, to: activeTo, kind: 'active' });
  if (isSilent && to > last) stretches.push({ from: last, to, kind: 'after' });
  return stretches;
}
