import type { EpochMs } from '../base/time.ts';
import type { Footstep } from '../domain/views.ts';

/** What a reader had seen when they last were where new footsteps come in: by when it came, and how late it happened. */
export type SeenUntil = { readonly receivedAt: EpochMs; readonly occurredAt: EpochMs };

const SEEN_NOTHING: SeenUntil = { receivedAt: Number.NEGATIVE_INFINITY, occurredAt: Number.NEGATIVE_INFINITY };

/** Having seen all of these, oldest first. */
export function seenUntil(footsteps: readonly Footstep[]): SeenUntil {
  return footsteps.reduce((seen, { receivedAt, occurredAt }) => (receivedAt > seen.receivedAt || occurredAt > seen.occurredAt ? { receivedAt: Math.max(receivedAt, seen.receivedAt), occurredAt: Math.max(occurredAt, seen.occurredAt) } : seen), SEEN_NOTHING);
}

/**
 * How many came since. Told by their times, not their places: a filter may have taken away what was last. `afterLast`: only those that happened
 * after all that was seen; one that was sent late stands among the older ones.
 */
export function newSince(footsteps: readonly Footstep[], seen: SeenUntil, afterLast: boolean): number {
  let count = 0;
  for (const { receivedAt, occurredAt } of footsteps) if (receivedAt > seen.receivedAt && (!afterLast || occurredAt >= seen.occurredAt)) count++;
  return count;
}
