import type { Session } from '../domain/session.ts';
import { t } from './messages/translate.ts';

/** A line of the list of sessions: a group, or a session. Keys are stable, so that what was folded or selected stays so. */
export type GroupRow = { readonly type: 'import' | 'site' | 'vendor'; readonly key: string; readonly label: string; readonly level: number; readonly open: boolean; readonly sessions: readonly Session[] };
export type SessionRow = { readonly type: 'session'; readonly key: string; readonly level: number; readonly session: Session };
export type ListRow = GroupRow | SessionRow;

export type SessionRowOptions = {
  readonly grouped: boolean;
  /** Keys of the groups that are folded. */
  readonly folded: ReadonlySet<string>;
  readonly vendorName: (protocol: string) => string;
};

/** Newest start first: activity does not move a row away under the reader's pointer. */
const byStart = (sessions: readonly Session[]): Session[] => sessions.toSorted((a, b) => b.startedAt - a.startedAt || (a.key < b.key ? -1 : 1));

const rowOf = (session: Session, level: number): SessionRow => ({ type: 'session', key: session.key, level, session });

/** Sessions as lines: site, vendor, session, with groups in alphabetical order; flat where `grouped` is off. */
export function sessionRows(sessions: readonly Session[], { grouped, folded, vendorName }: SessionRowOptions): ListRow[] {
  const ordered = byStart(sessions);
  const noSite = t('sessions_noSite');
  if (!grouped) return ordered.map((session) => rowOf(session, 1));
  const isOpen = (key: string): boolean => !folded.has(key);
  const bySite = (some: readonly Session[], prefix: string, level: number): ListRow[] => groupsOf(some, (s) => s.site ?? noSite).flatMap(([site, ofSite]) => {
    const siteKey = `${prefix}site:${site}`;
    const siteRow: GroupRow = { type: 'site', key: siteKey, label: site, level, open: isOpen(siteKey), sessions: ofSite };
    if (!siteRow.open) return [siteRow];
    return [siteRow, ...groupsOf(ofSite, (s) => vendorName(s.protocol)).flatMap(([vendor, ofVendor]) => {
      const key = `${siteKey}/${vendor}`;
      const vendorRow: GroupRow = { type: 'vendor', key, label: vendor, level: level + 1, open: isOpen(key), sessions: ofVendor };
      return vendorRow.open ? [vendorRow, ...ofVendor.map((session) => rowOf(session, level + 2))] : [vendorRow];
    })];
  });
  // What was recorded here stands first; each file is a group of its own, whatever its sites.
  const files = [...Map.groupBy(ordered, (s) => s.imported?.id ?? '')].filter(([id]) => id !== '');
  return [
    ...bySite(ordered.filter((s) => !s.imported), '', 1),
    ...files.flatMap(([id, ofFile]) => {
      const key = `import:${id}`;
      const row: GroupRow = { type: 'import', key, label: ofFile[0]?.imported?.fileName ?? '', level: 1, open: isOpen(key), sessions: ofFile };
      return row.open ? [row, ...bySite(ofFile, `${key}/`, 2)] : [row];
    }),
  ];
}

function groupsOf(sessions: readonly Session[], label: (session: Session) => string): [string, Session[]][] {
  return [...Map.groupBy(sessions, label)].toSorted(([a], [b]) => a.localeCompare(b));
}

/** Vendors with how many sessions each has, by name. */
export function vendorCounts(sessions: readonly Session[], vendorName: (protocol: string) => string): { readonly protocol: string; readonly name: string; readonly count: number }[] {
  return [...Map.groupBy(sessions, (s) => s.protocol as string)]
    .map(([protocol, of]) => ({ protocol, name: vendorName(protocol), count: of.length }))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}
