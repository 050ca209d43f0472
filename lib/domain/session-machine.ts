import type { EpochMs } from '../base/time.ts';
import type { EventId } from './event.ts';
import { claimByTime, placeByTime } from './by-time.ts';
import { forgetRefused, placeInChain, type LaneEdit } from './gap-chain.ts';
import { declaredKey, MAX_NO_IDS, type Lane, type LaneChange } from './lane.ts';
import type { RequestId } from './request.ts';
import type { SessionKey } from './session.ts';
import { absorb, absorbMisread, cloneFacts, MAX_VISIBILITY, newFacts, type SessionFacts, type Sighting } from './session-facts.ts';
import type { SessionRules } from './session-rules.ts';

/** What the recorder saw of the browser itself. `tabId` null: the whole browser. */
export type EnvironmentChange =
  | { readonly type: 'tabClosed'; readonly tabId: number | null; readonly at: EpochMs }
  | { readonly type: 'navigated'; readonly tabId: number; readonly documentId: string | null; readonly at: EpochMs }
  | { readonly type: 'visibility'; readonly tabId: number; readonly hidden: boolean; readonly at: EpochMs };

/** A session id as SDKs make them (32 hex or a uuid); anything else in the same place is an identity. */
const ID_SHAPE = /^[0-9a-f]{32}$|^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The session machine: takes signals into a lane and says what changed. Pure: the lane given is not changed (its sessions are copied as
 * they are written), time comes with the signals, vendors differ by `rules` alone. Order of arrival does not matter for declared ids; for
 * sessions split by silence it does not matter among the newest signals that a session remembers.
 */
export function applySignals(lane: Lane, sightings: readonly Sighting[], rulesFor: (variant: string | null) => SessionRules): LaneChange {
  const next: Lane = { ...lane, sessions: new Map(lane.sessions), waiting: [...lane.waiting], noIds: [...lane.noIds] };
  const changed = new Set<SessionKey>();
  const removed = new Set<SessionKey>();
  const assigned = new Map<EventId, SessionKey | null>();
  /** Sessions copied in this call: those may be changed in place. */
  const own = new Set<SessionKey>();

  /** Made when the first signal without an id comes: keys of the sessions by their chain. */
  let chains: Map<string, Set<SessionKey>> | null = null;

  const edit: LaneEdit = {
    put(facts) {
      next.sessions.set(facts.key, facts);
      if (chains) addTo(chains, facts);
      own.add(facts.key);
      changed.add(facts.key);
      removed.delete(facts.key);
    },
    own(facts) {
      if (own.has(facts.key)) return facts;
      const copy = cloneFacts(facts);
      edit.put(copy);
      return copy;
    },
    remove(key) {
      next.sessions.delete(key);
      own.delete(key);
      changed.delete(key);
      removed.add(key);
    },
    assign(eventId, key) {
      if (eventId !== null) assigned.set(eventId, key);
    },
    ofChain(chain) {
      if (!chains) {
        chains = new Map();
        for (const facts of next.sessions.values()) addTo(chains, facts);
      }
      // A session never changes its chain, and one that was removed is found no more.
      return [...(chains.get(chain) ?? [])].flatMap((key) => next.sessions.get(key) ?? []);
    },
  };

  function declare(sessionId: string, sighting: Sighting): void {
    const key = declaredKey(next, sessionId);
    const known = next.sessions.get(key);
    // A preflight is evidence about a session that is known; it opens none.
    if (!known && sighting.signal.preflightOnly) return;
    const start = known?.startedAt;
    let facts: SessionFacts;
    if (known) {
      facts = edit.own(known);
      absorb(facts, sighting);
    } else {
      facts = newFacts({ key, lane: next.key, protocol: next.protocol, endpoint: next.endpoint, basis: 'declared', sessionId, chain: '' }, sighting);
      edit.put(facts);
    }
    edit.assign(sighting.context.eventId, key);
    if (facts.startedAt !== start) claimByTime(next, facts, edit);
  }

  /** A repeat of a declared session's event is counted there; it opens nothing. */
  function repeat(sighting: Sighting): void {
    const known = sighting.signal.sessionId === undefined ? undefined : next.sessions.get(declaredKey(next, sighting.signal.sessionId));
    if (known) absorb(edit.own(known), sighting);
  }

  /** Counted where it was meant to go, as the server, which reads another name, knows no session by that. */
  function misread(meant: SessionFacts, sighting: Sighting): void {
    absorbMisread(edit.own(meant), sighting);
    edit.assign(sighting.context.eventId, meant.key);
  }

  const forgotten = new Set<RequestId>();
  for (const sighting of sightings) {
    const { signal, context } = sighting;
    // All that came with one request was refused together, so it is taken out together before any of it is placed again.
    if (context.wasRefused && !forgotten.has(context.requestId)) {
      forgotten.add(context.requestId);
      const together = sightings.filter((s) => s.context.wasRefused && s.context.requestId === context.requestId);
      forgetRefused(next, new Set(together.flatMap((s) => s.context.eventId ?? [])), edit);
    }
    const rules = rulesFor(signal.rulesVariant ?? null);
    if (context.isRepeat || (context.wasRefused && signal.sessionId !== undefined)) {
      repeat({ ...sighting, context: { ...context, isRepeat: true } });
      continue;
    }
    if (signal.sessionId !== undefined) declare(signal.sessionId, sighting);
    else if (signal.identity !== undefined) placeInChain(next, signal.identity, basisOf(rules), sighting, rules, edit);
    else if (signal.sessionIdOrIdentity !== undefined) {
      const value = signal.sessionIdOrIdentity;
      const meant = meantBy(next, signal);
      if (next.sessions.has(declaredKey(next, value)) || ID_SHAPE.test(value)) declare(value, sighting);
      else if (signal.preflightOnly && !some(edit.ofChain(value))) continue;
      else if (meant) misread(meant, sighting);
      else placeInChain(next, value, basisOf(rules), { ...sighting, signal: { ...signal, identity: value } }, rules, edit);
    } else if (signal.byTime) placeByTime(next, sighting, edit);
    else {
      next.noIds.push({ at: signal.at, anonymousId: signal.anonymousId ?? null, page: sighting.context.page });
      if (next.noIds.length > MAX_NO_IDS) next.noIds.shift();
    }
  }
  return { lane: next, changed, removed, assigned };
}

