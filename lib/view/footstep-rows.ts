import type { EpochMs } from '../base/time.ts';
import type { Footstep } from '../domain/views.ts';
import { deliveryOf, deliveryText } from './delivery.ts';
import { formatClock, formatOffset, pageLabel } from './format.ts';
import { kindWord } from './kind.ts';
import type { Tone } from './tone.ts';

/** A footstep as its line shows it. `time`: since the start of the session, or the time of day where no session is chosen. */
export type FootstepRow = {
  readonly time: string; readonly kind: string; readonly name: string; readonly page: string;
  readonly delivery: string; readonly tone: Tone; readonly isError: boolean;
};

/** `startedAt` null: no one session is shown. Made for the visible lines only. */
export function footstepRow(footstep: Footstep, startedAt: EpochMs | null): FootstepRow {
  return {
    time: startedAt === null ? formatClock(footstep.occurredAt, true) : formatOffset(footstep.occurredAt - startedAt),
    kind: kindWord(footstep.kind),
    name: footstep.name,
    page: pageLabel(footstep.page),
    delivery: deliveryText(footstep),
    tone: deliveryOf(footstep.outcome).tone,
    isError: footstep.isError,
  };
}

const byOccurrence = (a: Footstep, b: Footstep): number => a.occurredAt - b.occurredAt || a.receivedAt - b.receivedAt || a.index - b.index;

/** In the order in which things happened, oldest first. Lists that already are cost one pass. */
export function inOrder(footsteps: readonly Footstep[]): readonly Footstep[] {
  const sorted = footsteps.every((f, i) => i === 0 || byOccurrence(footsteps[i - 1] as Footstep, f) <= 0);
  return sorted ? footsteps : footsteps.toSorted(byOccurrence);
}
