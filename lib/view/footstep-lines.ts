import type { EpochMs } from '../base/time.ts';
import type { Gap } from '../domain/ports.ts';
import type { SessionKey } from '../domain/session.ts';
import type { Footstep } from '../domain/views.ts';
import { compareValues, sortValue, type CellContext } from './footstep-cells.ts';
import type { FootstepLook, Sort } from './footstep-look.ts';
import { isGapLine, lineKey as keyOfLine, withGaps, type GapLine } from './gaps.ts';

/** A page, over what happened on it. */
export type PageLine = { readonly key: string; readonly page: string | null; readonly count: number; readonly at: EpochMs; readonly open: boolean };
/** Heartbeats of one session that came one after the other. `everyMs` null: of two beats nobody knows whether one is missing. */
export type BeatsLine = { readonly key: string; readonly beats: readonly Footstep[]; readonly everyMs: number | null; readonly missed: number; readonly open: boolean };
export type FootstepLine =
  | { readonly type: 'footstep'; readonly level: number; readonly footstep: Footstep }
  | { readonly type: 'beats'; readonly level: number; readonly line: BeatsLine }
  | { readonly type: 'page'; readonly level: number; readonly line: PageLine }
  | { readonly type: 'gap'; readonly level: number; readonly gap: Gap };

export type LinesInput = {
  /** Oldest first. */
  readonly footsteps: readonly Footstep[];
  readonly gaps: readonly Gap[];
  /** The end of the session: later gaps are not its. Null: it goes on, or there are several. */
  readonly until: EpochMs | null;
  readonly look: Pick<FootstepLook, 'sort' | 'byPage' | 'foldBeats'>;
  /** Keys of groups that are not as they begin: pages open, heartbeats folded. */
  readonly toggled: ReadonlySet<string>;
  readonly context: CellContext;
};

/** Lines of a list: how many, and each by its place. Long plain lists are not copied. */
export type Lines = { readonly count: number; readonly at: (index: number) => FootstepLine | undefined; readonly keyAt: (index: number) => string; readonly indexOf: (key: string) => number };

/** Footsteps as lines: sorted, by page, with heartbeats folded and gaps among them, as the reader wants it. */
export function footstepLines(input: LinesInput): Lines {
  const { footsteps, gaps, until, look: { sort, byPage, foldBeats } } = input;
  if (sort.by === 'time' && !sort.descending && !byPage && !foldBeats) return plainLines(withGaps(footsteps, gaps, until));
  const units = foldBeats ? folded(footsteps) : footsteps.map((footstep): Unit => ({ first: footstep, beats: null }));
  const groups = byPage ? pagesOf(units) : [{ page: null, units }];
  const ordered = sort.by === 'time' && sort.descending ? groups.toReversed() : groups;
  const lines = ordered.flatMap((group) => (byPage ? ofPage(group, input) : sorted(group.units, sort, input.context).flatMap((unit) => ofUnit(unit, 1, input))));
  return listOf(withGapLines(lines, input));
}

function plainLines(plain: readonly (Footstep | GapLine)[]): Lines {
  return {
    count: plain.length,
    at(index) {
      const line = plain[index];
      return line && (isGapLine(line) ? { type: 'gap', level: 1, gap: line.gap } : { type: 'footstep', level: 1, footstep: line });
    },
    keyAt: (index) => {
      const line = plain[index];
      return line ? keyOfLine(line) : '';
    },
    indexOf: (key) => plain.findIndex((line) => keyOfLine(line) === key),
  };
}

const listOf = (lines: readonly FootstepLine[]): Lines => ({
  count: lines.length,
  at: (index) => lines[index],
  keyAt: (index) => keyOf(lines[index]),
  indexOf: (key) => lines.findIndex((line) => keyOf(line) === key),
});

function keyOf(line: FootstepLine | undefined): string {
  if (!line) return '';
  return line.type === 'footstep' ? line.footstep.id : line.type === 'gap' ? keyOfLine({ gap: line.gap }) : line.line.key;
}

/** A footstep, or several heartbeats that stand where the first of them does. */
type Unit = { readonly first: Footstep; readonly beats: readonly Footstep[] | null };
type Page = { readonly page: string | null; readonly units: readonly Unit[] };

/** Heartbeats of a session between two other footsteps become one unit, from two of them on. */
function folded(footsteps: readonly Footstep[]): Unit[] {
  const units: Unit[] = [];
  let stretch = new Map<SessionKey | null, Footstep[]>();
  const close = (): void => {
    for (const beats of stretch.values()) units.push({ first: beats[0] as Footstep, beats: beats.length > 1 ? beats : null });
    stretch = new Map();
  };
  for (const footstep of footsteps) {
    if (footstep.kind === 'heartbeat') {
      const beats = stretch.get(footstep.sessionKey);
      if (beats) beats.push(footstep);
      else stretch.set(footstep.sessionKey, [footstep]);
    } else {
      if (stretch.size) close();
      units.push({ first: footstep, beats: null });
    }
  }
  close();
  return units;
}

