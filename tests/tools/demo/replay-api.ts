/** The parts of a recording (`tests/fixtures/<vendor>/*.json`) that the replay page reads. */
export type RecordedRequest = {
  /** Epoch milliseconds at which it was sent. */
  readonly t?: number;
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBase64: string;
};
export type Recording = { readonly requests: readonly RecordedRequest[] };

export type Transport = 'fetch' | 'xhr' | 'beacon';
/** The kind of object that the page hands to the browser as the body: each is seen differently by an extension. */
export type BodyKind = 'string' | 'blob' | 'buffer' | 'params';
export type ReplayOptions = {
  readonly transport: Transport;
  readonly body: BodyKind;
  /** Pauses between requests as in the recording, yet none longer than this (ms). Without it there are none, so that hours become one moment. */
  readonly longestPause?: number;
};

/** `window.replay` of the replay page: sends in order, preflights left out; gives the number sent. */
export type ReplayApi = (recording: Recording, options: ReplayOptions) => Promise<number>;
