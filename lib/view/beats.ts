import { inWords, type EpochMs } from '../base/time.ts';
import type { Heartbeat } from '../domain/session.ts';
import { formatDuration } from './format.ts';
import { t } from './messages/translate.ts';

/** A stretch of the strip, as parts of its width (0..1): a beat that came, or a place where one was due and none came. */
export type BeatMark = { readonly at: EpochMs; readonly place: number; readonly seen: boolean };
export type BeatStrip = { readonly marks: readonly BeatMark[]; readonly nowPlace: number; readonly missed: number; readonly from: EpochMs };

/** A beat this much of a period behind the one before leaves room for one that is missing. */
const MISSING_FACTOR = 1.6;
/** A long gap is one gap: more marks than this say no more. */
const MAX_MISSING = 10;

/**
 * The newest beats on a time axis that ends at `until` (now, or the session's end), at most `shown` of them. Null where the vendor has no
 * heartbeat, or none was seen yet.
 */
export function beatStrip(heartbeat: Heartbeat, until: EpochMs, shown = 20): BeatStrip | null {
  const { periodMs } = heartbeat;
  const seen = heartbeat.seen.slice(-shown);
  const first = seen[0];
  if (first === undefined) return null;
  const width = Math.max(until - first, periodMs ?? 0, 1);
  const placeOf = (at: EpochMs): number => Math.min(1, Math.max(0, (at - first) / width));
  const marks: BeatMark[] = [];
  seen.forEach((at, i) => {
    marks.push({ at, place: placeOf(at), seen: true });
    const next = seen[i + 1] ?? (heartbeat.suspended || heartbeat.nextDueAt === null ? at : until);
    for (const due of missingBetween(at, next, periodMs)) marks.push({ at: due, place: placeOf(due), seen: false });
  });
  return { marks, nowPlace: placeOf(until), missed: marks.filter((mark) => !mark.seen).length, from: first };
}

/** Where beats were due and none came, between two that did or up to now. */
export function missingBetween(from: EpochMs, to: EpochMs, periodMs: number | null): EpochMs[] {
  if (!periodMs || to - from < periodMs * MISSING_FACTOR) return [];
  const count = Math.min(MAX_MISSING, Math.round((to - from) / periodMs) - 1);
  return Array.from({ length: count }, (_, i) => from + (i + 1) * periodMs);
}

/** What is to be said of the next beat: "next beat in 42 s", "beat 12 s overdue", "no beats while the tab is hidden"; null where none are due. */
export function nextBeatText(heartbeat: Heartbeat, now: EpochMs): string | null {
  if (heartbeat.suspended) return heartbeat.periodMs === null ? null : t('beats_hidden');
  if (heartbeat.nextDueAt === null) return null;
  const left = heartbeat.nextDueAt - now;
  return left >= 0 ? t('beats_next', formatDuration(Math.ceil(left / 1000) * 1000)) : t('beats_overdue', formatDuration(-left));
}

/** "every 30 s, as seen"; null where the vendor has no regular heartbeat. */
export function periodText({ periodMs, periodFrom }: Heartbeat): string | null {
  return periodMs === null || periodFrom === null ? null : t(`beats_period_${periodFrom}`, inWords(periodMs));
}
