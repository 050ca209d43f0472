import type { EpochMs } from '../base/time.ts';
import type { EventId } from '../domain/event.ts';
import type { Heartbeat } from '../domain/session.ts';
import type { Footstep } from '../domain/views.ts';
import { missingBetween } from './beats.ts';
import type { TimeRange } from './time-scale.ts';

/** What a tick of a lane tells of the heart: a beat in time, one that came late, a place where one was due and none came. */
export type BeatKind = 'beat' | 'lateBeat' | 'missedBeat';
export type BeatTick = { readonly at: EpochMs; readonly kind: BeatKind; readonly footstep: EventId | null };

/** A beat is late when it comes after this many periods of silence, and missed from where `beats.ts` says so. */
const LATE_FACTOR = 1.2;
/** The strip of newest beats and the footsteps tell of the same beats, by clocks that differ by rounding. */
const SAME_MS = 250;

type Sign = { readonly at: EpochMs; readonly beat: boolean; readonly footstep: EventId | null };

/** All signs of life in order: footsteps, and those beats of the strip that no footstep stands for. */
function signsOf(heartbeat: Heartbeat, footsteps: readonly Footstep[]): readonly Sign[] {
  const signs: Sign[] = footsteps.map((f) => ({ at: f.occurredAt, beat: f.kind === 'heartbeat', footstep: f.id }));
  const beats = signs.filter((sign) => sign.beat).map((sign) => sign.at);
  let next = 0;
  for (const at of heartbeat.seen) {
    while (next < beats.length && (beats[next] as number) < at - SAME_MS) next++;
    if (next >= beats.length || (beats[next] as number) > at + SAME_MS) signs.push({ at, beat: true, footstep: null });
  }
  return signs.toSorted((a, b) => a.at - b.at);
}

const overlaps = (ranges: readonly TimeRange[], from: EpochMs, to: EpochMs): boolean => ranges.some((range) => range.from < to && range.to > from);

/**
 * The beats of a session, oldest first, with those that were late and those that were missed. Any sign of life puts the next beat off, as
 * with most vendors: so none is called missed that was not due.
 *
 * @param footsteps of the session, oldest first.
 * @param until now, or the session's end.
 * @param excused stretches in which no beat can be told: the tab was hidden, or nothing was recorded.
 */
export function beatTicks(heartbeat: Heartbeat, footsteps: readonly Footstep[], until: EpochMs, excused: readonly TimeRange[]): readonly BeatTick[] {
  const { periodMs, suspended, nextDueAt } = heartbeat;
  const signs = signsOf(heartbeat, footsteps);
  const ticks: BeatTick[] = [];
  let before: EpochMs | null = null;
  for (const { at, beat, footstep } of signs) {
    const silence: number = before === null ? 0 : at - before;
    const judged: boolean = periodMs !== null && before !== null && !overlaps(excused, before, at);
    const missed: readonly EpochMs[] = judged && before !== null ? missingBetween(before, at, periodMs) : [];
    for (const due of missed) ticks.push({ at: due, kind: 'missedBeat', footstep: null });
    if (beat) ticks.push({ at, kind: judged && missed.length === 0 && silence > (periodMs ?? 0) * LATE_FACTOR ? 'lateBeat' : 'beat', footstep });
    // Before the first beat nothing was due.
    if (beat || before !== null) before = at;
  }
  if (before !== null && !suspended && nextDueAt !== null && !overlaps(excused, before, until)) {
    for (const due of missingBetween(before, until, periodMs)) ticks.push({ at: due, kind: 'missedBeat', footstep: null });
  }
  return ticks;
}
