import type { Footstep } from '../domain/views.ts';

const byOccurrence = (a: Footstep, b: Footstep): number => a.occurredAt - b.occurredAt || a.receivedAt - b.receivedAt || a.index - b.index;

/** In the order in which things happened, oldest first. Lists that already are cost one pass. */
export function inOrder(footsteps: readonly Footstep[]): readonly Footstep[] {
  const sorted = footsteps.every((f, i) => i === 0 || byOccurrence(footsteps[i - 1] as Footstep, f) <= 0);
  return sorted ? footsteps : footsteps.toSorted(byOccurrence);
}
