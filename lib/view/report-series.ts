import type { EpochMs } from '../base/time.ts';
import type { Session } from '../domain/session.ts';
import { userKey } from './report-user.ts';
import { spanOf, type TimeRange } from './time-scale.ts';

/** Sessions that began, and different users among them, in stretches of time: `at[i]` to `at[i + 1]`. */
export type ReportSeries = { readonly at: readonly EpochMs[]; readonly end: EpochMs; readonly sessions: readonly number[]; readonly users: readonly number[]; readonly errors: readonly number[] };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 7 * DAY, 28 * DAY, 91 * DAY, 364 * DAY] as const;
/** More bars than these are thinner than a reader can point at. */
const MOST_BARS = 96;

/** How long a bar of the chart stands for. */
export const barOf = (range: TimeRange): number => STEPS.find((step) => spanOf(range) / step <= MOST_BARS) ?? Math.ceil(spanOf(range) / MOST_BARS / DAY) * DAY;

/** The beginnings of bars: round local times, the first at or before the start. Days are those of the calendar, also where one has 23 hours. */
function beginnings(range: TimeRange, bar: number): EpochMs[] {
  const day = new Date(range.from).setHours(0, 0, 0, 0);
  const all: EpochMs[] = [];
  if (bar >= DAY) {
    const date = new Date(day);
    for (; date.getTime() <= range.to && all.length <= MOST_BARS + 1; date.setDate(date.getDate() + Math.round(bar / DAY))) all.push(date.getTime());
    return all;
  }
  for (let at = day + Math.floor((range.from - day) / bar) * bar; at <= range.to; at += bar) all.push(at);
  return all;
}

/** Counts sessions where they began. Those outside the time are left out. */
export function reportSeries(sessions: readonly Session[], range: TimeRange): ReportSeries {
  const bar = barOf(range);
  const at = beginnings(range, bar);
  const counts = at.map(() => 0);
  const errors = at.map(() => 0);
  const users = at.map(() => new Set<string>());
  for (const { startedAt, identity, counts: of } of sessions) {
    if (startedAt < range.from || startedAt > range.to) continue;
    const i = placeOf(at, startedAt);
    counts[i] = (counts[i] ?? 0) + 1;
    errors[i] = (errors[i] ?? 0) + of.errors;
    const user = userKey(identity);
    if (user !== null) users[i]?.add(user);
  }
  return { at, end: (at.at(-1) ?? range.from) + bar, sessions: counts, users: users.map(({ size }) => size), errors };
}

/** The last that is not after a moment. */
function placeOf(at: readonly EpochMs[], moment: EpochMs): number {
  let [from, to] = [0, at.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((at[middle] as number) <= moment) from = middle + 1;
    else to = middle;
  }
  return Math.max(0, from - 1);
}

const two = (n: number): string => String(n).padStart(2, '0');

/**
 * What stands under a line of the time axis, in local time: the time of day, and the date where it is another than that of the line before.
 *
 * @param step from one line to the next
 * @param before the line before; null: it is the first
 */
export function axisText(at: EpochMs, step: number, before: EpochMs | null): string {
  const date = new Date(at);
  const day = `${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const isOtherYear = before === null || new Date(before).getFullYear() !== date.getFullYear();
  if (step >= 28 * DAY) return `${date.getFullYear()}-${two(date.getMonth() + 1)}`;
  if (step >= DAY) return isOtherYear ? `${date.getFullYear()}-${day}` : day;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}`;
  if (before !== null && new Date(before).toDateString() === date.toDateString()) return clock;
  return clock === '00:00' ? day : `${day} ${clock}`;
}
