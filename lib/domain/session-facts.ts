import type { Json } from '../base/json.ts';
import type { EpochMs } from '../base/time.ts';
import type { Endpoint, EventId, Identity, ProtocolId } from './event.ts';
import type { RequestId } from './request.ts';
import type { Basis, SessionKey } from './session.ts';
import type { DeclaredStatus, SessionSignal, SignalType } from './signal.ts';

/** A signal with where it came from: the machine's input. */
export type Sighting = { readonly signal: SessionSignal; readonly context: SignalContext };

/** One signal as a session remembers it. */
export type Mark = {
  readonly at: EpochMs;
  readonly type: SignalType;
  readonly eventId: EventId | null;
  readonly requestId: RequestId;
  /** The whole of it, where the session may have to be built anew (split, merged, claimed by another); else null, as rows stay small. */
  readonly sighting: Sighting | null;
};

/** Where a signal came from. Nulls: unknown. */
export type SignalContext = {
  readonly requestId: RequestId;
  /** The event it came with; null for a signal without one. */
  readonly eventId: EventId | null;
  readonly receivedAt: EpochMs;
  readonly isError: boolean;
  /** The same event was taken in before: a retry or a beacon's repeat. It is counted as such and changes nothing else. */
  readonly isRepeat?: boolean;
  /** The same event was sent before and refused: where the server's clock rules, it counts from now. `eventId` is that of the first time. */
  readonly wasRefused?: boolean;
  readonly tabId: number | null;
  readonly documentId: string | null;
  readonly site: string | null;
  readonly page: string | null;
  readonly identity: Identity;
};

/** A value with the time at which it was said: the earliest or latest saying wins, whatever the order of arrival. */
export type Said<T> = { readonly at: EpochMs; readonly value: T };

export type EndMark = { readonly at: EpochMs; readonly reopenable: boolean; readonly preflightOnly: boolean };

/**
 * What is known of one session, as an aggregate that does not depend on the order of arrival: minima, maxima, counts and bounded,
 * sorted lists. Plain and serialisable. What the session *means* (state, ledger, server's view) is computed from this, its neighbours,
 * the rules and a moment: see ledger.ts and expiry.ts.
 */
export type SessionFacts = {
  readonly key: SessionKey;
  readonly lane: string;
  readonly protocol: ProtocolId;
  readonly endpoint: Endpoint;
  readonly basis: Basis;
  readonly sessionId: string | null;
  /** What the server makes the session from, or what our own rules group by; empty for declared ids. */
  readonly chain: string;
  /** Times that split a chain: first and last signal and last activity, on the clock that rules it ({@link chainTime}). */
  chainFrom: EpochMs;
  chainTo: EpochMs;
  chainActive: EpochMs;
  variant: string | null;
  startedAt: EpochMs;
  /** The start that the earliest signal told: later ones carry the jitter of their own correction. */
  declaredStart: Said<EpochMs> | null;
  firstAt: EpochMs;
  /** Last user activity; heartbeats do not count. Equals `firstAt` where only beats were seen. */
  lastEventAt: EpochMs;
  /** Last sign of life of any kind. */
  lastSignAt: EpochMs;
  lastReceivedAt: EpochMs;
  /** First and last moment on the device's own clock; null where the wire does not tell it. */
  firstDeviceAt: EpochMs | null;
  lastDeviceAt: EpochMs | null;
  firstType: SignalType;
  firstEventId: EventId | null;
  firstIdentityCall: 'identify' | 'reset' | null;
  firstPage: string | null;
  manual: boolean;
  startFlags: number;
  /** How many starts were sent for it; absent: none. */
  starts?: number;
  startFlagAt: EpochMs | null;
  ends: EndMark[];
  status: Said<DeclaredStatus> | null;
  /** The first status that ends a session, and the last that says it goes on; absent until one was said. */
  terminal?: Said<DeclaredStatus>;
  okAt?: EpochMs;
  /** The last error that nobody caught. */
  unhandledAt?: EpochMs;
  errorsReported: number | null;
  /** The longest that was told. */
  durationMs: number | null;
  /** The one that was told last; absent until one was. */
  lastDuration?: Said<number>;
  indexes: number[];
  previousId: string | null;
  firstEventIdSaid: string | null;
  deviceIds: string[];
  firstUser: Said<string> | null;
  lastUser: Said<string> | null;
  firstAnonymous: Said<string> | null;
  lastAnonymous: Said<string> | null;
  userName: Said<string> | null;
  users: string[];
  anonymous: string[];
  tabs: number[];
  documents: string[];
  sites: string[];
  attributes: { [key: string]: Json };
  /** Attributes that came with another value later; absent: none. */
  changed?: readonly string[];
  /** First and last of the events as the vendor counts them, and how many came. */
  sequence?: { readonly from: number; readonly to: number; readonly count: number };
  /** The last activity that named no user. */
  unnamedAt?: EpochMs;
  counts: { events: number; errors: number; heartbeats: number; requests: number };
  /** The newest signals, sorted by time; older ones are folded into the numbers below. */
  recent: Mark[];
  /** How many signals were taken in: more than `recent` holds means that the older ones are forgotten. */
  absorbed: number;
  sealedGapMs: number;
  /** Events sent again. */
  repeats: number;
  /** How far events lay before (late) and after (ahead) the moment at which they were sent, at most. */
  lateMs: number;
  aheadMs: number;
  beats: EpochMs[];
  /** Beats and ends that were meant for it, but that the server reads as another's: they keep nothing alive and end nothing. */
  misread?: { readonly beats: number; readonly ends: number; readonly as: string };
  /** When its documents went away, as the browser said. */
  gone: { at: EpochMs; why: 'tabClosed' | 'navigation' } | null;
  visibility: { at: EpochMs; hidden: boolean }[];
};

