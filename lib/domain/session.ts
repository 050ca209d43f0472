import type { Brand } from '../base/brand.ts';
import type { Json } from '../base/json.ts';
import type { EpochMs } from '../base/time.ts';
import type { Endpoint, Identity, ProtocolId } from './event.ts';
import type { ImportMark } from './import.ts';

export type SessionKey = Brand<string, 'SessionKey'>;
export const asSessionKey = (key: string): SessionKey => key as SessionKey;

/** How we know of a session: its id is on the wire, the server makes it from the identity, or only our own rules make it. */
export type Basis = 'declared' | 'identity' | 'derived';
export type SessionState = 'live' | 'late' | 'idle' | 'ended' | 'expired' | 'crashed' | 'abnormal';
export type Confidence = 'certain' | 'likely' | 'guess';

export const CAUSES = [
  'firstSeen', 'declaredStart', 'manualStart', 'idleTimeout', 'maxDuration', 'identityChange', 'declaredEnd', 'reset', 'tabClosed',
  'navigation', 'storageLost', 'serverRule', 'unknown',
] as const;
export type Cause = (typeof CAUSES)[number];

/** Why a session began or ended: cause, how sure, and one sentence of evidence. */
export type LedgerStart = { readonly cause: Cause; readonly confidence: Confidence; readonly evidence: string; readonly previousKey: SessionKey | null };
export type LedgerEnd = { readonly cause: Cause; readonly confidence: Confidence; readonly evidence: string; readonly nextKey: SessionKey | null };

/** What the vendor's server will make of it. */
export type ServerView = {
  readonly closesAt: EpochMs | null;
  readonly durationMs: number;
  readonly online: boolean | null;
  readonly rule: string;
};

export type SessionCounts = { readonly events: number; readonly errors: number; readonly heartbeats: number; readonly requests: number };

/** A session as stored, shown and exported. */
export type Session = {
  readonly key: SessionKey;
  readonly protocol: ProtocolId;
  readonly endpoint: Endpoint;
  readonly sessionId: string | null;
  readonly basis: Basis;
  readonly startedAt: EpochMs;
  readonly lastActivityAt: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly state: SessionState;
  /** The states to come if nothing more happens, by time: what lets a page tick without asking the store. */
  readonly upcoming: readonly { readonly at: EpochMs; readonly state: SessionState }[];
  readonly start: LedgerStart;
  readonly end: LedgerEnd | null;
  readonly serverView: ServerView | null;
  readonly counts: SessionCounts;
  readonly identity: Identity;
  readonly attributes: { readonly [key: string]: Json };
  readonly heartbeat: Heartbeat;
  readonly tabIds: readonly number[];
  readonly site: string | null;
  /** Of a file, and not recorded here. */
  readonly imported?: ImportMark;
};

/** The strip of beats: the newest seen times, the period expected, and when the next is due. */
export type Heartbeat = {
  readonly periodMs: number | null;
  /** `default`: the vendor's; `configured`: the user's override; `observed`: learnt from the intervals seen. */
  readonly periodFrom: 'default' | 'configured' | 'observed' | null;
  readonly seen: readonly EpochMs[];
  readonly nextDueAt: EpochMs | null;
  /** Beats stopped because the tab is hidden, which is no fault. */
  readonly suspended: boolean;
  /** What the vendor's SDK and documents say of the period. */
  readonly said?: string;
};

/** The state at a moment not before the session was last described. */
export function stateAt(session: Pick<Session, 'state' | 'upcoming'>, now: EpochMs): SessionState {
  return session.upcoming.findLast((change) => change.at <= now)?.state ?? session.state;
}
