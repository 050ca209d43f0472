import type { EpochMs } from '../base/time.ts';
import { stateAt, type Session } from '../domain/session.ts';
import { hostLabel } from './format.ts';
import { t } from './messages/translate.ts';
import type { GroupId, ReportSort, SortId } from './report-address.ts';
import { userKey, userLabel } from './report-user.ts';
import { durationAt, isOpenAt } from './state.ts';
import { sessionTitle } from './who.ts';

/** Sessions that the report holds: more than the store keeps with its limits as they come. Beyond it the oldest are left out, and it says so. */
export const MOST_IN_REPORT = 50_000;

/** A line of the report's table: a group, or a session. Keys are stable. */
export type ReportGroup = { readonly type: 'group'; readonly key: string; readonly label: string; readonly open: boolean; readonly sessions: readonly Session[] };
export type ReportLine = ReportGroup | { readonly type: 'session'; readonly key: string; readonly level: number; readonly session: Session };

/** What sorting and grouping need to know beside the sessions. */
export type RowContext = { readonly now: EpochMs; readonly vendorName: (protocol: string) => string; readonly findings: ReadonlyMap<string, number> };

/** The version of the page's own software, as vendors call it; null: it was not told. */
export function releaseOf({ attributes }: Pick<Session, 'attributes'>): string | null {
  for (const name of ['release', 'version', 'appVersion']) {
    const value = attributes[name];
    if (typeof value === 'string' && value !== '') return value;
  }
  return null;
}

type Key = string | number | null;

/** What a column is sorted by. Null: there is nothing, which stands last whatever the direction. */
export function sortKey(session: Session, by: SortId, { now, vendorName, findings }: RowContext): Key {
  switch (by) {
    case 'session':
      return sessionTitle(session).id?.toLowerCase() ?? null;
    case 'vendor':
      return vendorName(session.protocol).toLowerCase();
    case 'site':
      return session.site === null ? null : hostLabel(session.site);
    case 'user':
      return userLabel(session.identity)?.toLowerCase() ?? null;
    case 'state':
      return STATE_ORDER.indexOf(stateAt(session, now));
    case 'started':
      return session.startedAt;
    case 'last':
      return session.lastActivityAt;
    case 'duration':
      return durationAt(session, now);
    case 'release':
      return releaseOf(session);
    case 'cause':
      return t(`ledger_start_${session.start.cause}`);
    case 'findings':
      return findings.get(session.key) ?? 0;
    default:
      return session.counts[by === 'beats' ? 'heartbeats' : by];
  }
}

const STATE_ORDER = ['live', 'late', 'idle', 'crashed', 'abnormal', 'expired', 'ended'];

/** Sorted stably: of what is equal, the newest start comes first. */
export function sortSessions(sessions: readonly Session[], { by, descending }: ReportSort, context: RowContext): readonly Session[] {
  const rows = sessions.map((session) => ({ session, key: sortKey(session, by, context) }));
  const sign = descending ? -1 : 1;
  rows.sort((a, b) => {
    const order = a.key === b.key ? 0 : a.key === null ? 1 : b.key === null ? -1 : sign * (a.key < b.key ? -1 : 1);
    return order || b.session.startedAt - a.session.startedAt || (a.session.key < b.session.key ? -1 : 1);
  });
  return rows.map(({ session }) => session);
}

/**
 * Sessions in their order as lines; grouped, each group with its sessions under it. Groups stand in the order of their first session, so
 * that sorting sorts them too.
 *
 * @param folded keys of the groups that are closed
 */
export function reportLines(sessions: readonly Session[], group: GroupId, folded: ReadonlySet<string>, { vendorName }: Pick<RowContext, 'vendorName'>): readonly ReportLine[] {
  const line = (session: Session, level: number): ReportLine => ({ type: 'session', key: session.key, level, session });
  if (group === 'none') return sessions.map((session) => line(session, 1));
  const groups = Map.groupBy(sessions, (session) => groupKey(session, group));
  return [...groups].flatMap(([of, own]): ReportLine[] => {
    const key = of === null ? group : `${group}:${of}`;
    const open = !folded.has(key);
    const head: ReportGroup = { type: 'group', key, label: groupLabel(own[0] as Session, group, vendorName), open, sessions: own };
    return open ? [head, ...own.map((session) => line(session, 2))] : [head];
  });
}

function groupKey(session: Session, group: Exclude<GroupId, 'none'>): string | null {
  switch (group) {
    case 'site':
      return session.site;
    case 'vendor':
      return session.protocol;
    case 'user':
      return userKey(session.identity);
    default:
      return releaseOf(session);
  }
}

function groupLabel(session: Session, group: Exclude<GroupId, 'none'>, vendorName: RowContext['vendorName']): string {
  switch (group) {
    case 'site':
      return session.site === null ? t('sessions_noSite') : hostLabel(session.site);
    case 'vendor':
      return vendorName(session.protocol);
    case 'user':
      return userLabel(session.identity) ?? t('report_group_noUser');
    default:
      return releaseOf(session) ?? t('report_group_noRelease');
  }
}

/** What a group's line says of its sessions. */
export function groupTotals({ sessions }: Pick<ReportGroup, 'sessions'>, now: EpochMs): { readonly open: number; readonly users: number; readonly events: number; readonly errors: number; readonly beats: number; readonly first: EpochMs; readonly last: EpochMs; readonly duration: number } {
  const sum = (of: (session: Session) => number): number => sessions.reduce((total, session) => total + of(session), 0);
  return {
    open: sessions.filter((session) => isOpenAt(session, now)).length,
    users: new Set(sessions.flatMap(({ identity }) => userKey(identity) ?? [])).size,
    events: sum(({ counts }) => counts.events), errors: sum(({ counts }) => counts.errors), beats: sum(({ counts }) => counts.heartbeats),
    first: sessions.reduce((first, { startedAt }) => Math.min(first, startedAt), Infinity),
    last: sessions.reduce((last, { lastActivityAt }) => Math.max(last, lastActivityAt), -Infinity),
    duration: sum((session) => durationAt(session, now)) / Math.max(1, sessions.length),
  };
}
