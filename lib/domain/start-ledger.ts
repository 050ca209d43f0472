import { inWords, type EpochMs } from '../base/time.ts';
import { idleExpiry, renewedAt } from './expiry.ts';
import { mayConcern, type Lane } from './lane.ts';
import type { Cause, Confidence, LedgerStart } from './session.ts';
import { longestGap, type SessionFacts } from './session-facts.ts';
import type { SessionRules } from './session-rules.ts';

/** An automatic start takes its id in the same call as its first event; a start by hand some time before it. */
const SAME_CALL_MS = 25;
/** A session that exited this shortly before another began gave way to it. */
const ROUTE_CHANGE_MS = 2_000;
/** Below this, a silence that is shorter than the vendor's time-out is no hint that the site set a shorter one. */
const SHORT_TIMEOUT_MS = 3_000;
/** Times are corrected request by request, so two moments of one page may swap by the difference of two round trips. */
export const SKEW_MS = 2_500;
/** RudderStack's cut-off, where it is on and not set: sessions end this long after their start, whatever happens. */
const CUT_OFF_MS = 12 * 3_600_000;

type Verdict = { readonly cause: Cause; readonly confidence: Confidence; readonly evidence: string };
const say = (cause: Cause, confidence: Confidence, evidence: string): Verdict => ({ cause, confidence, evidence });

/** Why the session began, from what is known of it and of the one before. */
export function explainStart(facts: SessionFacts, previous: SessionFacts | undefined, lane: Lane, rules: SessionRules): LedgerStart {
  const verdict = facts.chain
    ? chainStart(facts, previous, rules)
    : rules.scope === 'storage' ? storageStart(facts, previous, lane, rules) : rules.scope === 'page' ? pageStart(facts, previous) : startUp(facts, previous);
  return { ...verdict, previousKey: previous?.key ?? null };
}

/** Sessions that each page load opens for itself. */
function pageStart(facts: SessionFacts, previous: SessionFacts | undefined): Verdict {
  if (!facts.startFlags && facts.firstType !== 'start') return say('firstSeen', 'certain', 'The first signal seen was no start: the session began before it was recorded.');
  if (facts.manual) return say('manualStart', 'certain', 'The application started it: its updates carry a duration, which those of automatic sessions do not.');
  if (previous && previous.firstAt <= facts.startedAt) {
    const { status } = previous;
    // A session that had crashed before repeats that status as it gives way, so only the moment tells.
    const apart = status ? Math.abs(facts.startedAt - status.at) : Infinity;
    if (status && (status.value === 'exited' ? apart <= ROUTE_CHANGE_MS : status.value !== 'ok' && apart <= SAME_CALL_MS)) {
      return say('navigation', 'certain', 'The session before sent its last update at that moment: the page changed its route.');
    }
    const sameDocument = previous.documents.some((d) => facts.documents.includes(d));
    const sameTab = previous.tabs.some((t) => facts.tabs.includes(t));
    if (sameDocument) return say('declaredStart', 'certain', 'The page that had a session before sent the start of another.');
    if (sameTab) return say('navigation', 'certain', 'Another page was loaded in the same tab, and each page load opens a session.');
    if (!facts.tabs.length) return say('navigation', 'likely', 'A start followed the session before, and each page load opens a session; the tab is not known.');
  }
  return say('declaredStart', 'certain', 'The vendor\'s SDK announced it: the first update carries the start flag.');
}

/** Declared sessions of an SDK that announces one whenever it starts up: at a page load, and at each return to the tab. */
function startUp(facts: SessionFacts, previous: SessionFacts | undefined): Verdict {
  if (facts.firstType !== 'start' && !facts.startFlags) return say('firstSeen', 'certain', 'The first signal seen was no start: the session began before it was recorded.');
  const closed = previous?.ends.some((e) => Math.abs(e.at - facts.startedAt) <= ROUTE_CHANGE_MS);
  const again = !previous ? '' : closed
    ? ' The page before ended its own as it closed: the SDK starts another at each page load.'
    : ' The one before was not ended by it: the SDK starts another at each page load and at each return to the tab.';
  return say('declaredStart', 'certain', `The page sent a session start with this id.${again}`);
}