/** Visits to pages, in the order in which they began; each tab has its own. What names no page happened on the one that its tab was on. */
function pagesOf(units: readonly Unit[]): Page[] {
  type Growing = { page: string | null; units: Unit[] };
  const pages: Growing[] = [];
  const ofTab = new Map<number | null, Growing>();
  for (const unit of units) {
    const { page, tabId } = unit.first;
    const now = ofTab.get(tabId);
    if (now && (page === null || now.page === null || now.page === page)) {
      now.page ??= page;
      now.units.push(unit);
    } else {
      const next: Growing = { page, units: [unit] };
      pages.push(next);
      ofTab.set(tabId, next);
    }
  }
  return pages;
}

function sorted(units: readonly Unit[], { by, descending }: Sort, context: CellContext): readonly Unit[] {
  if (by === 'time') return descending ? units.toReversed() : units;
  const known: [Unit, number | string][] = [];
  const unknown: Unit[] = [];
  for (const unit of units) {
    const value = sortValue(unit.first, by, context);
    if (value === null) unknown.push(unit);
    else known.push([unit, value]);
  }
  const sign = descending ? -1 : 1;
  // Equal ones stay in the order in which they happened.
  known.sort(([, a], [, b]) => sign * compareValues(a, b));
  return [...known.map(([unit]) => unit), ...unknown];
}

function ofUnit({ first, beats }: Unit, level: number, { toggled, context, look }: LinesInput): FootstepLine[] {
  if (!beats) return [{ type: 'footstep', level, footstep: first }];
  const key = `beats:${first.id}`;
  const open = toggled.has(key);
  const line: FootstepLine = { type: 'beats', level, line: { key, beats, open, ...paceOf(beats, context) } };
  const shown = look.sort.by === 'time' && look.sort.descending ? beats.toReversed() : beats;
  return open ? [line, ...shown.map((footstep): FootstepLine => ({ type: 'footstep', level: level + 1, footstep }))] : [line];
}

function ofPage({ page, units }: Page, input: LinesInput): FootstepLine[] {
  const first = (units[0] as Unit).first;
  const key = `page:${first.id}`;
  const open = !input.toggled.has(key);
  const count = units.reduce((sum, { beats }) => sum + (beats?.length ?? 1), 0);
  const line: FootstepLine = { type: 'page', level: 1, line: { key, page, count, at: first.occurredAt, open } };
  return open ? [line, ...sorted(units, input.look.sort, input.context).flatMap((unit) => ofUnit(unit, 2, input))] : [line];
}

/** A beat this much of a period behind the one before leaves room for one that is missing. */
const MISSING_FACTOR = 1.6;

/** How far beats are apart, by what is known of the session, else by the middle one of the distances; and how many are missing between them. */
function paceOf(beats: readonly Footstep[], { sessionOf }: CellContext): Pick<BeatsLine, 'everyMs' | 'missed'> {
  const apart = beats.slice(1).map((beat, i) => beat.occurredAt - (beats[i] as Footstep).occurredAt);
  const key = beats[0]?.sessionKey ?? null;
  const said = key === null ? null : (sessionOf(key)?.heartbeat.periodMs ?? null);
  const everyMs = said ?? (apart.length > 1 ? (apart.toSorted((a, b) => a - b)[Math.floor((apart.length - 1) / 2)] ?? null) : null);
  const missed = everyMs ? apart.reduce((sum, ms) => sum + (ms >= everyMs * MISSING_FACTOR ? Math.round(ms / everyMs) - 1 : 0), 0) : 0;
  return { everyMs, missed };
}

/** Each gap where recording stopped; where lines are not in the order of time, all of them behind the rest. */
function withGapLines(lines: readonly FootstepLine[], { footsteps, gaps, until, look: { sort } }: LinesInput): readonly FootstepLine[] {
  const [first] = footsteps;
  if (!first) return lines;
  const shown = withGaps([first], gaps, until).flatMap((line) => (isGapLine(line) ? [line.gap] : []));
  const gapLine = (gap: Gap, level: number): FootstepLine => ({ type: 'gap', level, gap });
  if (sort.by !== 'time' || shown.length === 0) return [...lines, ...shown.map((gap) => gapLine(gap, 1))];
  const waiting = sort.descending ? shown.toReversed() : shown;
  const all: FootstepLine[] = [];
  let next = 0;
  for (const line of lines) {
    const passes = passing(timeOf(line, sort.descending), sort.descending);
    for (let gap = waiting[next]; gap && passes(gap); gap = waiting[++next]) all.push(gapLine(gap, line.level));
    all.push(line);
  }
  return [...all, ...waiting.slice(next).map((gap) => gapLine(gap, 1))];
}

const passing = (at: EpochMs | null, descending: boolean) => (gap: Gap): boolean => at !== null && (descending ? at < gap.from : at >= gap.from);

/** When what a line tells began, or ended where the newest stands first; null: its footsteps below tell it better. */
function timeOf(line: FootstepLine, descending: boolean): EpochMs | null {
  if (line.type === 'footstep') return line.footstep.occurredAt;
  if (line.type === 'beats') return (line.line.beats.at(descending ? -1 : 0) as Footstep).occurredAt;
  return line.type === 'page' && !descending ? line.line.at : null;
}
