import type { Brand } from '../base/brand.ts';
import type { EpochMs } from '../base/time.ts';

export type RequestId = Brand<string, 'RequestId'>;
export const asRequestId = (id: string): RequestId => id as RequestId;

/** Where a request was seen. */
export type Witness = 'webRequest' | 'devtools' | 'pageTap' | 'import';

export type Header = { readonly name: string; readonly value: string };

/** Why the browser did not show a body. `blob` and `stream`: Chromium's webRequest hides both, as data pipes. */
export type UnavailableReason = 'blob' | 'stream' | 'tooLarge' | 'notCaptured';

/** A body as sent. `encoding` is what is known of its compression; bytes are before decompression. */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly encoding: string | null }
  | { readonly kind: 'form'; readonly entries: readonly (readonly [name: string, value: string])[] }
  | { readonly kind: 'unavailable'; readonly reason: UnavailableReason; readonly size: number | null };

/**
 * How it went. `pageGone` marks an abort after an answer's headers had come, as keepalive requests at unload end: the server did get it.
 * `limits`: what the answer's headers said of how much may be sent and when again (rate-limits.ts).
 */
export type Outcome =
  | { readonly kind: 'pending' }
  | { readonly kind: 'responded'; readonly status: number; readonly endedAt: EpochMs; readonly pageGone?: boolean; readonly limits?: readonly Header[] }
  | { readonly kind: 'failed'; readonly error: string; readonly endedAt: EpochMs }
  | { readonly kind: 'unknown' };

/** One outgoing HTTP request as the browser showed it. Nulls: the witness could not tell. */
export type CapturedRequest = {
  readonly id: RequestId;
  readonly witnesses: readonly Witness[];
  /** The browser's tab, null for shared and service workers and for closed tabs: "origin known, tab unknown", never a guess. */
  readonly tabId: number | null;
  readonly frameId: number | null;
  /** The browser's id of the document that sent it: what tells two pages in one tab apart. */
  readonly documentId: string | null;
  readonly pageUrl: string | null;
  readonly initiator: string | null;
  readonly resourceType: string | null;
  readonly method: string;
  readonly url: string;
  /** As sent, names in lower case. */
  readonly headers: readonly Header[];
  readonly body: Body;
  readonly startedAt: EpochMs;
  readonly outcome: Outcome;
  /** Seen in a private window: never written to disk. */
  readonly incognito?: boolean;
};
