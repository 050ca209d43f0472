import type { EpochMs } from '../base/time.ts';
import type { Footstep } from '../domain/views.ts';
import { formatCount, formatDuration, formatOffset, pageLabel, shortId } from './format.ts';
import { kindWord } from './kind.ts';
import { endWords, startWords } from './ledger-words.ts';
import { t, tn } from './messages/translate.ts';
import { stateView } from './state.ts';
import { clockText, momentText, type TimeMode } from './time-mode.ts';
import type { TimeRange } from './time-scale.ts';
import type { LaneMark, SessionLane } from './timeline.ts';
import type { PageStretch, TabTrack } from './timeline-pages.ts';
import { sessionTitle, userText } from './who.ts';

/** How times are written on the axis: `origin` is what relative ones count from, `now` tells whether a date is needed. */
export type AxisTime = { readonly mode: TimeMode; readonly origin: EpochMs; readonly now: EpochMs };

/** What a tooltip says: its first line, and the rest. */
export type Tip = { readonly title: string; readonly lines: readonly string[] };

const DAY_MS = 86_400_000;

/** A moment on the axis, exact to the millisecond where it is a clock's. */
export const axisMoment = (at: EpochMs, { mode, origin }: AxisTime): string => (mode === 'relative' ? formatOffset(at - origin) : clockText(at, mode, true));

/** The label of a line of the axis, no more exact than the lines are apart. */
export function axisLabel(at: EpochMs, step: number, { mode, origin, now }: AxisTime): string {
  if (mode === 'relative') return step >= DAY_MS ? formatDuration(at - origin) : withoutTenths(formatOffset(at - origin), step);
  if (step >= DAY_MS) return momentText(at, at + 2 * DAY_MS, mode).slice(0, 10);
  if (step < 1000) return clockText(at, mode, true).slice(0, 12);
  const sameDay = momentText(at, now, mode).length <= 8;
  return sameDay || step < 3_600_000 ? clockText(at, mode) : momentText(at, now, mode).slice(5, 16);
}

const withoutTenths = (offset: string, step: number): string => (step % 1000 === 0 ? offset.replace(/\.\d$/, '') : offset);

/** "10:02:10 to 10:03:30 (1 m 20 s)". */
export const stretchWords = ({ from, to }: TimeRange, time: AxisTime): string => t('timeline_stretch', axisMoment(from, time), axisMoment(to, time), formatDuration(to - from));

/** A whole lane as one sentence or two, for those who do not see it. */
export function laneWords({ session, marks, missed, late }: SessionLane, time: AxisTime): string {
  const { id, words } = sessionTitle(session);
  const user = userText(session.identity);
  const beats = marks.filter((mark) => mark.kind === 'beat' || mark.kind === 'lateBeat').length;
  const counts = [
    tn('count_event', session.counts.events, formatCount(session.counts.events)),
    session.counts.errors > 0 ? tn('count_error', session.counts.errors, formatCount(session.counts.errors)) : null,
    beats > 0 ? tn('timeline_beats', beats, formatCount(beats)) : null,
    late > 0 ? tn('timeline_late', late, formatCount(late)) : null,
    missed > 0 ? tn('timeline_missed', missed, formatCount(missed)) : null,
  ];
  const said = (parts: readonly (string | null)[]): string => parts.filter((part) => part !== null && part !== '').join(', ');
  const head = said([id === null ? words : shortId(id), user === null ? null : t('timeline_user', user), stateView(session, time.now).text]);
  return [head, startLine(session, time), endLine(session, time) ?? t('timeline_open'), said(counts)].join('. ').replaceAll('..', '.');
}

const startLine = ({ startedAt, start }: SessionLane['session'], time: AxisTime): string => `${t('timeline_began', axisMoment(startedAt, time))}: ${startWords(start).cause}`;
const endLine = ({ endedAt, end }: SessionLane['session'], time: AxisTime): string | null =>
  (endedAt === null ? null : `${t('timeline_ended', axisMoment(endedAt, time))}${end ? `: ${endWords(end).cause}` : ''}`);

