import type { Json } from '../base/json.ts';
import type { EpochMs } from '../base/time.ts';
import type { Endpoint, EventKind, Identity } from '../domain/event.ts';
import type { Severity } from '../domain/finding.ts';
import type { Outcome, UnavailableReason, Witness } from '../domain/request.ts';
import type { Basis, Cause, Confidence, ServerView, SessionCounts, SessionState } from '../domain/session.ts';

export const FORMAT = 'footsteps-archive';
export const VERSION = 1;

/**
 * Footsteps' file, version 1. `archive-v1.schema.json` beside this file is the same for everybody else. Times are epoch milliseconds,
 * session ids are strings with every digit of the wire, bytes are base64. Entries may hold keys that are not named here: those of a newer
 * minor version or another tool are kept on import and written again. Lists may be absent in a file; they are empty here.
 */
export type Archive = {
  readonly exporter: { readonly name: string; readonly version: string };
  readonly createdAt: EpochMs;
  readonly requests: readonly ArchiveRequest[];
  readonly events: readonly ArchiveEvent[];
  readonly sessions: readonly ArchiveSession[];
  readonly findings: readonly ArchiveFinding[];
  readonly captureLedger: CaptureLedger | null;
  /** Keys beside the documented ones, as they were. */
  readonly extra: { readonly [key: string]: Json };
};

export type ArchiveBody =
  | { readonly kind: 'none' }
  /** As sent, before decompression. `encoding`: what is known of its compression, e.g. `gzip`. */
  | { readonly kind: 'bytes'; readonly base64: string; readonly encoding: string | null }
  | { readonly kind: 'form'; readonly entries: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'unavailable'; readonly reason: UnavailableReason; readonly size: number | null };

export type ArchiveRequest = {
  readonly id: string;
  readonly startedAt: EpochMs;
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly resourceType: string | null;
  readonly tabId: number | null;
  readonly frameId: number | null;
  /** Beside version 1's documented keys, as two pages in one tab are told apart by it. */
  readonly documentId: string | null;
  readonly pageUrl: string | null;
  readonly initiator: string | null;
  readonly witnesses: readonly Witness[];
  readonly body: ArchiveBody;
  readonly outcome: Outcome;
};

export type ArchiveEvent = {
  readonly id: string;
  readonly requestId: string;
  readonly index: number;
  readonly protocol: string;
  readonly endpoint: Endpoint;
  readonly kind: EventKind;
  readonly name: string;
  readonly occurredAt: EpochMs;
  readonly sentAt: EpochMs | null;
  readonly receivedAt: EpochMs;
  readonly sessionKey: string | null;
  readonly identity: Identity;
  readonly page: string | null;
  readonly isError: boolean;
  readonly data: Json;
  /** How often it was sent again, and by which requests; beside version 1's documented keys. */
  readonly repeats?: number;
  readonly repeatedBy?: readonly string[];
};

export type ArchiveSession = {
  readonly key: string;
  readonly protocol: string;
  readonly endpoint: Endpoint;
  readonly sessionId: string | null;
  readonly basis: Basis;
  readonly startedAt: EpochMs;
  readonly lastActivityAt: EpochMs;
  readonly endedAt: EpochMs | null;
  readonly state: SessionState;
  readonly start: { readonly cause: Cause; readonly confidence: Confidence; readonly evidence: string; readonly previousKey: string | null };
  readonly end: { readonly cause: Cause; readonly confidence: Confidence; readonly evidence: string; readonly nextKey: string | null } | null;
  readonly serverView: ServerView | null;
  readonly counts: SessionCounts;
  readonly identity: Identity;
  readonly attributes: { readonly [key: string]: Json };
};

export type ArchiveFinding = {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly sessionKey: string | null;
  readonly eventId: string | null;
  readonly requestId: string | null;
};

export const LEDGER_COLUMNS = ['candidates', 'decoded', 'partly', 'bodyUnavailable', 'undecodable', 'dropped'] as const;
export type CaptureLedger = { readonly [column in (typeof LEDGER_COLUMNS)[number]]: number };

/** The last moment that anything in the archive speaks of: when its states are judged, unless told otherwise. Null where it is empty. */
export function lastTimeIn({ requests, events, sessions }: {
  readonly requests: readonly Pick<ArchiveRequest, 'startedAt' | 'outcome'>[];
  readonly events: readonly Pick<ArchiveEvent, 'receivedAt'>[];
  readonly sessions: readonly Pick<ArchiveSession, 'lastActivityAt' | 'endedAt'>[];
}): EpochMs | null {
  let last = -Infinity;
  for (const { startedAt, outcome } of requests) last = Math.max(last, startedAt, 'endedAt' in outcome ? outcome.endedAt : startedAt);
  // Requests are what happened; times that clients wrote into events count only where there is nothing else.
  if (last === -Infinity) for (const { receivedAt } of events) last = Math.max(last, receivedAt);
  if (last === -Infinity) for (const { lastActivityAt, endedAt } of sessions) last = Math.max(last, lastActivityAt, endedAt ?? -Infinity);
  return last === -Infinity ? null : last;
}
