import { hash } from '../base/hash.ts';
import type { EpochMs } from '../base/time.ts';
import type { Endpoint, EventId, ProtocolId } from './event.ts';
import { asSessionKey, type SessionKey } from './session.ts';
import type { SessionFacts, Sighting } from './session-facts.ts';

/** A time at which an event carried no session although its vendor's events do (RudderStack after `endSession`). */
export type NoIdMark = { readonly at: EpochMs; readonly anonymousId: string | null; readonly page: string | null };

/**
 * All sessions of one project of one vendor, in the order of their start: what the machine works on. A store may load only a part
 * (the newest, and those around the times of the input); the machine never needs more than neighbours.
 */
export type Lane = {
  readonly key: string;
  readonly protocol: ProtocolId;
  readonly endpoint: Endpoint;
  sessions: Map<SessionKey, SessionFacts>;
  /** Events that belong to a session by time, none of which was open then as far as known. */
  waiting: Sighting[];
  noIds: NoIdMark[];
};

export const MAX_WAITING = 200;
export const MAX_NO_IDS = 64;

export const laneKey = (protocol: ProtocolId, endpointKey: string): string => `${protocol}|${endpointKey}`;

export const newLane = (protocol: ProtocolId, endpointKey: string, endpoint: Endpoint): Lane => ({
  key: laneKey(protocol, endpointKey), protocol, endpoint, sessions: new Map(), waiting: [], noIds: [],
});

/** Keys hold a hash of lane and identity, never an identity itself: they stand in URLs and exports. */
export const declaredKey = (lane: Pick<Lane, 'key' | 'protocol'>, sessionId: string): SessionKey =>
  asSessionKey(`${lane.protocol}-${hashOf(lane.key)}-${sessionId.length <= 64 ? sessionId : hash(sessionId)}`);

/** Lanes are few, and each signal asks for its own. */
const hashes = new Map<string, string>();
const MAX_HASHES = 200;

function hashOf(lane: string): string {
  const known = hashes.get(lane);
  if (known !== undefined) return known;
  const made = hash(lane);
  if (hashes.size < MAX_HASHES) hashes.set(lane, made);
  return made;
}

export const chainKey = (lane: Lane, chain: string, at: EpochMs): SessionKey =>
  asSessionKey(`${lane.protocol}-${hash(`${lane.key}\n${chain}`)}-at${Math.floor(at)}`);

/** Whether a mark can be of a session's storage: a project's sites share a lane, and anonymous ids tell them apart where they are known. */
export const mayConcern = (mark: NoIdMark, { anonymous }: Pick<SessionFacts, 'anonymous'>): boolean =>
  mark.anonymousId === null || !anonymous.length || anonymous.includes(mark.anonymousId);

/** Sessions by start, then by key so that equal times have an order. */
export function byStart(a: SessionFacts, b: SessionFacts): number {
  return a.startedAt - b.startedAt || (a.key < b.key ? -1 : 1);
}

/** What the machine changed. */
export type LaneChange = {
  readonly lane: Lane;
  readonly changed: ReadonlySet<SessionKey>;
  /** Sessions that another took over. */
  readonly removed: ReadonlySet<SessionKey>;
  /** Events whose session was found, moved or lost. */
  readonly assigned: ReadonlyMap<EventId, SessionKey | null>;
};
