import type { EpochMs } from '../base/time.ts';
import { formatClock, formatDateTime, formatOffset } from './format.ts';

/** How moments are written: since the session's start, by the clock on the wall, or by the world's. */
export const TIME_MODES = ['relative', 'local', 'utc'] as const;
export type TimeMode = (typeof TIME_MODES)[number];

/** What was remembered as a mode; `relative` where it is none. */
export const asTimeMode = (text: string | null): TimeMode => TIME_MODES.find((mode) => mode === text) ?? 'relative';

const utc = (at: EpochMs): string => (Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : '');

/**
 * A moment for a column. `origin` is what relative times count from: the start of the session. Null, as sessions are mixed: then a relative
 * time says nothing, and the time of day stands in its place.
 */
export function timeText(at: EpochMs, mode: TimeMode, origin: EpochMs | null): string {
  return mode === 'relative' && origin !== null ? formatOffset(at - origin) : clockText(at, mode, true);
}

/** Time of day: "10:14:30", with `millis` "10:14:30.250". No zone: a column's head says which. */
export function clockText(at: EpochMs, mode: TimeMode, millis = false): string {
  return mode === 'utc' ? utc(at).slice(11, millis ? 23 : 19) : formatClock(at, millis);
}

/** Date and time: "2026-11-21 10:14:30", in UTC "2026-11-21 10:14:30 UTC". */
export function dateTimeText(at: EpochMs, mode: TimeMode): string {
  return mode === 'utc' ? `${utc(at).slice(0, 19).replace('T', ' ')} UTC` : formatDateTime(at);
}

/** The time of day where it is on the same day as `now`, else with the date. */
export function momentText(at: EpochMs, now: EpochMs, mode: TimeMode): string {
  const day = (moment: EpochMs): string => (mode === 'utc' ? utc(moment).slice(0, 10) : new Date(moment).toDateString());
  return day(at) === day(now) ? clockText(at, mode) : dateTimeText(at, mode);
}