const MAX_RECENT = 64;
const MAX_BEATS = 240;
const MAX_SET = 16;
const MAX_ENDS = 16;
export const MAX_VISIBILITY = 64;

export function newFacts(base: Pick<SessionFacts, 'key' | 'lane' | 'protocol' | 'endpoint' | 'basis' | 'sessionId' | 'chain'>, sighting: Sighting): SessionFacts {
  const { signal } = sighting;
  const facts: SessionFacts = {
    ...base, chainFrom: Infinity, chainTo: -Infinity, chainActive: -Infinity, variant: null, startedAt: signal.at, declaredStart: null, firstAt: Infinity, lastEventAt: -Infinity, lastSignAt: -Infinity,
    lastReceivedAt: -Infinity, firstDeviceAt: null, lastDeviceAt: null, firstType: signal.type, firstEventId: null, firstIdentityCall: null, firstPage: null, manual: false,
    startFlags: 0, startFlagAt: null, ends: [], status: null, errorsReported: null, durationMs: null, indexes: [], previousId: null,
    firstEventIdSaid: null, deviceIds: [], firstUser: null, lastUser: null, firstAnonymous: null, lastAnonymous: null, userName: null,
    users: [], anonymous: [], tabs: [], documents: [], sites: [], attributes: {},
    counts: { events: 0, errors: 0, heartbeats: 0, requests: 0 }, recent: [], absorbed: 0, sealedGapMs: 0, repeats: 0, lateMs: 0, aheadMs: 0, beats: [], gone: null, visibility: [],
  };
  absorb(facts, sighting);
  return facts;
}

/** A copy that may be changed without changing the original. */
export function cloneFacts(facts: SessionFacts): SessionFacts {
  return {
    ...facts, ends: [...facts.ends], indexes: [...facts.indexes], deviceIds: [...facts.deviceIds], users: [...facts.users],
    anonymous: [...facts.anonymous], tabs: [...facts.tabs], documents: [...facts.documents], sites: [...facts.sites],
    attributes: { ...facts.attributes }, counts: { ...facts.counts }, recent: [...facts.recent], beats: [...facts.beats],
    visibility: [...facts.visibility],
  };
}

/**
 * The time by which sessions without an id are split. A server that makes them from the identity remembers it from when an event reached
 * it, whatever date the event carries (Exceptionless keeps it in a cache that slides); our own rules go by the event's time.
 */
export const chainTime = (basis: Basis, { signal, context }: Sighting): EpochMs => (basis === 'identity' ? context.receivedAt : signal.at);

function add<T>(set: T[], value: T | null | undefined, max = MAX_SET): void {
  if (value === null || value === undefined || set.includes(value) || set.length >= max) return;
  set.push(value);
}

/** From the newest back: events of one request mostly come together. */
function isKnown(recent: readonly Mark[], id: RequestId): boolean {
  for (let i = recent.length - 1; i >= 0; i--) if (recent[i]?.requestId === id) return true;
  return false;
}

const earlier = <T>(a: Said<T> | null, at: EpochMs, value: T | undefined): Said<T> | null => (value === undefined || (a && a.at <= at) ? a : { at, value });
const later = <T>(a: Said<T> | null, at: EpochMs, value: T | undefined): Said<T> | null => (value === undefined || (a && a.at > at) ? a : { at, value });

function insertSorted<T>(list: T[], item: T, at: (item: T) => EpochMs): void {
  let i = list.length;
  const t = at(item);
  while (i > 0 && at(list[i - 1] as T) > t) i--;
  if (i === list.length) list.push(item);
  else list.splice(i, 0, item);
}

