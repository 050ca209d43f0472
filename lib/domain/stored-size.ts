import type { Counters } from './ports.ts';

/**
 * What is stored, as counters that are kept with every write: to count or to measure rows takes seconds once there are a million (facts page,
 * section 5), and the browser's own measure falls only long after rows were deleted.
 */
export type StoredSize = { readonly requests: number; readonly events: number; /** Bodies as they are, rows as an average one takes; an estimate. */ readonly bytes: number };

/** What a row takes on disk beside the body, with its indexes: measured with the recordings of real SDKs in Chromium, rounded up. */
const ROW_BYTES = { request: 1000, event: 1600 } as const;

/** The change of the counters when so much is stored (or, negative, deleted). */
export const storedCounters = ({ requests, events, bodyBytes }: { readonly requests: number; readonly events: number; readonly bodyBytes: number }): Counters => {
  const all = { 'stored.requests': requests, 'stored.events': events, 'stored.bytes': bodyBytes + requests * ROW_BYTES.request + events * ROW_BYTES.event };
  return Object.fromEntries(Object.entries(all).filter(([, n]) => n !== 0));
};

export const storedSize = (counters: Counters): StoredSize => ({ requests: of(counters, 'requests'), events: of(counters, 'events'), bytes: of(counters, 'bytes') });

/** What was removed to keep within the limits, since the counters began. */
export type RemovedByLimits = { readonly sessions: number; readonly events: number };
export const removedByLimits = (counters: Counters): RemovedByLimits => ({ sessions: counters['removed.sessions'] ?? 0, events: counters['removed.events'] ?? 0 });

const of = (counters: Counters, name: string): number => Math.max(0, counters[`stored.${name}`] ?? 0);

/** How much is kept. Null: no such limit. */
export type RetentionLimits = { readonly maxAgeDays: number | null; readonly maxEvents: number | null; readonly maxBytes: number | null };

/** Once a limit is reached, so much of it is made free: the next write shall not reach it again. */
const SLACK = 0.05;

/** What has to go, by age and by amount. Null: nothing by that. */
export function overLimits(size: StoredSize, limits: RetentionLimits, now: number): { readonly olderThan: number | null; readonly events: number; readonly bytes: number } {
  const excess = (is: number, max: number | null): number => (max !== null && is > max ? Math.ceil(is - max * (1 - SLACK)) : 0);
  return { olderThan: limits.maxAgeDays === null ? null : now - limits.maxAgeDays * 86_400_000, events: excess(size.events, limits.maxEvents), bytes: excess(size.bytes, limits.maxBytes) };
}
