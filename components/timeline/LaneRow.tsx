import { useMemo } from 'preact/hooks';
import type { Gap } from '../../lib/domain/ports.ts';
import type { Session } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { stateView } from '../../lib/view/state.ts';
import { xOf, type TimeRange } from '../../lib/view/time-scale.ts';
import { laneOf, type MarkKind, type SessionLane } from '../../lib/view/timeline.ts';
import type { TabTrack } from '../../lib/view/timeline-pages.ts';
import { barPath, capPath, endShape, tickPath } from './lane-paths.ts';
import styles from './LaneRow.module.css';

/** What all lanes are drawn from. */
export type LaneInput = {
  readonly footsteps: ReadonlyMap<string, readonly Footstep[]>;
  readonly tracks: readonly TabTrack[];
  readonly gaps: readonly Gap[];
  /** The moment up to which it is drawn. */
  readonly now: number;
};

const NONE: readonly Footstep[] = [];
const KINDS: readonly MarkKind[] = ['event', 'beat', 'missedBeat', 'lateBeat', 'error'];

export const laneFor = (session: Session, { footsteps, tracks, gaps, now }: LaneInput): SessionLane => laneOf(session, footsteps.get(session.key) ?? NONE, { now, tracks, gaps });

type LaneTrackProps = { readonly lane: SessionLane; readonly view: TimeRange; readonly width: number; readonly now: number; /** Where the chosen footstep stands. */ readonly chosenAt: number | null };

/** A session's bar with its marks. */
export function LaneTrack({ lane, view, width, now, chosenAt }: LaneTrackProps) {
  const { state, tone } = stateView(lane.session, now);
  const paths = useMemo(() => ({
    active: barPath(lane.stretches, 'active', view, width), thin: barPath(lane.stretches, 'idle', view, width) + barPath(lane.stretches, 'after', view, width),
    caps: capPath(lane, view, width), ticks: KINDS.map((kind) => [kind, tickPath(lane, kind, view, width)] as const),
  }), [lane, view, width]);
  const end = endShape(state);
  return (
    <svg class={`${styles['track']} ${styles[tone]}`} width={width} height="22" aria-hidden="true">
      {paths.thin ? <path class={styles['thin']} d={paths.thin} /> : null}
      {paths.active ? <path class={styles['bar']} d={paths.active} /> : null}
      {paths.caps ? <path class={styles['cap']} d={paths.caps} /> : null}
      {end && !lane.open && lane.to >= view.from && lane.to <= view.to ? <path class={styles['end']} d={end} transform={`translate(${Math.round(xOf(lane.to, view, width))} 0)`} /> : null}
      {paths.ticks.map(([kind, d]) => (d ? <path key={kind} class={styles[kind]} d={d} /> : null))}
      {chosenAt !== null && chosenAt >= view.from && chosenAt <= view.to ? <path class={styles['chosen']} d={`M${Math.round(xOf(chosenAt, view, width))} 2v18`} /> : null}
    </svg>
  );
}
