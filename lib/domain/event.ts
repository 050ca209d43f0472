import type { Brand } from '../base/brand.ts';
import type { Json } from '../base/json.ts';
import type { EpochMs } from '../base/time.ts';
import type { RequestId } from './request.ts';
import type { SessionKey } from './session.ts';

export type EventId = Brand<string, 'EventId'>;
export type ProtocolId = Brand<string, 'ProtocolId'>;
export const asProtocolId = (id: string): ProtocolId => id as ProtocolId;

export const EVENT_KINDS = [
  'page', 'track', 'identify', 'group', 'alias', 'error', 'transaction', 'log', 'sessionStart', 'sessionUpdate', 'sessionEnd',
  'heartbeat', 'replay', 'metric', 'feedback', 'report', 'unknown',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Where a vendor's data goes: the collector's origin (with the prefix of a proxy) and the project or key, as far as known. */
export type Endpoint = { readonly collector: string; readonly project: string | null };

/** Who: the keys that the request told. */
export type Identity = {
  readonly userId?: string;
  readonly anonymousId?: string;
  readonly deviceId?: string;
  readonly name?: string;
};

/** One thing that the user did or that happened; on screen a footstep. */
export type Event = {
  /** `<requestId>:<index>`. */
  readonly id: EventId;
  readonly requestId: RequestId;
  /** Place inside the request's batch, from 0. */
  readonly index: number;
  readonly protocol: ProtocolId;
  readonly endpoint: Endpoint;
  readonly kind: EventKind;
  /** What a person reads in the list of footsteps. */
  readonly name: string;
  /** Client time, corrected for clock skew as the vendor does. */
  readonly occurredAt: EpochMs;
  readonly sentAt: EpochMs | null;
  readonly receivedAt: EpochMs;
  readonly sessionKey: SessionKey | null;
  readonly identity: Identity;
  readonly page: string | null;
  readonly isError: boolean;
  /** The vendor's own event object, or the part of it that belongs to this event. */
  readonly data: Json;
  readonly tabId: number | null;
  /** The vendor's id of this event, or a hash of its text where the vendor has none: equal means sent again. Null: cannot repeat. */
  readonly dedupeKey: string | null;
  /** How often the same event was sent again (retries, beacon repeats), and by which requests. */
  readonly repeats: number;
  readonly repeatedBy: readonly RequestId[];
};
