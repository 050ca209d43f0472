import type { EpochMs } from '../base/time.ts';
import type { Session, SessionKey } from '../domain/session.ts';
import { endOf } from './state.ts';

/** The sessions of one vendor in a visit, oldest first. */
export type VisitVendor = { readonly protocol: string; readonly sessions: readonly Session[] };

/** Where vendors tell different stories of one visit. */
export type Disagreement =
  /** One changed sessions meanwhile, another did not. */
  | { readonly what: 'rotation'; readonly rotated: readonly { readonly protocol: string; readonly times: number }[]; readonly kept: readonly string[] }
  /** They were told different user ids. */
  | { readonly what: 'user'; readonly users: readonly { readonly protocol: string; readonly userId: string }[] }
  /** One had ended while another went on being used. */
  | { readonly what: 'end'; readonly ended: readonly { readonly protocol: string; readonly at: EpochMs }[]; readonly active: readonly string[] };

/** One visit of a site: the sessions of all vendors that saw it. */
export type Visit = {
  /** Key of its first session: the same visit stays the same as more comes in. */
  readonly id: SessionKey;
  readonly site: string | null;
  readonly from: EpochMs;
  /** Last activity of any vendor. */
  readonly to: EpochMs;
  readonly open: boolean;
  readonly tabIds: readonly number[];
  /** In order of first start. */
  readonly vendors: readonly VisitVendor[];
  readonly sessions: readonly Session[];
  readonly disagreements: readonly Disagreement[];
};

/** SDKs start one after the other, and a change of sessions takes a moment: activity this far apart is of one visit. */
const SLACK_MS = 60_000;
/** A session that ended this long before the others were last active ended early. */
const EARLY_MS = 60_000;
/** The last event of one session and the first of the next carry times of one moment. */
const SAME_MS = 1_000;

/** Cookies reach across subdomains and ports, so a visit does too. No list of public suffixes: it only groups. */
function siteKey(site: string | null): string | null {
  if (site === null) return null;
  const host = site.replace(/^[a-z-]+:\/\//i, '').replace(/[/?#].*$/s, '').replace(/:\d+$/, '');
  return /^[\d.]+$|^\[/.test(host) ? host : host.split('.').slice(-2).join('.');
}

type Placed = Session & { readonly siteKey: string | null };

/** Whether two sessions that overlap in time can be of one visit: a tab in common and no other site; where tabs are not known the site decides. */
function together(a: Placed, b: Placed): boolean {
  const [siteA, siteB] = [a.siteKey, b.siteKey];
  if (siteA !== null && siteB !== null && siteA !== siteB) return false;
  if (a.tabIds.length > 0 && b.tabIds.length > 0) return a.tabIds.some((tab) => b.tabIds.includes(tab));
  return siteA !== null && siteA === siteB;
}

/**
 * Which sessions belong to the same visit, newest first: those of a site and a tab in common whose activity overlaps, or is at most a minute
 * apart, and those that are tied by others. Silence until a time-out is no activity.
 */
export function visitsOf(sessions: readonly Session[], now: EpochMs): readonly Visit[] {
  const ordered = sessions.toSorted((a, b) => a.startedAt - b.startedAt || (a.key < b.key ? -1 : 1));
  const placed = ordered.map((session): Placed => ({ ...session, siteKey: siteKey(session.site) }));
  const parent = ordered.map((_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (parent[root] !== root) root = parent[root] as number;
    while (parent[i] !== root) [parent[i], i] = [root, parent[i] as number];
    return root;
  };
  let reaching: number[] = [];
  placed.forEach((session, i) => {
    reaching = reaching.filter((j) => (placed[j] as Placed).lastActivityAt + SLACK_MS >= session.startedAt);
    for (const j of reaching) {
      const [a, b] = [rootOf(i), rootOf(j)];
      if (a !== b && together(session, placed[j] as Placed)) parent[Math.max(a, b)] = Math.min(a, b);
    }
    reaching.push(i);
  });
  const groups = Map.groupBy(ordered, (_, i) => rootOf(i));
  return [...groups.values()].map((own) => visitOf(own, now)).toSorted((a, b) => b.to - a.to || b.from - a.from);
}

function visitOf(sessions: readonly Session[], now: EpochMs): Visit {
  const vendors = [...Map.groupBy(sessions, (s) => s.protocol as string)].map(([protocol, own]) => ({ protocol, sessions: own }));
  return {
    id: (sessions[0] as Session).key,
    site: sessions.find((s) => s.site !== null)?.site ?? null,
    from: Math.min(...sessions.map((s) => s.startedAt)),
    to: Math.max(...sessions.map((s) => s.lastActivityAt)),
    open: sessions.some((s) => endOf(s, now) === null),
    tabIds: [...new Set(sessions.flatMap((s) => s.tabIds))].toSorted((a, b) => a - b),
    vendors, sessions, disagreements: disagreementsOf(vendors, now),
  };
}

function disagreementsOf(vendors: readonly VisitVendor[], now: EpochMs): readonly Disagreement[] {
  if (vendors.length < 2) return [];
  const found: Disagreement[] = [];
  const turns = vendors.map(({ protocol, sessions }) => ({ protocol, times: rotationsIn(sessions) }));
  const rotated = turns.filter(({ times }) => times > 0);
  if (rotated.length > 0 && rotated.length < turns.length) found.push({ what: 'rotation', rotated, kept: turns.filter(({ times }) => times === 0).map(({ protocol }) => protocol) });
  const users = vendors.flatMap(({ protocol, sessions }) => {
    const userId = sessions.at(-1)?.identity.userId;
    return userId === undefined ? [] : [{ protocol, userId }];
  });
  if (new Set(users.map((user) => user.userId)).size > 1) found.push({ what: 'user', users });
  const lives = vendors.map(({ protocol, sessions }) => {
    const ends = sessions.map((s) => endOf(s, now));
    return { protocol, endedAt: ends.includes(null) ? null : Math.max(...ends.map((at) => at ?? 0)), activeTo: Math.max(...sessions.map((s) => s.lastActivityAt)) };
  });
  const ended = lives.filter(({ endedAt }) => endedAt !== null && lives.some((other) => other.activeTo > endedAt + EARLY_MS));
  if (ended.length) {
    const first = Math.min(...ended.map(({ endedAt }) => endedAt ?? Infinity));
    found.push({ what: 'end', ended: ended.map(({ protocol, endedAt }) => ({ protocol, at: endedAt ?? 0 })), active: lives.filter((other) => other.activeTo > first + EARLY_MS && !ended.includes(other)).map(({ protocol }) => protocol) });
  }
  return found;
}

/** Sessions that took the place of another of their vendor; those of two tabs that go on side by side took nobody's. */
const rotationsIn = (sessions: readonly Session[]): number => sessions.filter((session, i) => takesPlaceOfOne(session, sessions, i)).length;

/** @param count so many of the sessions were before it */
function takesPlaceOfOne(session: Session, sessions: readonly Session[], count: number): boolean {
  for (let i = 0; i < count; i++) {
    const before = sessions[i] as Session;
    if (before.lastActivityAt <= session.startedAt + SAME_MS && sharesTab(before, session)) return true;
  }
  return false;
}

const sharesTab = (a: Session, b: Session): boolean => a.tabIds.length === 0 || b.tabIds.length === 0 || a.tabIds.some((tab) => b.tabIds.includes(tab));

/** The visit that a session is of. */
export const visitWith = (visits: readonly Visit[], key: SessionKey): Visit | null => visits.find((visit) => visit.sessions.some((session) => session.key === key)) ?? null;