/** Takes a signal into the session. Changes `facts` (the machine gives a copy of its own). */
export function absorb(facts: SessionFacts, sighting: Sighting): void {
  const { signal, context } = sighting;
  const { at } = signal;
  if (context.isRepeat) {
    facts.repeats++;
    return;
  }
  const isBeat = signal.type === 'heartbeat';
  // A close flag stops the clock no more than a beat does: it is no event.
  const isActivity = !isBeat && !(signal.type === 'end' && signal.reopenable);
  const chainAt = chainTime(facts.basis, sighting);
  facts.chainFrom = Math.min(facts.chainFrom, chainAt);
  facts.chainTo = Math.max(facts.chainTo, chainAt);
  if (isActivity) facts.chainActive = Math.max(facts.chainActive, chainAt);
  facts.declaredStart = earlier(facts.declaredStart, at, signal.startedAt);
  // What joins by time says nothing of when the session began.
  if (at < facts.firstAt && !(signal.byTime && Number.isFinite(facts.firstAt))) {
    facts.firstAt = at;
    facts.firstType = signal.type;
    facts.firstEventId = context.eventId;
    facts.firstIdentityCall = signal.identityCall ?? null;
    facts.firstPage = context.page;
  }
  facts.startedAt = Math.min(facts.firstAt, facts.declaredStart?.value ?? Infinity);
  if (isActivity) facts.lastEventAt = Math.max(facts.lastEventAt, at);
  facts.lastSignAt = Math.max(facts.lastSignAt, at);
  facts.lastReceivedAt = Math.max(facts.lastReceivedAt, context.receivedAt);
  if (signal.deviceAt !== undefined) {
    facts.firstDeviceAt = Math.min(facts.firstDeviceAt ?? Infinity, signal.deviceAt);
    facts.lastDeviceAt = Math.max(facts.lastDeviceAt ?? -Infinity, signal.deviceAt);
  }
  if (signal.appState !== undefined) {
    insertSorted(facts.visibility, { at, hidden: signal.appState === 'background' }, (v) => v.at);
    if (facts.visibility.length > MAX_VISIBILITY) facts.visibility.shift();
  }
  facts.lateMs = Math.max(facts.lateMs, context.receivedAt - at);
  facts.aheadMs = Math.max(facts.aheadMs, at - context.receivedAt);
  facts.variant ??= signal.rulesVariant ?? null;
  facts.manual ||= signal.manual === true;
  if (signal.type === 'start') facts.starts = (facts.starts ?? 0) + 1;
  if (signal.startFlag) {
    facts.startFlags++;
    facts.startFlagAt = Math.min(facts.startFlagAt ?? Infinity, at);
  }
  if (signal.type === 'end') {
    insertSorted(facts.ends, { at, reopenable: signal.reopenable === true, preflightOnly: signal.preflightOnly === true }, (e) => e.at);
    if (facts.ends.length > MAX_ENDS) facts.ends.shift();
  }
  if (signal.status === 'ok') facts.okAt = Math.max(facts.okAt ?? -Infinity, at);
  else if (signal.status !== undefined && RANK[signal.status] > 0) facts.terminal = firstTerminal(facts.terminal, at, signal.status);
  if (signal.unhandled) facts.unhandledAt = Math.max(facts.unhandledAt ?? -Infinity, at);
  if (signal.eventSequence !== undefined) facts.sequence = counted(facts.sequence, signal.eventSequence);
  if (isActivity && signal.userId === undefined) facts.unnamedAt = Math.max(facts.unnamedAt ?? -Infinity, at);
  if (signal.status !== undefined) facts.status = laterStatus(facts.status, at, signal.status);
  if (signal.errors !== undefined) facts.errorsReported = Math.max(facts.errorsReported ?? 0, signal.errors);
  if (signal.durationMs !== undefined) {
    facts.durationMs = Math.max(facts.durationMs ?? 0, signal.durationMs);
    const { lastDuration: last } = facts;
    if (!last || last.at < at || (last.at === at && last.value < signal.durationMs)) facts.lastDuration = { at, value: signal.durationMs };
  }
  add(facts.indexes, signal.index);
  facts.previousId ??= signal.previousId ?? null;
  facts.firstEventIdSaid ??= signal.firstEventId ?? null;
  add(facts.deviceIds, signal.deviceId);
  facts.firstUser = earlier(facts.firstUser, at, signal.userId);
  facts.lastUser = later(facts.lastUser, at, signal.userId);
  facts.firstAnonymous = earlier(facts.firstAnonymous, at, signal.anonymousId);
  facts.lastAnonymous = later(facts.lastAnonymous, at, signal.anonymousId);
  facts.userName = later(facts.userName, at, context.identity.name);
  add(facts.users, signal.userId);
  add(facts.anonymous, signal.anonymousId);
  add(facts.tabs, context.tabId, 64);
  add(facts.documents, context.documentId, 64);
  add(facts.sites, context.site);
  if (signal.attributes) addAttributes(facts, signal.attributes);
  if (!signal.preflightOnly && !isKnown(facts.recent, context.requestId)) facts.counts.requests++;
  if (context.eventId !== null) {
    facts.counts.events++;
    if (isBeat) facts.counts.heartbeats++;
    if (context.isError) facts.counts.errors++;
  }
  if (isBeat) {
    insertSorted(facts.beats, at, (b) => b);
    if (facts.beats.length > MAX_BEATS) facts.beats.shift();
  }
  const rebuildable = facts.chain !== '' || signal.byTime === true;
  const mark: Mark = { at, type: signal.type, eventId: context.eventId, requestId: context.requestId, sighting: rebuildable ? sighting : null };
  facts.absorbed++;
  insertSorted(facts.recent, mark, (m) => m.at);
  if (facts.recent.length > MAX_RECENT) seal(facts);
}

