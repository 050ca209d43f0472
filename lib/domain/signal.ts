import type { Json } from '../base/json.ts';
import type { EpochMs } from '../base/time.ts';

/**
 * What one request says about a session, in words that no vendor owns. The session machine sees only signals.
 *
 * - `activity`: something happened in the session. `start`/`end`: the vendor says so. `update`: a report of the session's own state.
 * - `heartbeat`: a sign of life that is no user activity.
 */
export type SignalType = 'start' | 'update' | 'heartbeat' | 'end' | 'activity';

/** Sentry's words, which other vendors map to. */
export type DeclaredStatus = 'ok' | 'exited' | 'crashed' | 'abnormal' | 'unhandled' | 'errored';

export type SessionSignal = {
  readonly type: SignalType;
  /** Corrected client time. */
  readonly at: EpochMs;
  /** The same moment on the device's own clock: SDKs measure their time-outs with it. Absent: as `at`. */
  readonly deviceAt?: EpochMs;
  /** The application said that it went to the background or came back with this event (mobile trackers). */
  readonly appState?: 'foreground' | 'background';
  /** The event of the same dissection that it came with; null for a signal without an event (a preflight, a settings poll). */
  readonly eventIndex: number | null;
  /** The session id exactly as on the wire. */
  readonly sessionId?: string;
  /** The identity from which the vendor's server makes the session (basis `identity`), or our own key (basis `derived`). */
  readonly identity?: string;
  /** Either of the two, as the vendor does not say which: Exceptionless's heartbeat carries whichever its client keeps. */
  readonly sessionIdOrIdentity?: string;
  /** The same as the client meant it, where the server reads another for want of an encoding (`+` is a space in a query). */
  readonly writtenAs?: string;
  /** Neither is on the wire (Sentry's events): the machine finds the session that was open then on that page. */
  readonly byTime?: true;
  /** The vendor's start flag, e.g. Krenalis `sessionStart`, Sentry `init`. Absent: the vendor has none. */
  readonly startFlag?: boolean;
  /** The session was started by hand, as far as the wire tells. */
  readonly manual?: boolean;
  /** Count of sessions of this device, and of events in this session. */
  readonly index?: number;
  readonly eventSequence?: number;
  readonly previousId?: string | null;
  readonly firstEventId?: string | null;
  readonly startedAt?: EpochMs;
  readonly status?: DeclaredStatus;
  readonly errors?: number;
  /** It came with an error that nobody caught. */
  readonly unhandled?: true;
  readonly durationMs?: number;
  /** What the storage belongs to: sessions of one device or browser follow one another. */
  readonly deviceId?: string;
  readonly anonymousId?: string;
  readonly userId?: string;
  /** A call that changes who the user is (identify, setUser, reset). */
  readonly identityCall?: 'identify' | 'reset';
  /** Things said to stay the same for the whole session: release, environment, user agent, screen, SDK. */
  readonly attributes?: { readonly [key: string]: Json };
  /** Which of the vendor's rules hold: the name of one of the dissector's `variants`. Absent: its `rules`. */
  readonly rulesVariant?: string;
  /** An `end` that later activity undoes (Exceptionless's close flag), where another opens a new session. */
  readonly reopenable?: true;
  /** Only evidence, no proof of delivery: the preflight of a request that was never seen itself. */
  readonly preflightOnly?: true;
};
