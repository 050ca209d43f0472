import type { EpochMs } from '../base/time.ts';
import type { TimeRange } from './time-scale.ts';

/** The times that can be chosen by name, in the order in which they are offered; `custom` has its own ends. */
export const RANGE_IDS = ['today', 'day', 'week', 'month', 'all', 'custom'] as const;
export type RangeId = (typeof RANGE_IDS)[number];

/** A time as chosen: by name, or between two moments. */
export type RangeChoice = { readonly id: Exclude<RangeId, 'custom'> } | { readonly id: 'custom'; readonly from: EpochMs; readonly to: EpochMs };

export const ALL_TIME: RangeChoice = { id: 'all' };

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SPANS = { day: DAY, week: 7 * DAY, month: 30 * DAY } as const;

/** The beginning of the local day. */
export const dayStart = (at: EpochMs): EpochMs => new Date(at).setHours(0, 0, 0, 0);

/**
 * The time that a choice stands for at a moment; its end belongs to it. All time begins with the first session.
 *
 * @param first start of the oldest session; null: there is none
 */
export function rangeAt(choice: RangeChoice, now: EpochMs, first: EpochMs | null): TimeRange {
  switch (choice.id) {
    case 'today':
      return { from: dayStart(now), to: now };
    case 'all':
      return { from: Math.min(first ?? now - DAY, now - 1), to: now };
    case 'custom':
      return { from: choice.from, to: choice.to };
    default:
      return { from: now - SPANS[choice.id], to: now };
  }
}

/** The equally long time before; for today, yesterday up to the same time of day. Null: all time has none before. */
export function rangeBefore(choice: RangeChoice, { from, to }: TimeRange): TimeRange | null {
  if (choice.id === 'all') return null;
  if (choice.id !== 'today') return { from: from - (to - from), to: from };
  const yesterday = dayStart(from - HOUR);
  return { from: yesterday, to: yesterday + (to - from) };
}

/** A time around the middle of another, `factor` times as long, that ends no later than now. */
export function zoomed({ from, to }: TimeRange, factor: number, now: EpochMs): RangeChoice {
  const span = Math.max(MINUTE, (to - from) * factor);
  const middle = (from + to) / 2;
  const end = Math.min(Math.round(middle + span / 2), Math.max(now, to));
  return { id: 'custom', from: Math.round(end - span), to: end };
}

/** A time earlier or later by a part of its length, no later than now. */
export function moved({ from, to }: TimeRange, part: number, now: EpochMs): RangeChoice {
  const by = Math.min((to - from) * part, Math.max(0, now - to));
  return { id: 'custom', from: Math.round(from + by), to: Math.round(to + by) };
}

const MINUTE = 60_000;
const two = (n: number): string => String(n).padStart(2, '0');

/** A moment as a field for date and time takes it: "2026-11-21T10:14", local. */
export function toField(at: EpochMs): string {
  const d = new Date(at);
  return `${String(d.getFullYear()).padStart(4, '0')}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`;
}

/** The moment in such a field; null where there is none. */
export function fromField(text: string): EpochMs | null {
  const at = new Date(text).getTime();
  return text !== '' && Number.isFinite(at) ? at : null;
}
