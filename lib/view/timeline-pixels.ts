import type { EpochMs } from '../base/time.ts';
import type { LaneMark, MarkKind } from './timeline.ts';
import { xOf, type TimeRange } from './time-scale.ts';

/** The first of times that are sorted which is not before `at`. */
function firstFrom(times: readonly { readonly at: EpochMs }[], at: EpochMs): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((times[middle]?.at ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The pixels at which marks of these kinds stand in view, each pixel once however many marks fall on it.
 *
 * @param marks oldest first.
 * @param least pixels between two that are drawn.
 */
export function pixelsOf(marks: readonly { readonly at: EpochMs; readonly kind?: MarkKind }[], kinds: readonly MarkKind[] | null, view: TimeRange, width: number, least = 1): readonly number[] {
  const found: number[] = [];
  for (let i = firstFrom(marks, view.from); i < marks.length; i++) {
    const mark = marks[i];
    if (!mark || mark.at > view.to) break;
    if (kinds !== null && (mark.kind === undefined || !kinds.includes(mark.kind))) continue;
    const x = Math.round(xOf(mark.at, view, width));
    if (x - (found.at(-1) ?? Number.NEGATIVE_INFINITY) >= least) found.push(x);
  }
  return found;
}

/** A pointer hits a mark that is this near. */
const NEAR_PX = 5;
/** Of marks equally near, which one is meant: the rarer, the more. */
const WEIGHT: { readonly [kind in MarkKind]: number } = { error: 0, missedBeat: 1, lateBeat: 1, event: 2, beat: 3 };

/** The mark under a pixel, and how many more are within a pixel of it; null where none is near. */
export function markAt(marks: readonly LaneMark[], x: number, view: TimeRange, width: number): { readonly mark: LaneMark; readonly more: number } | null {
  const perPx = (view.to - view.from) / Math.max(1, width);
  const at = view.from + x * perPx;
  let best: { mark: LaneMark; score: number } | null = null;
  for (let i = firstFrom(marks, at - NEAR_PX * perPx); i < marks.length; i++) {
    const mark = marks[i];
    if (!mark || mark.at > at + NEAR_PX * perPx) break;
    const score = Math.round(Math.abs(mark.at - at) / perPx) * 2 + WEIGHT[mark.kind];
    if (!best || score < best.score) best = { mark, score };
  }
  if (!best) return null;
  const near = best.mark.at;
  let more = -1;
  for (let i = firstFrom(marks, near - perPx / 2); i < marks.length && (marks[i]?.at ?? Infinity) <= near + perPx / 2; i++) more++;
  return { mark: best.mark, more };
}

/** The mark with a footstep before or after a moment; null at either end. */
export function neighbourMark(marks: readonly LaneMark[], at: EpochMs, step: 1 | -1): LaneMark | null {
  const own = marks.filter((mark) => mark.footstep !== null);
  return (step > 0 ? own.find((mark) => mark.at > at) : own.findLast((mark) => mark.at < at)) ?? null;
}
