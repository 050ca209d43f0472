import { isObject, type Json } from '../base/json.ts';
import type { EpochMs } from '../base/time.ts';
import type { EventKind } from '../domain/event.ts';
import type { Archive, ArchiveFinding, ArchiveSession } from './archive.ts';
import { collect, type ArchiveParts } from './parts.ts';
import { plain } from './terminal-text.ts';
import { deliveryWords, pathOf } from './words.ts';

/** How much of a recording a report for a person has; what lies beyond is counted. */
export type ReportLimits = { readonly sessions: number; readonly firstSteps: number; readonly lastSteps: number; readonly steps: number; readonly findings: number; readonly text: number };

/** A footstep as a line of a report; every text is one line, cut and without controls. */
export type ReportStep = { readonly at: EpochMs; readonly kind: EventKind; readonly name: string; readonly page: string; readonly delivery: string; readonly isError: boolean };

/** Footsteps in the order of time: the first ones, so many that are left out, the last ones. */
export type ReportSteps = { readonly first: readonly ReportStep[]; readonly left: number; readonly last: readonly ReportStep[] };
export type ReportFindings = { readonly shown: readonly ArchiveFinding[]; readonly left: number };
export type ReportSession = { readonly session: ArchiveSession; readonly steps: ReportSteps; readonly findings: ReportFindings };
export type ReportGap = { readonly from: EpochMs; readonly to: EpochMs | null; readonly why: string; readonly lost: number | null };

/** A recording as far as a person reads it: what the HTML report and the Markdown summary are written from. */
export type Report = Pick<Archive, 'createdAt' | 'captureLedger' | 'exporter'> & {
  readonly sites: readonly string[];
  readonly sessions: readonly ReportSession[];
  readonly leftSessions: number;
  /** The id of a session by its key, also of one that is not shown. */
  readonly idOf: (key: string) => string | null;
  readonly homeless: ReportSteps;
  readonly findings: ReportFindings;
  readonly gaps: readonly ReportGap[];
  readonly counts: { readonly sessions: number; readonly steps: number; readonly errors: number; readonly findings: number };
};

type Taken = { readonly first: ReportStep[]; readonly last: ReportStep[]; left: number };

/** Reads the parts once, and holds no more of them than the limits let a report show. */
export async function readReport(parts: ArchiveParts, limits: ReportLimits): Promise<Report> {
  const all = (await collect(parts.sessions())).toSorted((a, b) => a.startedAt - b.startedAt || a.lastActivityAt - b.lastActivityAt);
  const shown = all.slice(0, limits.sessions);
  const taken = new Map<string | null, Taken>([[null, nothing()], ...shown.map(({ key }): [string, Taken] => [key, nothing()])]);
  const known = new Set(all.map(({ key }) => key));
  const counts = { sessions: all.length, steps: 0, errors: 0, findings: 0 };
  let room = limits.steps;
  for await (const { event, lastOutcome } of parts.events()) {
    counts.steps++;
    if (event.isError) counts.errors++;
    const home = taken.get(event.sessionKey !== null && known.has(event.sessionKey) ? event.sessionKey : null);
    if (!home) continue;
    const step = (): ReportStep => ({
      at: event.occurredAt, kind: event.kind, name: shownText(event.name, limits.text), page: event.page === null ? '' : shownText(pathOf(event.page.slice(0, 4 * limits.text)), limits.text),
      delivery: shownText(deliveryWords(lastOutcome, event.repeatedBy?.length ?? 0), 40), isError: event.isError,
    });
    if (home.first.length < limits.firstSteps && room > 0) {
      home.first.push(step());
      room--;
    } else if (home.last.length < limits.lastSteps && room > 0) {
      home.last.push(step());
      room--;
    } else {
      home.left++;
      if (home.last.shift()) home.last.push(step());
    }
  }
  const of = new Map<string | null, { shown: ArchiveFinding[]; left: number }>();
  for await (const finding of parts.findings()) {
    counts.findings++;
    const place = finding.sessionKey !== null && taken.has(finding.sessionKey) ? finding.sessionKey : null;
    const list = of.get(place) ?? { shown: [], left: 0 };
    of.set(place, list);
    if (list.shown.length < limits.findings) list.shown.push(finding);
    else list.left++;
  }
  const ids = new Map(all.map((session) => [session.key, session.sessionId ?? session.key]));
  const { createdAt, captureLedger, exporter, extra } = parts;
  return {
    createdAt, captureLedger, exporter, counts, sites: sitesOf(all), leftSessions: all.length - shown.length, idOf: (key) => ids.get(key) ?? null,
    sessions: shown.map((session) => ({ session, steps: taken.get(session.key) ?? nothing(), findings: of.get(session.key) ?? NO_FINDINGS })),
    homeless: taken.get(null) ?? nothing(), findings: of.get(null) ?? NO_FINDINGS, gaps: gapsOf(extra['gaps']),
  };
}

const nothing = (): Taken => ({ first: [], last: [], left: 0 });
const NO_FINDINGS: ReportFindings = { shown: [], left: 0 };

/** Text from the wire as one line of at most so many chars, nothing in it that moves or hides others. */
export function shownText(text: string, max: number): string {
  const line = plain(text.slice(0, 4 * max));
  return line.length > max || text.length > 4 * max ? `${line.slice(0, max).toWellFormed()}…` : line;
}

/** The sites of the sessions, where the archive says them. */
function sitesOf(sessions: readonly ArchiveSession[]): string[] {
  const sites = sessions.flatMap((session) => {
    const { site } = session as ArchiveSession & { readonly site?: unknown };
    return typeof site === 'string' && site !== '' ? [shownText(site.replace(/^https?:\/\//, ''), 80)] : [];
  });
  return [...new Set(sites)].slice(0, 5);
}

/** Gaps stand among the keys that anybody may have written: what is none is passed over. */
function gapsOf(gaps: Json | undefined): ReportGap[] {
  const isTime = (value: Json | undefined): value is number => typeof value === 'number' && value >= 0 && value <= 8.64e15;
  return (Array.isArray(gaps) ? (gaps as readonly Json[]) : []).slice(0, 1000).flatMap((gap): ReportGap[] => {
    if (!isObject(gap) || !isTime(gap['from']) || (gap['to'] !== null && !isTime(gap['to']))) return [];
    const { from, to, why, lost } = gap;
    return [{ from, to, why: typeof why === 'string' ? shownText(WHY[why] ?? why, 60) : 'unknown', lost: typeof lost === 'number' && Number.isFinite(lost) ? lost : null }];
  });
}

const WHY: { readonly [why: string]: string | undefined } = Object.assign(Object.create(null) as object, {
  paused: 'paused', noPermission: 'not allowed to look', browserClosed: 'browser or Footsteps closed', workerLost: 'the background was stopped', storageFull: 'no room to store',
});
