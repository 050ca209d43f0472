import type { EpochMs } from '../base/time.ts';
import type { Gap } from '../domain/ports.ts';
import type { Footstep } from '../domain/views.ts';
import { formatClock, formatDuration, formatMoment, plural } from './format.ts';

/** A stretch in which nothing was recorded, as a line among footsteps. `lasted`: empty while it goes on. */
export type GapRow = { readonly time: EpochMs; readonly words: string; readonly lasted: string };
/** A line of the list that is no footstep. */
export type GapLine = { readonly gap: Gap };
export type Line = Footstep | GapLine;

const WHY: { readonly [why in Gap['why']]: string } = {
  paused: 'paused',
  noPermission: 'not allowed to look',
  browserClosed: 'browser or Footsteps closed',
  workerLost: 'the background was stopped',
  storageFull: 'no room to store',
};

const whyOf = ({ why, lost }: Gap): string => (lost === null ? WHY[why] : `${WHY[why]}, ${plural(lost, 'request')} lost`);

/** "10:02:00–10:05:00", "since 10:02:00"; with the day where it is not today, or not the day on which it began. */
function stretchOf({ from, to }: Gap, now: EpochMs): string {
  const began = formatMoment(from, now);
  return to === null ? `since ${began}` : `${began}–${new Date(from).toDateString() === new Date(to).toDateString() ? formatClock(to) : formatMoment(to, now)}`;
}

export function gapRow(gap: Gap, now: EpochMs): GapRow {
  return { time: gap.from, words: `Not recording ${stretchOf(gap, now)}: ${whyOf(gap)}`, lasted: gap.to === null ? '' : formatDuration(gap.to - gap.from) };
}

/** The latest gap, and how many there were before it: "Not recording 10:02:00–10:05:00 (paused), and 2 times before." Empty without any. */
export function gapSentence(gaps: readonly Gap[], now: EpochMs): string {
  const last = gaps.toSorted((a, b) => a.from - b.from).at(-1);
  if (!last) return '';
  const before = gaps.length - 1;
  return `Not recording ${stretchOf(last, now)} (${whyOf(last)})${before === 0 ? '' : `, and ${plural(before, 'time')} before`}.`;
}

export const isGapLine = (line: Line): line is GapLine => 'gap' in line;
export const lineKey = (line: Line): string => (isGapLine(line) ? `gap ${line.gap.from} ${line.gap.why}` : line.id);

/**
 * Footsteps, oldest first, with the gaps among them: each stands where recording stopped. Those that were over before the first footstep
 * shown say nothing about what is shown, nor do those that began after `until` (the end of the session; null: it goes on).
 */
export function withGaps(footsteps: readonly Footstep[], gaps: readonly Gap[], until: EpochMs | null): readonly Line[] {
  const [first] = footsteps;
  if (!first) return footsteps;
  const shown = gaps.filter(({ from, to }) => (to === null || to > first.occurredAt) && (until === null || from <= until)).toSorted((a, b) => a.from - b.from);
  if (!shown.length) return footsteps;
  const lines: Line[] = [];
  let next = 0;
  for (const footstep of footsteps) {
    for (let gap = shown[next]; gap && gap.from <= footstep.occurredAt; gap = shown[++next]) lines.push({ gap });
    lines.push(footstep);
  }
  return [...lines, ...shown.slice(next).map((gap) => ({ gap }))];
}
