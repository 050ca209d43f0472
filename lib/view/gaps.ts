import type { EpochMs } from '../base/time.ts';
import type { Gap } from '../domain/ports.ts';
import { concerns } from '../domain/recording.ts';
import { parseHost } from '../domain/sites.ts';
import type { Footstep } from '../domain/views.ts';
import { formatClock, formatCount, formatDuration, formatMoment } from './format.ts';
import { t, tn } from './messages/translate.ts';

/** A stretch in which nothing was recorded, as a line among footsteps. `lasted`: empty while it goes on. */
export type GapRow = { readonly time: EpochMs; readonly words: string; readonly lasted: string };
/** A line of the list that is no footstep. */
export type GapLine = { readonly gap: Gap };
export type Line = Footstep | GapLine;

const whyOf = ({ why, lost }: Gap): string => (lost === null ? t(`gap_why_${why}`) : tn('gap_lost', lost, formatCount(lost), t(`gap_why_${why}`)));

/** "10:02:00–10:05:00", "since 10:02:00"; with the day where it is not today, or not the day on which it began. */
function stretchOf({ from, to }: Gap, now: EpochMs): string {
  const began = formatMoment(from, now);
  return to === null ? t('gap_since', began) : `${began}–${new Date(from).toDateString() === new Date(to).toDateString() ? formatClock(to) : formatMoment(to, now)}`;
}

/** "Not recording shop.example 10:02:00–10:05:00: paused". */
function words(form: 'gap_row' | 'gap_sentence', gap: Gap, now: EpochMs): string {
  const { scope } = gap;
  const [stretch, why] = [stretchOf(gap, now), whyOf(gap)];
  if (!scope) return t(form, stretch, why);
  if (scope.kind === 'tab') return t(`${form}_tab`, stretch, why);
  return t(`${form}_${scope.kind}`, stretch, why, scope.kind === 'site' ? scope.host : scope.hosts.join(', '));
}

export function gapRow(gap: Gap, now: EpochMs): GapRow {
  return { time: gap.from, words: words('gap_row', gap, now), lasted: gap.to === null ? '' : formatDuration(gap.to - gap.from) };
}

/** The latest gap, and how many there were before it: "Not recording 10:02:00–10:05:00 (paused). And 2 times before." Empty without any. */
export function gapSentence(gaps: readonly Gap[], now: EpochMs): string {
  const last = gaps.toSorted((a, b) => a.from - b.from).at(-1);
  if (!last) return '';
  const sentence = words('gap_sentence', last, now);
  const before = gaps.length - 1;
  return before === 0 ? sentence : tn('gap_before', before, formatCount(before), sentence);
}

/** The gaps of what a view is about: a session, the page that a tab shows, or everything (null). Those of other sites and tabs say nothing about it. */
export function gapsOf(gaps: readonly Gap[], of: { readonly tabIds: readonly number[]; readonly sites: readonly (string | null)[] } | null): readonly Gap[] {
  if (of === null) return gaps;
  const hosts = of.sites.flatMap((site) => (site === null ? [] : (parseHost(site) ?? [])));
  return gaps.filter(({ scope }) => concerns(scope ?? null, { tabIds: of.tabIds, hosts: hosts.length ? hosts : null }));
}

export const isGapLine = (line: Line): line is GapLine => 'gap' in line;
export const lineKey = (line: Line): string => (isGapLine(line) ? `gap ${line.gap.from} ${line.gap.why}${line.gap.scope ? ` ${JSON.stringify(line.gap.scope)}` : ''}` : line.id);

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
