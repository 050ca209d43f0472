import { inWords, type EpochMs } from '../base/time.ts';
import { expiryOf, idleExpiry, renewedAt } from './expiry.ts';
import { heartbeatOf } from './heartbeat.ts';
import { mayConcern, type Lane } from './lane.ts';
import type { Cause, Confidence, Heartbeat, LedgerEnd, LedgerStart, Session, SessionState } from './session.ts';
import { isOpenStatus, type SessionFacts } from './session-facts.ts';
import { isGone } from './session-machine.ts';
import type { SessionRules } from './session-rules.ts';
import { silence, SKEW_MS } from './start-ledger.ts';

/** Whether a session still lives at a moment, and if not, why. */
export type Life = {
  readonly state: SessionState;
  readonly upcoming: Session['upcoming'];
  readonly endedAt: EpochMs | null;
  readonly end: LedgerEnd | null;
  readonly heartbeat: Heartbeat;
};

/** Signals of one moment reach us in any order: this much after an end they still belong before it. */
const END_GRACE_MS = 1_000;

type Ending = { readonly state: SessionState; readonly endedAt: EpochMs; readonly cause: Cause; readonly confidence: Confidence; readonly evidence: string };

export function lifeOf(facts: SessionFacts, next: SessionFacts | undefined, nextStart: LedgerStart | undefined, lane: Lane, rules: SessionRules, now: EpochMs): Life {
  const ending = declared(facts, next, nextStart) ?? replaced(facts, next, nextStart, lane, rules) ?? duplicated(facts, next, rules) ?? left(facts, rules) ?? ranOut(facts, rules, now);
  if (ending) {
    const { state, endedAt, cause, confidence, evidence } = ending;
    return { state, endedAt, end: { cause, confidence, evidence, nextKey: next?.key ?? null }, upcoming: [], heartbeat: heartbeatOf(facts, rules, false) };
  }
  // A client that went over to another identity beats for that one: none is due here any more.
  const beatsMoved = nextStart?.cause === 'identityChange' && next?.beats.some((b) => b > facts.lastSignAt) === true;
  const heartbeat = heartbeatOf(facts, rules, !beatsMoved);
  const all = transitions(facts, rules, heartbeat);
  const state = all.findLast((t) => t.at <= now)?.state ?? 'live';
  return { state, upcoming: all.filter((t) => t.at > now), endedAt: null, end: null, heartbeat };
}

/** What the vendor's SDK said itself. */
function declared(facts: SessionFacts, next: SessionFacts | undefined, nextStart: LedgerStart | undefined): Ending | null {
  const { status } = facts;
  if (status && !isOpenStatus(status.value)) {
    const state: SessionState = status.value === 'crashed' ? 'crashed' : status.value === 'abnormal' ? 'abnormal' : 'ended';
    if (status.value === 'exited' && next && nextStart?.cause === 'navigation' && Math.abs(next.startedAt - status.at) <= 2 * END_GRACE_MS) {
      return { state, endedAt: status.at, cause: 'navigation', confidence: 'certain', evidence: 'It exited as the page changed its route, and another began.' };
    }
    return { state, endedAt: status.at, cause: 'declaredEnd', confidence: 'certain', evidence: `The SDK reported the session as ${status.value}.` };
  }
  const last = facts.ends.at(-1);
  const end = facts.ends.findLast((e) => !e.preflightOnly && last !== undefined && last.at - e.at <= END_GRACE_MS) ?? last;
  if (!end || facts.lastEventAt > end.at + END_GRACE_MS) return null;
  return {
    state: 'ended', endedAt: end.at, cause: 'declaredEnd', confidence: end.preflightOnly ? 'likely' : 'certain',
    evidence: end.preflightOnly
      ? 'The page asked to end it as it closed; only the preflight of that request was seen, so the server may not know.'
      : 'The page sent the end of the session.',
  };
}