function addTo(chains: Map<string, Set<SessionKey>>, { chain, key }: SessionFacts): void {
  const keys = chains.get(chain);
  if (keys) keys.add(key);
  else chains.set(chain, new Set([key]));
}

/** The session whose identity a signal was meant to name, where the server reads a name that nobody has. A fragment never goes out. */
function meantBy(lane: Lane, { sessionIdOrIdentity, writtenAs, at }: Sighting['signal']): SessionFacts | undefined {
  if (writtenAs === undefined) return undefined;
  const sessions = [...lane.sessions.values()].filter((s) => s.chain !== '').toSorted((a, b) => a.firstAt - b.firstAt);
  if (sessions.some((s) => s.chain === sessionIdOrIdentity)) return undefined;
  const meant = sessions.filter((s) => s.chain === writtenAs || s.chain.startsWith(`${writtenAs}#`));
  return meant.findLast((s) => s.firstAt <= at) ?? meant[0];
}

const some = (sessions: Iterable<SessionFacts>): boolean => !sessions[Symbol.iterator]().next().done;

const basisOf = (rules: SessionRules): 'identity' | 'derived' => (rules.scope === 'identity' ? 'identity' : 'derived');

/** Activity this long after a document went away shows that it had not: another document of the same session lives. */
const GONE_GRACE_MS = 5_000;

/** Takes what the browser did into the sessions of a lane that it touches. */
export function applyEnvironment(lane: Lane, change: EnvironmentChange, rules: SessionRules): LaneChange {
  const next: Lane = { ...lane, sessions: new Map(lane.sessions) };
  const changed = new Set<SessionKey>();
  for (const facts of lane.sessions.values()) {
    if (change.tabId !== null && !facts.tabs.includes(change.tabId)) continue;
    const copy = cloneFacts(facts);
    if (change.type === 'visibility') {
      const last = copy.visibility.at(-1);
      if (last?.hidden === change.hidden || (!last && !change.hidden)) continue;
      copy.visibility.push({ at: change.at, hidden: change.hidden });
      if (copy.visibility.length > MAX_VISIBILITY) copy.visibility.shift();
    } else {
      if (rules.scope !== 'page' || (copy.gone && copy.lastReceivedAt <= copy.gone.at + GONE_GRACE_MS)) continue;
      if (change.type === 'navigated' && change.documentId !== null && copy.documents.includes(change.documentId)) continue;
      if (change.type === 'tabClosed' && change.tabId !== null && copy.tabs.length > 1 && copy.lastReceivedAt > change.at) continue;
      copy.gone = { at: change.at, why: change.type === 'tabClosed' ? 'tabClosed' : 'navigation' };
    }
    next.sessions.set(copy.key, copy);
    changed.add(copy.key);
  }
  return { lane: next, changed, removed: new Set(), assigned: new Map() };
}

/** Whether its documents are gone and nothing came since. */
export const isGone = (facts: SessionFacts): boolean => facts.gone !== null && facts.lastReceivedAt <= facts.gone.at + GONE_GRACE_MS;
