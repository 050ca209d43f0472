import { byStart, type Lane } from './lane.ts';
import type { SessionKey } from './session.ts';
import type { SessionFacts } from './session-facts.ts';
import type { SessionRules } from './session-rules.ts';

/** Which session each one followed, and which followed it first. */
export type Links = { readonly previous: ReadonlyMap<SessionKey, SessionFacts>; readonly next: ReadonlyMap<SessionKey, SessionFacts> };

const share = <T>(a: readonly T[], b: readonly T[]): boolean | null => (a.length && b.length ? a.some((x) => b.includes(x)) : null);

/** Cookies reach across subdomains and ports, so a site is the last two labels of the host here. No list of public suffixes: it only links. */
const site = (host: string): string => host.replace(/:\d+$/, '').split('.').slice(-2).join('.');

const ofHosts = new WeakMap<readonly string[], readonly string[]>();

/** The sites of a session, kept with its list of hosts: each session is compared with many. A list that grew is another answer. */
function sitesOf({ sites }: SessionFacts): readonly string[] {
  const known = ofHosts.get(sites);
  if (known?.length === sites.length) return known;
  const made = sites.map(site);
  ofHosts.set(sites, made);
  return made;
}

/** Whether `b` can have followed `a`, by what is known of tabs, sites and devices. */
function canFollow(a: SessionFacts, b: SessionFacts, rules: SessionRules): boolean {
  if (a.basis !== b.basis) return false;
  if (rules.scope !== 'storage') return share(a.tabs, b.tabs) ?? share(sitesOf(a), sitesOf(b)) ?? true;
  return share(sitesOf(a), sitesOf(b)) ?? share(a.tabs, b.tabs) ?? true;
}

const indexOf = (facts: SessionFacts): number | null => facts.indexes[0] ?? null;

/**
 * Links the sessions of a lane. In order: the one that the wire names as previous; the one before of the same chain; the one with the next
 * lower index on the same device (an index is surer than times, which are corrected request by request); the newest that began
 * before on the same device; the newest before that can have been (same tab for page sessions, same site for shared storage).
 */
export function linkSessions(lane: Lane, rulesFor: (variant: string | null) => SessionRules): Links {
  const sessions = [...lane.sessions.values()].toSorted(byStart);
  const byId = new Map(sessions.flatMap((s) => (s.sessionId === null ? [] : [[s.sessionId, s] as const])));
  const lastOfChain = new Map<string, SessionFacts>();
  const previous = new Map<SessionKey, SessionFacts>();
  const next = new Map<SessionKey, SessionFacts>();
  sessions.forEach((session, i) => {
    const found = find(session, i);
    if (session.chain) lastOfChain.set(session.chain, session);
    if (!found) return;
    previous.set(session.key, found);
    if (!next.has(found.key)) next.set(found.key, session);
  });
  return { previous, next };

  function byIndex(session: SessionFacts): SessionFacts | undefined {
    const index = indexOf(session);
    if (index === null || !session.deviceIds.length) return undefined;
    let best: SessionFacts | undefined;
    for (const other of sessions) {
      const lower = indexOf(other);
      if (lower === null || lower >= index || !share(other.deviceIds, session.deviceIds)) continue;
      if (!best || lower > (indexOf(best) as number)) best = other;
    }
    return best;
  }

  function find(session: SessionFacts, i: number): SessionFacts | undefined {
    const named = session.previousId === null ? undefined : byId.get(session.previousId);
    if (named && named !== session) return named;
    const sameChain = session.chain ? lastOfChain.get(session.chain) : undefined;
    if (sameChain) return sameChain;
    const counted = byIndex(session);
    if (counted) return counted;
    const rules = rulesFor(session.variant);
    let other: SessionFacts | undefined;
    for (let j = i - 1; j >= 0; j--) {
      const candidate = sessions[j] as SessionFacts;
      if (!canFollow(candidate, session, rules)) continue;
      if (share(candidate.deviceIds, session.deviceIds) ?? true) return candidate;
      other ??= candidate;
    }
    return other;
  }
}
