import type { EventId } from './event.ts';
import { idleExpiry } from './expiry.ts';
import { chainKey, MAX_WAITING, type Lane } from './lane.ts';
import { asSessionKey, type Basis, type SessionKey } from './session.ts';
import { absorb, chainTime, newFacts, rebuildFacts, type SessionFacts, type Sighting } from './session-facts.ts';
import type { SessionRules } from './session-rules.ts';

/** How a lane is edited, for the machine to keep account of. */
export type LaneEdit = {
  readonly put: (facts: SessionFacts) => void;
  /** The session of the lane as one that may be changed in place: copied once, however many signals it takes in. */
  readonly own: (facts: SessionFacts) => SessionFacts;
  readonly remove: (key: SessionKey) => void;
  readonly assign: (eventId: EventId | null, key: SessionKey | null) => void;
  /** The sessions of a chain as they are now, in no order: a lane has many chains, and each event concerns one. */
  readonly ofChain: (chain: string) => Iterable<SessionFacts>;
};

type Chain = { readonly lane: Lane; readonly chain: string; readonly basis: Basis; readonly rules: SessionRules; readonly edit: LaneEdit };

/**
 * Sessions without an id on the wire: those of one identity follow one another, split by silence (`idleMs` since the last activity; a
 * gap of exactly that length splits) and by ends that are final. What comes out of order is put in its place by folding the session
 * before it and the one after it anew, so the result is as if it had come in order; a session that has forgotten its older signals
 * (see `recent`) is extended instead.
 */
export function placeInChain(lane: Lane, chain: string, basis: Basis, sighting: Sighting, rules: SessionRules, edit: LaneEdit): void {
  const it: Chain = { lane, chain, basis, rules, edit };
  const at = chainTime(basis, sighting);
  const sessions = [...edit.ofChain(chain)].filter((s) => s.basis === basis).toSorted((a, b) => a.chainFrom - b.chainFrom);
  const last = sessions.at(-1);
  const lateEnds = lane.waiting.some((w) => w.signal.identity === chain && chainTime(basis, w) >= at);
  if (!lateEnds && (!last || at >= last.chainTo)) {
    const group = step(last ? { facts: last } : null, sighting, rules);
    if (group === 'new') create(it, [sighting]);
    else if (group === 'none') wait(it, sighting);
    else if (last) extend(it, last, sighting);
    return;
  }
  const before = sessions.findLast((s) => s.chainFrom <= at);
  const after = sessions.find((s) => s.chainFrom > at);
  const affected = [before, after].filter((s) => s !== undefined);
  if (affected.every((s) => s.recent.length === s.absorbed)) refold(it, affected, sighting);
  else if (before && reaches(before, at, rules)) extend(it, before, sighting);
  else if (after && (rules.idleMs === null || after.chainFrom - at < rules.idleMs)) extend(it, after, sighting);
  else create(it, [sighting]);
}

type Current = { readonly facts: SessionFacts };

/** What a signal does after the session `current` in order of time: joins it, opens another, or belongs to none. */
function step(current: Current | null, sighting: Sighting, rules: SessionRules): 'join' | 'new' | 'none' {
  const { signal } = sighting;
  const open = current !== null && reaches(current.facts, chainTime(current.facts.basis, sighting), rules) && !current.facts.ends.some((e) => !e.reopenable);
  // A beat is no activity: it keeps alive whatever session there is, and opens one only where recording began midway.
  if (signal.type === 'heartbeat' && !rules.beatsRenew) return current ? 'join' : 'new';
  // An end without a session ends nothing, and is discarded.
  if (signal.type === 'end') return open || (current && signal.reopenable) ? 'join' : 'none';
  return open ? 'join' : 'new';
}

/** Whether activity at `at`, not before the session's last, still falls into it. */
function reaches(facts: SessionFacts, at: number, rules: SessionRules): boolean {
  const last = Number.isFinite(facts.chainActive) && !rules.beatsRenew ? facts.chainActive : facts.chainTo;
  if (at <= last) return true;
  if (rules.maxMs !== null && at >= facts.chainFrom + rules.maxMs) return false;
  const expiry = idleExpiry(last, rules, facts.visibility);
  return !expiry || at < expiry.at;
}