/** Sessions that the vendor's server makes, or that we derive: no id on the wire. */
function chainStart(facts: SessionFacts, previous: SessionFacts | undefined, rules: SessionRules): Verdict {
  const who = rules.scope === 'identity' ? 'identity' : 'visitor';
  if (previous?.chain === facts.chain) {
    const ended = previous.ends.findLast((e) => !e.reopenable && e.at <= facts.startedAt);
    if (ended) return say('declaredStart', 'certain', `The session before of the same ${who} was ended; this is the first event after it.`);
    const gap = facts.startedAt - renewedAt(previous, rules);
    return say('idleTimeout', 'certain', `${inWords(gap)} passed since the last event of the same ${who}; after ${inWords(rules.idleMs ?? 0)} the next event opens another session.`);
  }
  if (facts.firstType === 'heartbeat') return say('firstSeen', 'guess', `Only heartbeats of this ${who} were seen: the session began before it was recorded.`);
  if (previous) return say('identityChange', 'certain', `The events name another ${who} than those before, and each has a session of its own.`);
  if (facts.firstType === 'start') return say('declaredStart', 'certain', 'The page sent a session start.');
  return say('firstSeen', 'likely', `The first event of this ${who}: it opens a session where the server knows none.`);
}

/** How long the SDK itself had waited between the two: on the device's clock where both tell it, as SDKs do. */
export function silence(previous: SessionFacts, facts: SessionFacts, rules: SessionRules): number {
  const sameDevice = previous.deviceIds.some((d) => facts.deviceIds.includes(d)) || previous.anonymous.some((a) => facts.anonymous.includes(a));
  if (sameDevice && previous.lastDeviceAt !== null && facts.firstDeviceAt !== null) return facts.firstDeviceAt - previous.lastDeviceAt;
  return facts.firstAt - renewedAt(previous, rules);
}

/** Sessions whose id lies in storage that all tabs of a site share. */
function storageStart(facts: SessionFacts, previous: SessionFacts | undefined, lane: Lane, rules: SessionRules): Verdict {
  const index = facts.indexes.length ? Math.max(...facts.indexes) : null;
  const flagged = facts.startFlags > 0;
  if (!previous || previous.firstAt > facts.startedAt + SKEW_MS) {
    if (facts.manual) return say('manualStart', 'likely', 'Its id was given by hand: it is no start time.');
    if (rules.missingIdEnds && lane.noIds.some((m) => m.at < facts.startedAt && mayConcern(m, facts))) {
      return say('manualStart', 'likely', 'Events before it carried no session: automatic tracking is off, or was ended, and the page called startSession().');
    }
    if (flagged) return say('declaredStart', 'certain', 'Its first event carries the start flag.');
    if (index === 1) return say('declaredStart', 'likely', 'Session index 1: the first session of this browser.');
    if (index !== null) return say('firstSeen', 'certain', `Session index ${index}: it, or those before, began before recording.`);
    return say('firstSeen', 'likely', 'The first session seen of this site.');
  }
  const lastBefore = renewedAt(previous, rules);
  const gap = silence(previous, facts, rules);
  if (gap < -SKEW_MS) return say('declaredStart', 'guess', 'It runs beside the session before: two storages, or two SDKs, on one site.');

  if (facts.deviceIds.length && previous.deviceIds.length && !facts.deviceIds.some((d) => previous.deviceIds.includes(d))) {
    return say('storageLost', index === 1 ? 'certain' : 'likely', `The device id changed with it${index === 1 ? ' and counting began at 1 again' : ''}: the cookie or storage was lost or cleared.`);
  }
  if (facts.manual) return say('manualStart', 'certain', 'The page started it with an id of its own: the id is no start time.');
  const expiry = idleExpiry(lastBefore, rules, previous.visibility);
  if (expiry && !previous.manual && lastBefore + gap >= expiry.at) {
    const limit = inWords(expiry.background ? (rules.backgroundIdleMs ?? 0) : (rules.idleMs ?? 0));
    return say('idleTimeout', flagged || index !== null || facts.previousId !== null ? 'certain' : 'likely',
      `${inWords(gap)} passed without an event; the time-out${expiry.background ? ' in the background' : ''} is ${limit}.`);
  }
  const background = rules.backgroundIdleMs ?? Infinity;
  if (gap >= background && !previous.visibility.length && index !== null) {
    return say('idleTimeout', 'likely', `${inWords(gap)} passed without an event; the time-out is ${inWords(background)} in the background, and whether it was there is not on the wire.`);
  }
  if (index === 1 && previous.indexes.length && !facts.deviceIds.length && !previous.deviceIds.length) {
    return say('storageLost', 'likely', 'Counting began at 1 again: the site keeps nothing in cookies or storage, or it was cleared.');
  }
  const turned = rules.userChangeRotates ? userChange(facts, previous) : null;
  if (turned) return turned;
  const noId = lane.noIds.find((m) => m.at > previous.lastEventAt && m.at < facts.startedAt && (mayConcern(m, previous) || mayConcern(m, facts)));
  const life = facts.firstAt - previous.startedAt;
  const max = rules.maxMs ?? (flagged && gap < 60_000 && life >= CUT_OFF_MS ? CUT_OFF_MS : null);
  if (max !== null && life >= max && !previous.manual) {
    return say('maxDuration', rules.maxMs === null ? 'guess' : 'likely', `The session before had lasted ${inWords(life)}; the longest allowed is ${inWords(max)}.`);
  }
  return earlyStart(facts, previous, gap, noId !== undefined, rules);
}

