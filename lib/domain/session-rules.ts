/**
 * How a vendor's sessions live, as data. All durations in milliseconds; null means that the vendor has no such rule.
 * A vendor differs from another by this and by the signals it records, never by a branch in the machine.
 */
export type SessionRules = {
  /**
   * Which sessions follow one another. `storage`: all tabs of a browser share one (cookie or local storage). `page`: each page load has its
   * own. `identity`: the server keeps one a user.
   */
  readonly scope: 'storage' | 'page' | 'identity';
  /** Without activity for this long the next event opens another session. */
  readonly idleMs: number | null;
  /** The same while the application is in the background (Snowplow's .NET tracker). */
  readonly backgroundIdleMs?: number;
  /** How often the tracker checks the two above, so how late a turn-over may be. */
  readonly checkEveryMs?: number;
  /** Longest life, however active. */
  readonly maxMs: number | null;
  /** Whether heartbeats renew `idleMs` (Snowplow's page pings do; Exceptionless's beats do not renew the identity memory). */
  readonly beatsRenew: boolean;
  /** Expected period of the vendor's heartbeat, by default; what is seen on the wire overrides it. Null: no regular heartbeat. */
  readonly heartbeatMs: number | null;
  /** What SDK and documents say of the period, where that needs a sentence. */
  readonly heartbeatSentence?: string;
  /** The period is the user's own number, so a missing beat is late even where none was seen yet. */
  readonly heartbeatConfigured?: boolean;
  /** A beat is due one period after the last sign of life (Exceptionless), or after the last beat. */
  readonly beatsAfter?: 'signOfLife' | 'beat';
  /** Grace before an expected beat counts as late. */
  readonly lateAfterMs: number;
  /** A hidden tab stops beating on purpose. */
  readonly beatsStopWhenHidden: boolean;
  /** Without any sign of life for this long a session that still lives is called idle. */
  readonly idleAfterMs: number;
  /** The id is the start time in milliseconds, unless given by hand. */
  readonly idIsStartTime?: boolean;
  /** Declared session ids follow a start flag on their first event. */
  readonly hasStartFlag?: boolean;
  /** The vendor counts sessions (`index`). */
  readonly hasIndex?: boolean;
  /** A change of user (identify, reset) opens another session. */
  readonly userChangeRotates?: boolean;
  /** After an end by hand the next event begins another session by itself (Krenalis), where with others none begins until asked for. */
  readonly restartsAfterEnd?: boolean;
  /** Every start of the application's process opens a session. */
  readonly startsWithProcess?: boolean;
  /** Events without a session id between others mean that the session was ended by hand. */
  readonly missingIdEnds?: boolean;
  /** The server closes sessions by itself. */
  readonly serverCloses?: {
    /** Silence after which a session is closed. */
    readonly inactiveMs: number;
    /** How often the closing job runs at most. */
    readonly jobMs: number;
    /** Activity within this long of the last event opens a closed session again. */
    readonly reopenMs: number;
    readonly sentence: string;
  };
  /** One sentence for the server's view where there is no closing job. */
  readonly serverSentence: string;
  /** Where each number comes from. */
  readonly sources: readonly string[];
};

/** The user's own numbers for a vendor; absent keys keep the vendor's default. */
export type SessionRulesOverride = {
  readonly idleMs?: number | null;
  readonly backgroundIdleMs?: number;
  readonly maxMs?: number | null;
  readonly heartbeatMs?: number | null;
  /** Automatic tracking is off on the site: sessions begin and end by hand only, silence never ends one. */
  readonly manualOnly?: boolean;
};

export function withOverride(rules: SessionRules, override: SessionRulesOverride | undefined): SessionRules {
  if (!override) return rules;
  const { manualOnly, ...numbers } = override;
  return { ...rules, ...numbers, ...(numbers.heartbeatMs ? { heartbeatConfigured: true } : {}), ...(manualOnly ? { idleMs: null, maxMs: null } : {}) };
}
