/** What the demo page reports about the SDKs that it runs; shared by the page and by those who ask it. */

export const SDK_IDS = ['exceptionless', 'sentry', 'snowplow', 'rudderstack'] as const;
export type SdkId = (typeof SDK_IDS)[number];

/** What an SDK itself says now. Ids are strings, as in an archive; null where the SDK has none. */
export type SdkTruth = {
  /** The session id. Null for Exceptionless with session ids off: its server makes the id, from the user identity. */
  readonly session: string | null;
  readonly user: string | null;
  /** Whatever else the SDK's own getters tell: status, index, device id. */
  readonly extra: Readonly<Record<string, string | number | null>>;
};

export type Truth = { readonly [Id in SdkId]?: SdkTruth };

/** A session that an SDK said it was in, with the time of the first and last sight (epoch ms). */
export type SeenSession = {
  readonly sdk: SdkId;
  readonly session: string | null;
  /** The user when the session was first seen; for sessions without an id this is what tells them apart. */
  readonly user: string | null;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** The action before the first sight: `start`, `switchUser`, `idle`, … */
  readonly after: string;
};

export const ACTION_IDS = [
  'identify',
  'switchUser',
  'feature',
  'log',
  'handledError',
  'unhandledError',
  'route',
  'navigate',
  'heartbeat',
  'startSession',
  'startSessionWithId',
  'endSession',
  'idle',
  'offline',
  'online',
  'signOut',
] as const;
export type ActionId = (typeof ACTION_IDS)[number];

/** `window.demo` of the demo page. */
export type DemoApi = {
  /** Settled when every SDK has loaded. */
  readonly ready: Promise<void>;
  /** Settled when the scenario is over; never without `?scenario=`. */
  readonly done: Promise<void>;
  truth(): Truth;
  /** Every session seen so far in this tab, over page loads. */
  history(): readonly SeenSession[];
  run(action: ActionId): Promise<void>;
  /** Asks every SDK to send what it holds back. */
  flush(): Promise<void>;
};
