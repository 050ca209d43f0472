import type { Json } from '../base/json.ts';
import type { EpochMs } from '../base/time.ts';
import { lifeOf } from './end-ledger.ts';
import type { Identity } from './event.ts';
import type { Lane } from './lane.ts';
import { linkSessions } from './neighbours.ts';
import type { SessionRecord } from './ports.ts';
import { serverViewOf } from './server-view.ts';
import type { SessionKey } from './session.ts';
import type { SessionFacts } from './session-facts.ts';
import type { SessionRules } from './session-rules.ts';
import { explainStart, SKEW_MS } from './start-ledger.ts';

/**
 * Describes sessions of a lane as of `now`: those named, and their neighbours, whose ledgers speak of them. Calling it again with the same
 * lane and moment gives the same.
 */
export function describeLane(lane: Lane, keys: Iterable<SessionKey>, rulesFor: (variant: string | null) => SessionRules, now: EpochMs): SessionRecord[] {
  const links = linkSessions(lane, rulesFor);
  const wanted = new Set<SessionKey>();
  for (const key of keys) {
    for (const k of [links.previous.get(key)?.key, key, links.next.get(key)?.key]) if (k !== undefined && lane.sessions.has(k)) wanted.add(k);
  }
  return [...wanted].map((key) => {
    const facts = lane.sessions.get(key) as SessionFacts;
    const rules = rulesFor(facts.variant);
    const next = links.next.get(key);
    const start = explainStart(facts, links.previous.get(key), lane, rules);
    const nextStart = next && explainStart(next, facts, lane, rulesFor(next.variant));
    const life = lifeOf(facts, next, nextStart, lane, rules, now);
    return {
      key, lane: lane.key, facts, protocol: facts.protocol, endpoint: facts.endpoint, sessionId: facts.sessionId, basis: facts.basis,
      startedAt: startOf(facts, links.previous.get(key), rules), lastActivityAt: facts.lastSignAt, endedAt: life.endedAt, state: life.state, upcoming: life.upcoming,
      start, end: life.end, serverView: serverViewOf(facts, rules, life), counts: facts.counts, identity: identityOf(facts),
      attributes: attributesOf(facts), heartbeat: life.heartbeat, tabIds: facts.tabs, site: facts.sites[0] ?? null,
      dueAt: life.upcoming.find((t) => t.state === 'expired')?.at ?? null,
    };
  });
}

/** Counted sessions follow one another: where corrected times swap by the jitter of two requests, the count is right. */
function startOf(facts: SessionFacts, previous: SessionFacts | undefined, rules: SessionRules): EpochMs {
  const behind = previous && rules.hasIndex ? previous.lastSignAt - facts.startedAt : 0;
  return behind > 0 && behind <= SKEW_MS ? Math.min(facts.startedAt + behind, facts.lastSignAt) : facts.startedAt;
}

function identityOf(facts: SessionFacts): Identity {
  const userId = facts.basis === 'identity' ? facts.chain : facts.lastUser?.value;
  const anonymousId = facts.lastAnonymous?.value;
  const deviceId = facts.deviceIds[0];
  const name = facts.userName?.value;
  return {
    ...(userId === undefined ? {} : { userId }), ...(anonymousId === undefined ? {} : { anonymousId }),
    ...(deviceId === undefined ? {} : { deviceId }), ...(name === undefined ? {} : { name }),
  };
}

/** What stays the same for the whole session, with what the vendor says of its place among others. */
function attributesOf(facts: SessionFacts): { [key: string]: Json } {
  const extra: { [key: string]: Json | null | undefined } = {
    index: facts.indexes.at(-1), previousSessionId: facts.previousId, firstEventId: facts.firstEventIdSaid, status: facts.status?.value,
    errorsReported: facts.errorsReported,
  };
  const known = Object.entries(extra).filter((e): e is [string, Json] => e[1] !== undefined && e[1] !== null);
  return { ...facts.attributes, ...Object.fromEntries(known) };
}