/** Another session took its place. Where the server closes sessions by itself, another one's start ends nothing. */
function replaced(facts: SessionFacts, next: SessionFacts | undefined, nextStart: LedgerStart | undefined, lane: Lane, rules: SessionRules): Ending | null {
  if (rules.serverCloses || facts.chain) return null;
  const noId = rules.missingIdEnds
    ? lane.noIds.find((m) => m.at > facts.lastEventAt && mayConcern(m, facts))
    : undefined;
  if (noId && (!next || noId.at < next.startedAt)) {
    return { state: 'ended', endedAt: noId.at, cause: 'declaredEnd', confidence: 'likely', evidence: 'Events followed that carry no session: the page had called endSession().' };
  }
  if (!next || !nextStart || silence(facts, next, rules) < -SKEW_MS) return null;
  const followedAt = Math.max(next.startedAt, facts.lastSignAt);
  const { cause, confidence, evidence } = nextStart;
  if (cause === 'idleTimeout') {
    const expiry = idleExpiry(renewedAt(facts, rules), rules, facts.visibility);
    return { state: 'expired', endedAt: Math.min(expiry?.at ?? Infinity, followedAt), cause, confidence, evidence };
  }
  if (cause === 'maxDuration') return { state: 'expired', endedAt: followedAt, cause, confidence, evidence };
  if (cause === 'firstSeen') return { state: 'ended', endedAt: followedAt, cause: 'unknown', confidence: 'guess', evidence: 'Another session was seen in its place; its start was not.' };
  if (cause === 'declaredStart') {
    return { state: 'ended', endedAt: followedAt, cause: rules.scope === 'page' ? 'navigation' : 'declaredEnd', confidence: rules.scope === 'page' ? confidence : 'likely', evidence: rules.scope === 'page' ? 'The same page began another session.' : evidence };
  }
  return { state: 'ended', endedAt: followedAt, cause, confidence, evidence };
}

/** A server that keeps sessions alive by beats gives those of an identity to its newest session, and closes the one that had them before. */
function duplicated(facts: SessionFacts, next: SessionFacts | undefined, rules: SessionRules): Ending | null {
  if (!rules.serverCloses || !next || facts.chain === '' || next.chain !== facts.chain) return null;
  const expiry = expiryOf(facts, rules);
  if (expiry && expiry.at <= next.startedAt) return null;
  return {
    state: 'expired', endedAt: Math.max(next.startedAt, facts.lastSignAt), cause: 'serverRule', confidence: 'likely',
    evidence: 'A newer session of the same identity takes its heartbeats: the server closes this one as a duplicate.',
  };
}

/** The page that had it went away, and each page has its own. */
function left(facts: SessionFacts, rules: SessionRules): Ending | null {
  if (rules.scope !== 'page' || !facts.gone || !isGone(facts)) return null;
  const { at, why } = facts.gone;
  return {
    state: 'ended', endedAt: at, cause: why, confidence: 'certain',
    evidence: why === 'tabClosed' ? 'Its tab was closed; the SDK sends nothing then.' : 'Its tab went to another page; the SDK sends nothing then.',
  };
}

/** The vendor's own time-outs. */
function ranOut(facts: SessionFacts, rules: SessionRules, now: EpochMs): Ending | null {
  const expiry = expiryOf(facts, rules);
  if (!expiry || expiry.at > now) return null;
  if (expiry.rule === 'server') {
    return { state: 'expired', endedAt: expiry.at, cause: 'serverRule', confidence: 'likely', evidence: `No sign of life for ${inWords(rules.serverCloses?.inactiveMs ?? 0)}: the server closes the session.` };
  }
  if (expiry.rule === 'max') {
    return { state: 'expired', endedAt: expiry.at, cause: 'maxDuration', confidence: 'likely', evidence: `It has lasted ${inWords(rules.maxMs ?? 0)}, the longest allowed.` };
  }
  const limit = expiry.background ? (rules.backgroundIdleMs ?? 0) : (rules.idleMs ?? 0);
  return {
    state: 'expired', endedAt: expiry.at, cause: 'idleTimeout', confidence: 'likely',
    evidence: `No event for ${inWords(limit)}${expiry.background ? ' in the background' : ''}: the next one opens another session.`,
  };
}

/** What the state of an open session becomes as time passes. A missing beat is late only where beats are known to come. */
function transitions(facts: SessionFacts, rules: SessionRules, heartbeat: Heartbeat): { at: EpochMs; state: SessionState }[] {
  const list: { at: EpochMs; state: SessionState }[] = [];
  const known = heartbeat.periodFrom === 'configured' || (heartbeat.periodFrom === 'observed' && rules.heartbeatMs !== null);
  if (heartbeat.nextDueAt !== null && known) list.push({ at: heartbeat.nextDueAt + rules.lateAfterMs, state: 'late' });
  else list.push({ at: facts.lastSignAt + (heartbeat.suspended && heartbeat.periodMs !== null ? heartbeat.periodMs + rules.lateAfterMs : rules.idleAfterMs), state: 'idle' });
  const expiry = expiryOf(facts, rules);
  return expiry ? [...list.filter((t) => t.at < expiry.at), { at: expiry.at, state: 'expired' }] : list;
}