function extend({ edit }: Chain, target: SessionFacts, sighting: Sighting): void {
  absorb(edit.own(target), sighting);
  edit.assign(sighting.context.eventId, target.key);
}

function create({ lane, chain, basis, edit }: Chain, sightings: readonly Sighting[]): void {
  const [first, ...rest] = sightings;
  if (!first) return;
  let key = chainKey(lane, chain, first.signal.at);
  while (lane.sessions.has(key)) key = asSessionKey(`${key}+`);
  const facts = newFacts({ key, lane: lane.key, protocol: lane.protocol, endpoint: lane.endpoint, basis, sessionId: null, chain }, first);
  for (const sighting of rest) absorb(facts, sighting);
  edit.put(facts);
  for (const { context } of sightings) edit.assign(context.eventId, key);
}

/** An end that found no session may still find one, if events from before it come late. */
function wait({ lane, chain, edit }: Chain, sighting: Sighting): void {
  lane.waiting.push({ ...sighting, signal: { ...sighting.signal, identity: chain } });
  if (lane.waiting.length > MAX_WAITING) lane.waiting.shift();
  edit.assign(sighting.context.eventId, null);
}

function refold(it: Chain, affected: readonly SessionFacts[], sighting: Sighting): void {
  const { lane, chain, rules, edit } = it;
  const waiting = lane.waiting.filter((w) => w.signal.identity === chain);
  lane.waiting = lane.waiting.filter((w) => w.signal.identity !== chain);
  const all = [...affected.flatMap((s) => s.recent.flatMap((m) => m.sighting ?? [])), ...waiting, sighting].toSorted((a, b) => chainTime(it.basis, a) - chainTime(it.basis, b));
  const visibility = affected.flatMap((s) => s.visibility).toSorted((a, b) => a.at - b.at);

  const groups: { facts: SessionFacts; sightings: Sighting[] }[] = [];
  for (const s of all) {
    const current = groups.at(-1);
    const outcome = step(current ?? null, s, rules);
    if (outcome === 'none') wait(it, s);
    else if (outcome === 'join' && current) {
      absorb(current.facts, s);
      current.sightings.push(s);
    } else {
      const facts = newFacts({ key: asSessionKey(''), lane: lane.key, protocol: lane.protocol, endpoint: lane.endpoint, basis: it.basis, sessionId: null, chain }, s);
      facts.visibility = visibility;
      groups.push({ facts, sightings: [s] });
    }
  }

  // A group keeps the key of the session that most of it was in before: links and selections stay good.
  const free = new Set(affected);
  const keyless: Sighting[][] = [];
  for (const group of groups) {
    const held = (s: SessionFacts) => s.recent.filter((m) => m.sighting && group.sightings.includes(m.sighting)).length;
    const home = [...free].toSorted((a, b) => held(b) - held(a)).find((s) => held(s) > 0);
    if (!home) {
      keyless.push(group.sightings);
      continue;
    }
    free.delete(home);
    const facts = rebuildFacts(home, home.key, group.sightings);
    if (facts) edit.put(facts);
    for (const { context } of group.sightings) edit.assign(context.eventId, home.key);
  }
  for (const gone of free) edit.remove(gone.key);
  for (const sightings of keyless) create(it, sightings);
}

/** Takes events that were refused out of the sessions where they stood: the server never had them there. */
export function forgetRefused(lane: Lane, events: ReadonlySet<EventId>, edit: LaneEdit): void {
  const refused = (id: EventId | null): boolean => id !== null && events.has(id);
  for (const session of [...lane.sessions.values()]) {
    if (session.chain === '' || session.recent.length < session.absorbed || !session.recent.some((m) => refused(m.eventId))) continue;
    const rest = rebuildFacts(session, session.key, session.recent.filter((m) => !refused(m.eventId)).flatMap((m) => m.sighting ?? []));
    if (rest) edit.put(rest);
    else edit.remove(session.key);
  }
}
