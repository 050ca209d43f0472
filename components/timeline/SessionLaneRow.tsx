import { useMemo } from 'preact/hooks';
import type { Session } from '../../lib/domain/session.ts';
import { stateAt } from '../../lib/domain/session.ts';
import { isOpenAt } from '../../lib/view/state.ts';
import { laneWords, type AxisTime } from '../../lib/view/timeline-words.ts';
import type { TimeRange } from '../../lib/view/time-scale.ts';
import { laneOf } from '../../lib/view/timeline.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { SessionLabel } from '../sessions/SessionLabel.tsx';
import { StateDot } from '../ui/StateDot.tsx';
import { LaneTrack, type LaneInput } from './LaneRow.tsx';
import styles from './Timeline.module.css';

type SessionLaneRowProps = { readonly session: Session; readonly input: LaneInput; readonly view: TimeRange; readonly width: number; readonly time: AxisTime; readonly chosenAt: number | null };

const NONE: readonly Footstep[] = [];

/** The label and the lane of a session. One that is over is drawn anew only when something of it changes. */
export function SessionLaneRow({ session, input, view, width, time, chosenAt }: SessionLaneRowProps) {
  const own = input.footsteps.get(session.key) ?? NONE;
  const { tracks, gaps } = input;
  // What is over looks the same at any later moment.
  const now = isOpenAt(session, input.now) ? input.now : Number.MAX_SAFE_INTEGER;
  const lane = useMemo(() => laneOf(session, own, { now, tracks, gaps }), [session, own, now, tracks, gaps]);
  return (
    <>
      <div class={styles['label']} role="rowheader"><StateDot state={stateAt(session, input.now)} /><SessionLabel session={session} /></div>
      <div class={styles['cell']} role="gridcell">
        <span class={styles['words']}>{laneWords(lane, time)}</span>
        <LaneTrack lane={lane} view={view} width={width} now={input.now} chosenAt={chosenAt} />
      </div>
    </>
  );
}
