import type { Json } from '../base/json.ts';
import type { EpochMs } from '../base/time.ts';
import type { Diagnostic, DiagnosticSpec } from '../domain/diagnostic.ts';
import type { Endpoint, EventKind, Identity, ProtocolId } from '../domain/event.ts';
import type { FieldNode, FieldSpec } from '../domain/field.ts';
import type { RequestId } from '../domain/request.ts';
import type { SessionRules } from '../domain/session-rules.ts';
import type { SessionSignal } from '../domain/signal.ts';
import type { WireRequest } from './wire-request.ts';

/**
 * A cheap, declarative sign that a request may be this vendor's. All given parts must match. Paths are matched as suffixes (proxies put
 * prefixes before them). `confidence` is what the sign alone is worth, 0 to 1; a path alone is worth less than {@link ACCEPT}.
 */
export type Claim = {
  readonly method?: string;
  readonly host?: RegExp;
  readonly path?: RegExp;
  /** Query parameters that must be there. */
  readonly query?: readonly string[];
  /** A header that must be there, in lower case. */
  readonly header?: string;
  readonly confidence: number;
};

/** At least this much confidence takes a request, and this much more than the runner-up takes it without a note. */
export const ACCEPT = 0.5;
export const MARGIN = 0.15;
/** A request whose body the browser hid cannot be probed: a claim worth this much makes it a candidate of the capture ledger. */
export const ACCEPT_HIDDEN = 0.3;

/** What a dissector says of one event; the pipeline adds request, protocol, tab and session. */
export type EventDraft = {
  readonly kind: EventKind;
  readonly name: string;
  /** Client time, corrected as the vendor does; null: use the time of the request. */
  readonly occurredAt: EpochMs | null;
  readonly sentAt?: EpochMs | null;
  readonly identity?: Identity;
  /** Null: use the page that sent the request. */
  readonly page?: string | null;
  readonly isError?: boolean;
  readonly data: Json;
  /** The vendor's id of the event, or a hash of its text: an equal one was sent before. */
  readonly dedupeKey?: string | null;
};

/** Where a dissector writes what it reads, as it reads it: what was recorded before a failure is kept. */
export type Recorder = {
  /** `key`: what holds sessions together, where it is not collector and project (Exceptionless: the API key alone). */
  endpoint(endpoint: Endpoint, key?: string): void;
  /** A field outside any event's data (URL, header, envelope). `name` must be declared. */
  field(name: string, value: Json): void;
  /** Gives the event's index in this request. */
  event(draft: EventDraft): number;
  signal(signal: SessionSignal): void;
  /** `code` must be declared. */
  diagnostic(code: string, message: string, path?: string): void;
};

/** One vendor's protocol: data and one pure function. See design.md and `lib/README.md` for how to add one. */
export type Dissector = {
  readonly id: ProtocolId;
  readonly name: string;
  readonly family?: string;
  /** Raised when the same request would be read differently: stored requests are then read again. */
  readonly revision: number;
  readonly category: 'analytics' | 'errors' | 'observability';
  /** Official documentation. */
  readonly docs: string;
  readonly claims: readonly Claim[];
  /** Look at every POST with a readable body, whatever its URL: tunnels and custom paths. */
  readonly anyPath?: boolean;
  /** The body is recognised only by its host (none of the first four). */
  readonly hostBound?: boolean;
  /** CORS preflights are read too, as they can be the only trace of a request (signals with `preflightOnly`, never events). */
  readonly readsPreflights?: boolean;
  /** Bodies may hold bytes that are no text: the dissector itself says which of them it could not read. */
  readonly binaryBody?: boolean;
  readonly fields: readonly FieldSpec[];
  readonly diagnostics: readonly DiagnosticSpec[];
  readonly rules: SessionRules;
  /** Rules of other SDKs of the same vendor, picked by a signal's `rulesVariant`. */
  readonly variants?: readonly { readonly when: string; readonly rules: SessionRules }[];
  /**
   * Confidence after a look at query and body, 0 to 1. `claimed` is the best matching claim's confidence, 0 for none. Must not throw.
   * Absent: the claim decides.
   */
  readonly probe?: (request: WireRequest, claimed: number) => number;
  readonly dissect: (request: WireRequest, record: Recorder) => void;
};

/** How a candidate request ended, for the capture ledger. */
export type CaptureResult = 'decoded' | 'partly' | 'bodyUnavailable' | 'undecodable';

export type Dissection = {
  readonly requestId: RequestId;
  readonly protocol: ProtocolId;
  readonly revision: number;
  readonly endpoint: Endpoint;
  /** Sessions with the same protocol and this key belong to one project. */
  readonly endpointKey: string;
  readonly result: CaptureResult;
  /** Fields of the request outside its events. */
  readonly tree: readonly FieldNode[];
  readonly events: readonly EventDraft[];
  readonly signals: readonly SessionSignal[];
  readonly diagnostics: readonly Diagnostic[];
};
