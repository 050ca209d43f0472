import type { EpochMs } from '../base/time.ts';
import type { EventKind } from '../domain/event.ts';
import type { Footstep } from '../domain/views.ts';

/** So many footsteps, and errors among them, from `from` up to `to`. */
export type ActivityBar = { readonly from: EpochMs; readonly to: EpochMs; readonly count: number; readonly errors: number };
/** Bars of equal time from the start to the end; `most`: the highest. */
export type Activity = { readonly bars: readonly ActivityBar[]; readonly most: number };

/** How much happened over a session, heartbeats left out: they come whatever the user does. Null where there is nothing to draw. */
export function activityOf(footsteps: readonly Footstep[], from: EpochMs, to: EpochMs, bars = 40): Activity | null {
  const seen = footsteps.filter(({ kind }) => kind !== 'heartbeat');
  if (seen.length === 0) return null;
  const first = seen.reduce((least, { occurredAt }) => Math.min(least, occurredAt), from);
  const last = seen.reduce((most, { occurredAt }) => Math.max(most, occurredAt), Math.max(to, first + 1));
  const width = (last - first) / bars;
  const counts = Array.from({ length: bars }, () => ({ count: 0, errors: 0 }));
  for (const { occurredAt, isError } of seen) {
    const bar = counts[Math.min(bars - 1, Math.floor((occurredAt - first) / width))];
    if (!bar) continue;
    bar.count++;
    if (isError) bar.errors++;
  }
  return { bars: counts.map((bar, i) => ({ ...bar, from: first + i * width, to: first + (i + 1) * width })), most: counts.reduce((most, { count }) => Math.max(most, count), 0) };
}

/** Kinds with how many footsteps are of each, the most frequent first. */
export function kindCounts(footsteps: readonly Footstep[]): readonly { readonly kind: EventKind; readonly count: number }[] {
  return [...Map.groupBy(footsteps, ({ kind }) => kind)].map(([kind, of]) => ({ kind, count: of.length })).toSorted((a, b) => b.count - a.count || (a.kind < b.kind ? -1 : 1));
}