/** How near the pointer has to be to a session's start or end, as a part of what is seen. */
const NEAR_PART = 0.008;

/** What the bar under the pointer tells: its beginning, its end, or what the stretch is. */
export function barTip({ session, from, to, open, stretches }: SessionLane, at: EpochMs, view: TimeRange, time: AxisTime): Tip {
  const near = (view.to - view.from) * NEAR_PART;
  const { id, words } = sessionTitle(session);
  const title = [id === null ? words : shortId(id), userText(session.identity), stateView(session, time.now).text].filter(Boolean).join(', ');
  if (!open && Math.abs(at - to) <= near && session.end) return { title, lines: [endLine(session, time) ?? '', endWords(session.end).evidence] };
  if (Math.abs(at - from) <= near) return { title, lines: [startLine(session, time), startWords(session.start).evidence] };
  const stretch = stretches.find((part) => at >= part.from && at <= part.to);
  const range = stretch && ([axisMoment(stretch.from, time), axisMoment(stretch.to, time), formatDuration(stretch.to - stretch.from)] as const);
  const what = !range ? null : stretch.kind === 'active' ? t('timeline_active', ...range) : stretch.kind === 'idle' ? t('timeline_idle', ...range) : t('timeline_after', range[0], range[2]);
  return { title, lines: [startLine(session, time), ...(what === null ? [] : [what]), endLine(session, time) ?? t('timeline_open')] };
}

/** @param footstep that the mark stands for, where it is loaded. */
export function markTip(mark: LaneMark, footstep: Footstep | undefined, more: number, time: AxisTime): Tip {
  const lines = [axisMoment(mark.at, time), ...(more > 0 ? [t('timeline_more', formatCount(more))] : [])];
  if (mark.kind === 'beat' || mark.kind === 'lateBeat' || mark.kind === 'missedBeat') {
    return { title: t(mark.kind === 'beat' ? 'timeline_beat' : mark.kind === 'lateBeat' ? 'timeline_lateBeat' : 'timeline_missedBeat'), lines };
  }
  return footstep ? { title: `${kindWord(footstep.kind)}: ${footstep.name}`, lines: [...lines, pageLabel(footstep.page)].filter(Boolean) } : { title: '', lines };
}

export const pageWords = ({ url }: PageStretch): string => (url === null ? t('timeline_pageUnknown') : pageLabel(url));

/** The track of a tab in words. */
export function tabWords({ pages, hidden, unknownUntil }: TabTrack): string {
  return [tn('timeline_pages', pages.length, formatCount(pages.length)), ...(hidden.length ? [tn('timeline_hiddenTimes', hidden.length, formatCount(hidden.length))] : []), ...(unknownUntil === null ? [] : [t(unknownUntil === Infinity ? 'timeline_sightNeverKnown' : 'timeline_sightUnknownFirst')])].join(', ');
}

/** What a tab showed at a moment, and whether anybody could see it. */
export function tabTip({ pages, hidden, unknownUntil }: TabTrack, at: EpochMs, time: AxisTime): Tip | null {
  const page = pages.findLast((one) => one.from <= at);
  const dark = hidden.find(({ from, to }) => from <= at && (to === null || at <= to));
  if (!page && !dark) return null;
  const isUnknown = page !== undefined && unknownUntil !== null && at < unknownUntil;
  const darkWords = isUnknown ? [unknownUntil === Infinity ? t('timeline_sightNever') : t('timeline_sightUntil', axisMoment(unknownUntil, time))] : !dark ? [] : [dark.to === null ? t('timeline_hiddenSince', axisMoment(dark.from, time)) : t('timeline_hidden', axisMoment(dark.from, time), axisMoment(dark.to, time), formatDuration(dark.to - dark.from))];
  return { title: page ? t('timeline_page', pageWords(page)) : (darkWords[0] ?? ''), lines: [...(page ? [axisMoment(page.from, time), ...darkWords] : [])] };
}
