import type { EpochMs } from '../base/time.ts';
import type { EventId } from './event.ts';
import { idleExpiry } from './expiry.ts';
import { byStart, chainKey, type Lane } from './lane.ts';
import type { Basis, SessionKey } from './session.ts';
import { absorb, cloneFacts, newFacts, rebuildFacts, type SessionFacts, type Sighting } from './session-facts.ts';
import type { SessionRules } from './session-rules.ts';

/** What a chain operation did, for the machine to pass on. */
export type ChainEdit = {
  readonly put: (facts: SessionFacts) => void;
  readonly remove: (key: SessionKey) => void;
  readonly assign: (eventId: EventId | null, key: SessionKey | null) => void;
};

/**
 * Sessions without an id on the wire: those of one identity follow one another, split by silence (`idleMs` since the last activity, a
 * gap of exactly that length splits) and by ends that are final. The result is the same as if the signals had come sorted by time, as
 * long as those out of order are among the last that a session remembers: an event between two sessions joins them, an end between
 * two events parts them.
 */
export function placeInChain(lane: Lane, chain: string, basis: Basis, sighting: Sighting, rules: SessionRules, edit: ChainEdit): SessionKey | null {
  const { signal, context } = sighting;
  const { at } = signal;
  const sessions = [...lane.sessions.values()].filter((s) => s.chain === chain && s.basis === basis).sort(byStart);
  const before = sessions.findLast((s) => s.startedAt <= at);
  const after = sessions.find((s) => s.startedAt > at);
  const joinsBefore = before !== undefined && reaches(before, at, rules) && !finalEndIn(before, at);

  if (signal.type === 'heartbeat' && !rules.beatsRenew) {
    // A beat is no activity: it keeps alive whatever session of that identity there is and opens one only where recording began midway.
    const target = before ?? (after && near(after, at, rules) ? after : undefined);
    return target ? extend(target) : create();
  }
  if (signal.type === 'end') {
    if (!before || !joinsBefore) return null;
    if (signal.reopenable) return extend(before);
    const later = before.recent.filter((m) => m.at > at);
    if (later.length && later.length < before.recent.length) {
      split(before, at);
      const head = lane.sessions.get(before.key) ?? before;
      return extend(head);
    }
    return extend(before);
  }
  const parted = before?.ends.some((e) => !e.reopenable && e.at >= at) ?? false;
  const joinsAfter = after !== undefined && !parted && near(after, at, rules);
  if (joinsBefore && joinsAfter) return merge(before, after);
  if (joinsBefore) return extend(before);
  if (joinsAfter) return extend(after);
  return create();

  function extend(target: SessionFacts): SessionKey {
    const facts = cloneFacts(target);
    absorb(facts, sighting);
    edit.put(facts);
    edit.assign(context.eventId, facts.key);
    return facts.key;
  }
  function create(): SessionKey {
    let key = chainKey(lane, chain, at);
    while (lane.sessions.has(key)) key = `${key}+` as SessionKey;
    const created = newFacts({ key, lane: lane.key, protocol: lane.protocol, endpoint: lane.endpoint, basis, sessionId: null, chain }, sighting);
    edit.assign(context.eventId, key);
    // Beats after `at` had found only the session before: they are signs of life of this one.
    const mine = before?.recent.filter((m) => m.at >= at) ?? [];
    for (const mark of mine) {
      if (!mark.sighting) continue;
      absorb(created, mark.sighting);
      edit.assign(mark.eventId, key);
    }
    if (before && mine.length) {
      const rest = rebuildFacts(before, before.key, before.recent.filter((m) => m.at < at).flatMap((m) => m.sighting ?? []));
      if (rest) edit.put(rest);
      else edit.remove(before.key);
    }
    edit.put(created);
    return key;
  }
  function merge(first: SessionFacts, second: SessionFacts): SessionKey {
    const facts = cloneFacts(first);
    absorb(facts, sighting);
    for (const mark of second.recent) {
      if (!mark.sighting) continue;
      absorb(facts, mark.sighting);
      edit.assign(mark.eventId, facts.key);
    }
    edit.remove(second.key);
    edit.put(facts);
    edit.assign(context.eventId, facts.key);
    return facts.key;
  }
  function split(target: SessionFacts, atTime: EpochMs): void {
    const sightings = target.recent.flatMap((m) => m.sighting ?? []);
    const head = rebuildFacts(target, target.key, sightings.filter((s) => s.signal.at <= atTime));
    const tail = sightings.filter((s) => s.signal.at > atTime);
    const [first] = tail;
    if (!head || !first) return;
    const key = chainKey(lane, chain, first.signal.at);
    const rest = rebuildFacts(target, lane.sessions.has(key) ? (`${key}+` as SessionKey) : key, tail);
    if (!rest) return;
    edit.put(head);
    edit.put(rest);
    for (const s of tail) edit.assign(s.context.eventId, rest.key);
  }
}

/** Whether activity at `at` (not before the session's start) still falls into the session. */
function reaches(facts: SessionFacts, at: EpochMs, rules: SessionRules): boolean {
  const last = Number.isFinite(facts.lastEventAt) ? facts.lastEventAt : facts.lastSignAt;
  if (at <= last) return true;
  const expiry = idleExpiry(rules.beatsRenew ? Math.max(last, facts.lastSignAt) : last, rules, facts.visibility);
  if (rules.maxMs !== null && at >= facts.startedAt + rules.maxMs) return false;
  return !expiry || at < expiry.at;
}

/** Whether activity at `at` lies so shortly before the session's start that they are one. */
const near = (facts: SessionFacts, at: EpochMs, rules: SessionRules): boolean => rules.idleMs === null || facts.startedAt - at < rules.idleMs;

/** Whether the session was ended for good before `at`. */
function finalEndIn(facts: SessionFacts, at: EpochMs): boolean {
  return facts.ends.some((e) => !e.reopenable && e.at < at);
}
