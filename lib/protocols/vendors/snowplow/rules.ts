import type { SessionRules } from '../../../domain/session-rules.ts';

const MINUTE = 60_000;
const SECOND = 1000;

/**
 * Web trackers 2, 3 and 4. The session id lives in a cookie or in local storage, so all tabs of a site share it; any event renews it,
 * page pings included, and the first event after `sessionCookieTimeout` opens the next. Page pings have no default period: they exist
 * only where the site calls `enableActivityTracking`, with its own numbers (10/10 and 30/10 are common), and only while the visitor acts.
 */
export const webRules: SessionRules = {
  scope: 'storage',
  idleMs: 30 * MINUTE,
  maxMs: null,
  beatsRenew: true,
  heartbeatMs: null,
  beatsAfter: 'beat',
  lateAfterMs: 15 * SECOND,
  beatsStopWhenHidden: true,
  idleAfterMs: 5 * MINUTE,
  hasIndex: true,
  serverSentence:
    'Snowplow\'s collector keeps no sessions: each event names its own, and no request says that one ended.',
  sources: [
    'idle 30 min: browser-tracker-core tracker/index.ts, sessionCookieTimeout = 1800 s; renewed by every event',
    'page pings: browser-tracker-core tracker/index.ts, enableActivityTracking; sent only after activity within heartbeatDelay',
    'index: vid, from 1, one more for each session (browser-tracker-core id_cookie.ts)',
  ],
};

/** The .NET tracker's Session object; Unity's is its elder copy with the same numbers. */
export const dotnetRules: SessionRules = {
  ...webRules,
  idleMs: 600 * SECOND,
  backgroundIdleMs: 300 * SECOND,
  checkEveryMs: 15 * SECOND,
  startsWithProcess: true,
  sources: [
    'foreground 600 s, background 300 s, check every 15 s: snowplow-dotnet-tracker ClientSession.cs, constructor defaults',
    'a timer turns sessions over, so the index can grow by more than one between events; in the background it does so once, then waits',
    'every start of the process opens a session (ClientSession.cs, constructor)',
    'Unity: snowplow-unity-tracker Session.cs, the same defaults',
  ],
};

/** Android, iOS and its siblings, React Native. */
export const mobileRules: SessionRules = {
  ...webRules,
  idleMs: 1800 * SECOND,
  backgroundIdleMs: 1800 * SECOND,
  startsWithProcess: true,
  sources: [
    'foreground and background 1800 s, looked at when an event is tracked: TrackerDefaults.kt, TrackerDefaults.swift, Session.kt, Session.swift',
    'a clock set back opens a session too (Session.swift, shouldUpdate)',
    'every start of the app opens a session unless continueSessionOnRestart',
  ],
};

export const variants = [
  { when: 'dotnet', rules: dotnetRules },
  { when: 'mobile', rules: mobileRules },
] as const;

/** The variant by the `tv` parameter: `.net-1.3.0`, `andr-6.0.0`, `ios-6.2.6 flutter-0.7.0`. Undefined: the web rules. */
export function variantOf(trackerVersion: string | undefined): (typeof variants)[number]['when'] | undefined {
  if (trackerVersion === undefined) return undefined;
  if (/^(\.net|unity)-/.test(trackerVersion)) return 'dotnet';
  return /^(andr|ios|tvos|watchos|osx|rn)-/.test(trackerVersion) ? 'mobile' : undefined;
}
