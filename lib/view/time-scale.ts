import type { EpochMs } from '../base/time.ts';

/** A stretch of time: what a time axis shows, or what was brushed on it. */
export type TimeRange = { readonly from: EpochMs; readonly to: EpochMs };

/** Closer than this nobody can look: events carry whole milliseconds. */
export const MIN_SPAN_MS = 50;
/** Zoomed out, the axis reaches this much beyond what there is, as a part of it. */
const BEYOND = 0.1;

export const spanOf = ({ from, to }: TimeRange): number => to - from;

/** The pixel of a moment on an axis of `width` pixels; beyond either edge it lies outside 0..width. */
export const xOf = (at: EpochMs, view: TimeRange, width: number): number => ((at - view.from) / spanOf(view)) * width;
export const timeAt = (x: number, view: TimeRange, width: number): EpochMs => view.from + (x / Math.max(1, width)) * spanOf(view);

/** The bounds with a little air, so that marks at either end are whole. */
export function withAir({ from, to }: TimeRange, part = 0.02): TimeRange {
  const air = Math.max((to - from) * part, MIN_SPAN_MS / 2);
  return { from: from - air, to: to + air };
}

/** A view inside its bounds: neither closer than can be read, nor further than there is, nor away from it. */
export function clampView(view: TimeRange, bounds: TimeRange): TimeRange {
  const whole = withAir(bounds, BEYOND);
  const span = Math.min(Math.max(spanOf(view), MIN_SPAN_MS), spanOf(whole));
  const middle = (view.from + view.to) / 2;
  const from = Math.min(Math.max(middle - span / 2, whole.from), whole.to - span);
  return { from, to: from + span };
}

/** Zooms by `factor` (below 1: closer); what is at `anchor` stays where it is. */
export function zoomAt(view: TimeRange, factor: number, anchor: EpochMs, bounds: TimeRange): TimeRange {
  const limit = spanOf(withAir(bounds, BEYOND));
  const span = Math.min(Math.max(spanOf(view) * factor, MIN_SPAN_MS), limit);
  const from = anchor - ((anchor - view.from) / spanOf(view)) * span;
  return clampView({ from, to: from + span }, bounds);
}

/** Moves the view by a part of its own span. */
export function panBy(view: TimeRange, part: number, bounds: TimeRange): TimeRange {
  const by = spanOf(view) * part;
  return clampView({ from: view.from + by, to: view.to + by }, bounds);
}

/** The view moved as little as shows a moment, with some room around it. */
export function showTime(view: TimeRange, at: EpochMs, bounds: TimeRange): TimeRange {
  const room = spanOf(view) * 0.1;
  if (at >= view.from && at <= view.to) return view;
  const by = at < view.from ? at - room - view.from : at + room - view.to;
  return clampView({ from: view.from + by, to: view.to + by }, bounds);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  10, 20, 50, 100, 200, 500, SECOND, 2 * SECOND, 5 * SECOND, 10 * SECOND, 15 * SECOND, 30 * SECOND, MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
  HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY, 7 * DAY, 28 * DAY, 91 * DAY, 364 * DAY,
];

/** The distance between two lines of an axis: a round number of time units, at least `minPx` wide. */
export function tickStep(view: TimeRange, width: number, minPx = 90): number {
  const least = (spanOf(view) / Math.max(1, width)) * minPx;
  return STEPS.find((step) => step >= least) ?? (STEPS.at(-1) as number) * Math.ceil(least / (STEPS.at(-1) as number));
}

/** So many lines at most, however the numbers lie. */
const MAX_TICKS = 200;

/** The moments at which lines of the axis stand: multiples of the step, counted from `origin`. */
export function ticksOf(view: TimeRange, step: number, origin: EpochMs): readonly EpochMs[] {
  const first = origin + Math.ceil((view.from - origin) / step) * step;
  const count = Math.min(MAX_TICKS, Math.floor((view.to - first) / step) + 1);
  return Array.from({ length: Math.max(0, count) }, (_, i) => first + i * step);
}

/** The moment up to which an axis that follows the clock is drawn: a round one ahead of now, so that not each second redraws it all. */
export function aheadOf(from: EpochMs, now: EpochMs): EpochMs {
  const step = tickStep({ from, to: Math.max(now, from + SECOND) }, 1, 0.06);
  return from + (Math.floor((now - from) / step) + 1) * step;
}
