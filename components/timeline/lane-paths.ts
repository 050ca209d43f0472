import type { SessionState } from '../../lib/domain/session.ts';
import { xOf, type TimeRange } from '../../lib/view/time-scale.ts';
import type { LaneStretch, MarkKind, SessionLane } from '../../lib/view/timeline.ts';
import { pixelsOf } from '../../lib/view/timeline-pixels.ts';

/** The shapes of a lane, one path a kind however many marks there are: a lane is ten elements at any size. */

/** Off screen by more than this nothing needs to be exact, and numbers stay small. */
const OFF_PX = 20;
const near = (x: number, width: number): number => Math.round(Math.min(width + OFF_PX, Math.max(-OFF_PX, x)));

/** Stretches of one kind as bars, at least a pixel wide. */
export function barPath(stretches: readonly LaneStretch[], kind: LaneStretch['kind'], view: TimeRange, width: number): string {
  const [top, height] = kind === 'active' ? [5, 12] : [10, 2];
  return stretches.filter((part) => part.kind === kind && part.to >= view.from && part.from <= view.to).map(({ from, to }) => {
    const left = near(xOf(from, view, width), width);
    return `M${left} ${top}h${Math.max(1, near(xOf(to, view, width), width) - left)}v${height}H${left}z`;
  }).join('');
}

const TICKS: { readonly [kind in MarkKind]: { readonly shape: (x: number) => string; readonly least: number } } = {
  beat: { shape: (x) => `M${x + 0.5} 8v6`, least: 2 },
  lateBeat: { shape: (x) => `M${x} 4v14M${x - 2} 4h4`, least: 3 },
  missedBeat: { shape: (x) => `M${x - 2} 17v-7h4v7`, least: 6 },
  event: { shape: (x) => `M${x + 0.5} 5v12`, least: 2 },
  error: { shape: (x) => `M${x - 4} 1h8l-4 7z`, least: 3 },
};

export const tickPath = (lane: Pick<SessionLane, 'marks'>, kind: MarkKind, view: TimeRange, width: number): string =>
  pixelsOf(lane.marks, [kind], view, width, TICKS[kind].least).map(TICKS[kind].shape).join('');

/** Upright lines where a session began and ended, as far as in view. */
export function capPath({ from, to, open }: SessionLane, view: TimeRange, width: number): string {
  return [from, ...(open ? [] : [to])].filter((at) => at >= view.from && at <= view.to).map((at) => `M${Math.round(xOf(at, view, width))} 3v16`).join('');
}

/** What an end was, behind it: a square for ended, an hourglass for run out, a cross for crashed, a diamond for abnormal. */
const ENDS: { readonly [state in SessionState]: string } = {
  live: '', late: '', idle: '', ended: 'M4 8h6v6h-6z', expired: 'M4 7h7l-7 8h7z', crashed: 'M4 8l6 6M10 8l-6 6', abnormal: 'M7 6.5l4 4.5l-4 4.5l-4-4.5z',
};

export const endShape = (state: SessionState): string => ENDS[state];
