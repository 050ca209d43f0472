import type { EpochMs } from '../base/time.ts';
import type { Gap } from '../domain/ports.ts';
import { concerns } from '../domain/recording.ts';
import { parseHost } from '../domain/sites.ts';
import type { Footstep } from '../domain/views.ts';
import { formatCount, formatDuration } from './format.ts';
import { t, tn } from './messages/translate.ts';
import { clockText, momentText, type TimeMode } from './time-mode.ts';

/** A stretch in which nothing was recorded, as a line among footsteps. `lasted`: empty while it goes on. */
export type GapRow = { readonly time: EpochMs; readonly words: string; readonly lasted: string };
/** A line of the list that is no footstep. */
export type GapLine = { readonly gap: Gap };
export type Line = Footstep | GapLine;

function whyOf({ why, lost }: Gap): string {
  const reason = t(`footsteps_gap_${why}`);
  return lost === null ? reason : tn('footsteps_gap_lost', lost, reason, formatCount(lost));
}

/** "10:02:00–10:05:00", "since 10:02:00"; with the day where it is not today, or not the day on which it began. */
function stretchOf({ from, to }: Gap, now: EpochMs, mode: TimeMode): string {
  const began = momentText(from, now, mode);
  if (to === null) return t('footsteps_gap_since', began);
  const sameDay = momentText(from, to, mode) === clockText(from, mode);
  return `${began}–${sameDay ? clockText(to, mode) : momentText(to, now, mode)}`;
}

export function gapRow(gap: Gap, now: EpochMs, mode: TimeMode = 'local'): GapRow {
  return { time: gap.from, words: words('footsteps_gap', gap, now, mode), lasted: gap.to === null ? '' : formatDuration(gap.to - gap.from) };
}

/** The latest gap, and how many there were before it: "Not recording 10:02:00–10:05:00 (paused). And 2 times before." Empty without any. */
export function gapSentence(gaps: readonly Gap[], now: EpochMs): string {
  const last = gaps.toSorted((a, b) => a.from - b.from).at(-1);
  if (!last) return '';
  const sentence = words('footsteps_gap_sentence', last, now, 'local');
  const before = gaps.length - 1;
  return before === 0 ? sentence : tn('footsteps_gap_before', before, formatCount(before), sentence);
}

/** "Not recording shop.example 10:02:00–10:05:00: paused". */
function words(form: 'footsteps_gap' | 'footsteps_gap_sentence', gap: Gap, now: EpochMs, mode: TimeMode): string {
  const { scope } = gap;
  const [stretch, why] = [stretchOf(gap, now, mode), whyOf(gap)];
  if (!scope) return t(form, stretch, why);
  if (scope.kind === 'tab') return t(`${form}_tab`, stretch, why);
  return t(`${form}_${scope.kind}`, stretch, why, scope.kind === 'site' ? scope.host : scope.hosts.join(', '));
}

/** The gaps of what a view is about: a session, the page that a tab shows, or everything (null). Those of other sites and tabs say nothing about it. */
export function gapsOf(gaps: readonly Gap[], of: { readonly tabIds: readonly number[]; readonly sites: readonly (string | null)[] } | null): readonly Gap[] {
  if (of === null) return gaps;
  const hosts = of.sites.flatMap((site) => (site === null ? [] : (parseHost(site) ?? [])));
  return gaps.filter(({ scope }) => concerns(scope ?? null, { tabIds: of.tabIds, hosts: hosts.length ? hosts : null }));
}

export const isGapLine = (line: Line): line is GapLine => 'gap' in line;
export const lineKey = (line: Line): string => (isGapLine(line) ? `gap:${line.gap.from}:${line.gap.why}${line.gap.scope ? ` ${JSON.stringify(line.gap.scope)}` : ''}` : line.id);

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
