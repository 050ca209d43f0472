import { asSessionKey, type SessionKey } from '../domain/session.ts';
import { ALL_TIME, RANGE_IDS, type RangeChoice } from './report-range.ts';

export const GROUP_IDS = ['none', 'site', 'vendor', 'user', 'release'] as const;
export type GroupId = (typeof GROUP_IDS)[number];

export const SORT_IDS = ['session', 'vendor', 'site', 'user', 'state', 'started', 'last', 'duration', 'events', 'errors', 'beats', 'release', 'cause', 'findings'] as const;
export type SortId = (typeof SORT_IDS)[number];
export type ReportSort = { readonly by: SortId; readonly descending: boolean };

/** What the report shows, as it stands in its address: a bookmark of it shows the same. */
export type ReportPlace = {
  readonly range: RangeChoice;
  readonly filter: string;
  /** Open sessions alone. */
  readonly active: boolean;
  readonly group: GroupId;
  readonly sort: ReportSort;
  readonly session: SessionKey | null;
  /** As `userKey` gives it. */
  readonly user: string | null;
  readonly compare: readonly [SessionKey, SessionKey] | null;
};

export const START: ReportPlace = { range: ALL_TIME, filter: '', active: false, group: 'none', sort: { by: 'started', descending: true }, session: null, user: null, compare: null };

/** Longer texts in an address are no filter of ours. */
const MAX_TEXT = 5_000;

/** Reads an address's query; what is missing or makes no sense is as at the start. */
export function readPlace(search: string): ReportPlace {
  const query = new URLSearchParams(search);
  const text = (name: string): string | null => query.get(name)?.slice(0, MAX_TEXT) || null;
  const [one, other, session] = [text('compare'), text('with'), text('session')];
  const sort = text('sort');
  const by = SORT_IDS.find((id) => id === sort?.replace(/^-/, ''));
  return {
    range: rangeIn(query),
    filter: text('filter') ?? '',
    active: query.get('active') === '1',
    group: GROUP_IDS.find((id) => id === query.get('group')) ?? START.group,
    sort: by ? { by, descending: sort?.startsWith('-') === true } : START.sort,
    session: session === null ? null : asSessionKey(session),
    user: text('user'),
    compare: one === null || other === null ? null : [asSessionKey(one), asSessionKey(other)],
  };
}

function rangeIn(query: URLSearchParams): RangeChoice {
  const id = RANGE_IDS.find((one) => one === query.get('range'));
  if (id === undefined) return START.range;
  if (id !== 'custom') return { id };
  const [from, to] = [Number(query.get('from') ?? Number.NaN), Number(query.get('to') ?? Number.NaN)];
  return Number.isFinite(from) && Number.isFinite(to) && from < to ? { id, from, to } : START.range;
}

/** The query that `readPlace` reads, with its `?`; empty at the start. Only what differs from the start stands in it. */
export function writePlace({ range, filter, active, group, sort, session, user, compare }: ReportPlace): string {
  const query = new URLSearchParams();
  if (session !== null) query.set('session', session);
  if (compare) {
    query.set('compare', compare[0]);
    query.set('with', compare[1]);
  }
  if (user !== null) query.set('user', user);
  if (range.id !== START.range.id) query.set('range', range.id);
  if (range.id === 'custom') {
    query.set('from', String(range.from));
    query.set('to', String(range.to));
  }
  if (filter !== '') query.set('filter', filter);
  if (active) query.set('active', '1');
  if (group !== START.group) query.set('group', group);
  if (sort.by !== START.sort.by || sort.descending !== START.sort.descending) query.set('sort', `${sort.descending ? '-' : ''}${sort.by}`);
  const text = query.toString();
  return text && `?${text}`;
}