const firstTerminal = (now: SessionFacts['terminal'], at: EpochMs, value: DeclaredStatus): Said<DeclaredStatus> =>
  now && (now.at < at || (now.at === at && RANK[now.value] >= RANK[value])) ? now : { at, value };

const counted = (now: SessionFacts['sequence'], n: number): NonNullable<SessionFacts['sequence']> =>
  now ? { from: Math.min(now.from, n), to: Math.max(now.to, n), count: now.count + 1 } : { from: n, to: n, count: 1 };

/** What was said first stays; that another value came is noted. */
function addAttributes(facts: SessionFacts, said: { readonly [key: string]: Json }): void {
  for (const key of Object.keys(said)) {
    const value = said[key] as Json;
    if (!Object.hasOwn(facts.attributes, key)) facts.attributes[key] = value;
    else if (facts.attributes[key] !== value && !facts.changed?.includes(key)) facts.changed = [...(facts.changed ?? []), key].toSorted();
  }
}

/** Counts a beat or an end that the server reads as another's. */
export function absorbMisread(facts: SessionFacts, { signal }: Sighting): void {
  const { beats = 0, ends = 0 } = facts.misread ?? {};
  const isBeat = signal.type === 'heartbeat';
  facts.misread = { beats: beats + Number(isBeat), ends: ends + Number(!isBeat), as: signal.sessionIdOrIdentity ?? '' };
  countMisread(facts, Number(isBeat), Number(!isBeat));
}

function countMisread({ counts }: SessionFacts, beats: number, ends: number): void {
  counts.events += beats + ends;
  counts.requests += beats + ends;
  counts.heartbeats += beats;
}

const RANK: Record<DeclaredStatus, number> = { ok: 0, errored: 0, exited: 1, unhandled: 2, abnormal: 3, crashed: 4 };

/** Those after which the session lives on. */
export const isOpenStatus = (status: DeclaredStatus): boolean => status === 'ok' || status === 'errored';

/**
 * The status that holds: one that ends the session over all that do not, as the protocol knows no way back and corrected times lie off by the
 * jitter of two requests; else the later one; of one moment the more final one. So the order of arrival does not decide.
 */
function laterStatus(now: Said<DeclaredStatus> | null, at: EpochMs, value: DeclaredStatus): Said<DeclaredStatus> {
  if (!now) return { at, value };
  if (isOpenStatus(value) !== isOpenStatus(now.value)) return isOpenStatus(value) ? now : { at, value };
  return at > now.at || (at === now.at && RANK[value] > RANK[now.value]) ? { at, value } : now;
}

function seal(facts: SessionFacts): void {
  const oldest = facts.recent.shift();
  const next = facts.recent[0];
  if (oldest && next) facts.sealedGapMs = Math.max(facts.sealedGapMs, next.at - oldest.at);
}

/** The longest silence inside the session. */
export function longestGap(facts: SessionFacts): { ms: number; endedAt: EpochMs | null } {
  let ms = facts.sealedGapMs;
  let endedAt: EpochMs | null = null;
  facts.recent.forEach((mark, i) => {
    const before = facts.recent[i - 1];
    if (before && mark.at - before.at > ms) [ms, endedAt] = [mark.at - before.at, mark.at];
  });
  return { ms, endedAt };
}

/**
 * Builds a session anew from what it remembers: for splitting, merging and giving events away. Null where nothing is left.
 * What no sighting holds (visibility, gone) is carried over from `base`.
 */
export function rebuildFacts(base: SessionFacts, key: SessionKey, sightings: readonly Sighting[]): SessionFacts | null {
  const [first, ...rest] = sightings;
  if (!first) return null;
  const facts = newFacts({ ...base, key }, first);
  for (const sighting of rest) absorb(facts, sighting);
  facts.gone = base.gone;
  facts.visibility = base.visibility;
  if (base.misread) {
    facts.misread = base.misread;
    countMisread(facts, base.misread.beats, base.misread.ends);
  }
  return facts;
}
