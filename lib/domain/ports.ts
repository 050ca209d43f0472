import type { EpochMs } from '../base/time.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Endpoint, Event, EventId, ProtocolId } from './event.ts';
import type { Finding } from './finding.ts';
import type { Lane } from './lane.ts';
import type { Body, CapturedRequest, Outcome, RequestId, UnavailableReason } from './request.ts';
import type { Session, SessionKey } from './session.ts';
import type { SessionFacts } from './session-facts.ts';

/** How a candidate request ended; `dropped` by which limit stands in the counters. */
export type CandidateResult = 'decoded' | 'partly' | 'bodyUnavailable' | 'undecodable' | 'dropped';

/** A request as stored: what was captured, and what reading it gave. The body lies apart, as lists never need it. */
export type RequestRecord = Omit<CapturedRequest, 'body'> & {
  readonly bodyKind: Body['kind'];
  readonly bodySize: number | null;
  readonly protocol: ProtocolId;
  readonly revision: number;
  readonly endpoint: Endpoint;
  readonly endpointKey: string;
  readonly result: CandidateResult;
  /** Why its body is not there; only where it was not read for that. */
  readonly hiddenBy?: UnavailableReason;
  readonly diagnostics: readonly Diagnostic[];
};

/** A session as stored: what is shown, and the facts that it was computed from. `dueAt`: when its state changes if nothing happens. */
export type SessionRecord = Session & { readonly lane: string; readonly facts: SessionFacts; readonly dueAt: EpochMs | null };

/** Enough of a session to find the rest. */
export type SessionRef = Pick<SessionRecord, 'key' | 'lane' | 'protocol'>;

/** Counters of the capture ledger, one name a reason: `candidates`, `decoded`, …, `dropped.tooLarge`, `seen` (all requests looked at). */
export type Counters = { readonly [name: string]: number };

/** What a gap is about, where it is not about everything: a tab, a site with its subdomains, or all sites but some. */
export type GapScope =
  | { readonly kind: 'tab'; readonly tabId: number }
  | { readonly kind: 'site'; readonly host: string }
  | { readonly kind: 'otherSites'; readonly hosts: readonly string[] };

/** A stretch of time in which nothing was recorded, and why. `to` null: it goes on. `lost`: how many requests are known to be lost. */
export type Gap = {
  readonly from: EpochMs;
  readonly to: EpochMs | null;
  readonly why: 'paused' | 'noPermission' | 'browserClosed' | 'workerLost' | 'storageFull';
  readonly lost: number | null;
  readonly scope?: GapScope;
};

/** What ingest reads and writes inside one transaction. Nothing of it touches the clock or the network. */
export type IngestTransaction = {
  /** The stored events with these dedupe keys. */
  eventsByDedupeKey(keys: readonly string[]): Promise<readonly Event[]>;
  /**
   * The part of a lane that input from `from` on can concern: its sessions that start at or after `from`, the 24 newest before that, and
   * those named in `keys` with their neighbours. Null where the lane is new.
   */
  loadLane(key: string, from: EpochMs, keys: readonly SessionKey[]): Promise<Lane | null>;
  /** The lanes of a vendor. */
  laneKeys(protocol: ProtocolId): Promise<readonly string[]>;
  /** Those of these requests that are stored. */
  requests(ids: readonly RequestId[]): Promise<readonly RequestRecord[]>;
  putRequests(records: readonly RequestRecord[], bodies: ReadonlyMap<RequestId, Body>): Promise<void>;
  /** Requests as they were read in this transaction, with other outcomes; the rest of them stays. */
  putOutcomes(records: readonly RequestRecord[]): Promise<void>;
  putEvents(events: readonly Event[]): Promise<void>;
  /** Sets the session of events stored earlier. */
  assignEvents(assigned: ReadonlyMap<EventId, SessionKey | null>): Promise<void>;
  /** Writes sessions and replaces the findings of each. */
  putSessions(records: readonly SessionRecord[], findings: ReadonlyMap<SessionKey, readonly Finding[]>): Promise<void>;
  removeSessions(keys: readonly SessionKey[]): Promise<void>;
  /** Sessions that had not ended when they were last described: of a tab, or all (null). */
  openSessions(tabId: number | null): Promise<readonly SessionRef[]>;
  /** Sessions whose state was to change by `now`, the longest overdue first. */
  dueSessions(now: EpochMs, limit: number): Promise<readonly SessionRef[]>;
  factsOf(keys: readonly SessionKey[]): Promise<readonly SessionFacts[]>;
  /** `waiting` and `noIds` of the lane. */
  putLane(lane: Lane): Promise<void>;
  count(delta: Counters): Promise<void>;
};

/** A request as captured, not read yet. `complete`: nothing more of it is waited for. */
export type RequestRow = { readonly id: RequestId; readonly request: CapturedRequest; readonly complete: boolean; readonly writtenAt: EpochMs };
/** How a request ended; under a key of its own, as the request may be on its way into the store. */
export type OutcomeRow = { readonly id: string; readonly of: RequestId; readonly outcome: Outcome; readonly writtenAt: EpochMs };
export type InboxRow = RequestRow | OutcomeRow;

/** What is on its way into the store: what lets the recorder die in between. Putting a row again replaces it. */
export type Inbox = {
  put(rows: readonly InboxRow[]): Promise<void>;
  /** The requests among these that are there. */
  get(ids: readonly RequestId[]): Promise<readonly RequestRow[]>;
  /** At most so many rows written before `before` that are wanted, the oldest first. */
  oldest(before: EpochMs, limit: number, isWanted: (row: InboxRow) => boolean): Promise<readonly InboxRow[]>;
  remove(ids: readonly string[]): Promise<void>;
};

export type Repository = {
  /** Runs `work` in one write transaction: all of it is stored, or nothing. */
  transact<T>(work: (tx: IngestTransaction) => Promise<T>): Promise<T>;
};
