import { axisLabel, type AxisTime } from '../../lib/view/timeline-words.ts';
import { tickStep, ticksOf, xOf, type TimeRange } from '../../lib/view/time-scale.ts';
import styles from './TimeAxis.module.css';

type TimeAxisProps = { readonly view: TimeRange; readonly width: number; readonly time: AxisTime };

/** Local midnight lies at another place than that of UTC: days of a clock begin there. */
const zoneMs = ({ mode, now }: AxisTime): number => (mode === 'local' ? new Date(now).getTimezoneOffset() * 60_000 : 0);

export const originOf = (time: AxisTime): number => (time.mode === 'relative' ? time.origin : zoneMs(time));

/** The lines of the axis with their times. */
export function TimeAxis({ view, width, time }: TimeAxisProps) {
  const step = tickStep(view, width);
  return (
    <div class={styles['axis']} aria-hidden="true">
      {ticksOf(view, step, originOf(time)).map((at) => <span key={at} class={styles['tick']} style={{ left: `${Math.round(xOf(at, view, width))}px` }}>{axisLabel(at, step, time)}</span>)}
    </div>
  );
}