function userChange(facts: SessionFacts, previous: SessionFacts): Verdict | null {
  const before = previous.lastUser?.value;
  const now = facts.firstUser?.value;
  const renewed = previous.lastAnonymous && facts.firstAnonymous && previous.lastAnonymous.value !== facts.firstAnonymous.value;
  if (before !== undefined && now !== undefined && before !== now) return say('identityChange', 'likely', 'Another user was identified with its first event.');
  if (renewed && facts.firstIdentityCall === 'identify') return say('identityChange', 'likely', 'It began with an identify call that also renewed the anonymous id.');
  if (renewed) return say('reset', 'likely', 'The anonymous id changed with it: the page called reset().');
  if (before !== undefined && now === undefined) return say('reset', 'likely', 'The user was gone with its first event: the page called reset().');
  return null;
}

/** A new id before the time-out, with the same user: somebody called something, or the site has a time-out of its own. */
function earlyStart(facts: SessionFacts, previous: SessionFacts, gap: EpochMs, hadNoId: boolean, rules: SessionRules): Verdict {
  const limit = rules.idleMs === null ? '' : `, before the time-out of ${inWords(rules.idleMs)}`;
  if (hadNoId) {
    const sameCall = facts.firstAt - facts.startedAt <= SAME_CALL_MS && facts.firstPage !== previous.firstPage;
    return sameCall
      ? say('declaredStart', 'likely', 'After a stretch of events without a session, a page load started another.')
      : say('manualStart', 'likely', 'After a stretch of events without a session, the page called startSession().');
  }
  if (rules.startsWithProcess) return say('declaredStart', 'likely', `It began ${inWords(gap)} after the last event${limit}: the application was started anew, which always opens a session.`);
  const ownId = rules.idIsStartTime && facts.declaredStart !== null;
  const sameCall = ownId && facts.firstAt - facts.startedAt <= SAME_CALL_MS;
  if (rules.idleMs !== null && gap >= SHORT_TIMEOUT_MS && gap > longestGap(previous).ms && (!ownId || sameCall)) {
    return say('idleTimeout', 'guess', `It began ${inWords(gap)} after the last event${limit}, longer than any silence inside the session before: the site seems to have set a shorter time-out.`);
  }
  if (sameCall && rules.restartsAfterEnd) {
    return say('declaredStart', 'likely', `It began by itself with its first event, ${inWords(gap)} after the last one${limit}: the page had called endSession().`);
  }
  if (sameCall) {
    return say('manualStart', 'guess', `It began with its first event, ${inWords(gap)} after the last one${limit}: the page called startSession(), or reset(), or set a longest life.`);
  }
  return say('manualStart', rules.hasIndex || rules.idIsStartTime ? 'likely' : 'guess', `It began ${inWords(gap)} after the last event${limit}: the page asked for a new session.`);
}
