import type { EpochMs } from '../base/time.ts';
import type { RequestId } from './request.ts';
import type { SessionRules } from './session-rules.ts';

/** What the options page asks for beside the settings themselves, and what it gets. */

/** A vendor's own rules, before the user's numbers. `variant` null: those of its web SDK, or of all. */
export type VendorDefaults = {
  readonly id: string;
  readonly name: string;
  readonly rules: readonly { readonly variant: string | null; readonly rules: SessionRules }[];
};

/** What a dissector makes of one stored request. `events` and `sessionIds`: the first few. */
export type ReadAs = {
  readonly result: 'decoded' | 'partly' | 'bodyUnavailable' | 'undecodable';
  readonly eventCount: number;
  readonly events: readonly { readonly kind: string; readonly name: string }[];
  readonly sessionIds: readonly string[];
  /** What could not be read, a sentence each. */
  readonly problems: readonly string[];
};

/** A stored request as a line to choose from. `protocol`: of the dissector that took it. */
export type RecordedRequest = { readonly id: RequestId; readonly method: string; readonly url: string; readonly startedAt: EpochMs; readonly protocol: string };

/** An own endpoint held against the stored requests: how many of the `looked` (all, or the newest) match, the newest few, and how the first of those reads. */
export type EndpointTest = {
  readonly looked: number;
  readonly all: boolean;
  readonly matched: number;
  readonly newest: readonly RecordedRequest[];
  readonly reading: ReadAs | null;
};

/** A request as it is and as it would leave: lines of text, and how often each reason applied. `sample`: nothing is recorded yet, so it is made up. */
export type RedactionSample = {
  readonly before: string;
  readonly after: string;
  readonly counts: readonly { readonly reason: string; readonly count: number }[];
  readonly sample: boolean;
};

/** What the limits would remove at once. */
export type RetentionForecast = { readonly sessions: number; readonly events: number };

/** What the browser says of our part of the disk, in bytes; null where it does not say. */
export type DiskUse = { readonly usage: number; readonly quota: number } | null;

/** A keyboard command of the extension. `shortcut` empty: none is set. */
export type KeyboardCommand = { readonly name: string; readonly description: string; readonly shortcut: string };
