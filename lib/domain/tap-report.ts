import type { EpochMs } from '../base/time.ts';

/** A body as the page tap has it. `coming`: it is still being read, a fill follows. */
export type TapBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'form'; readonly entries: readonly TapFormEntry[] }
  | { readonly kind: 'unread'; readonly why: 'stream' | 'tooLarge' | 'overRate' | 'unreadable'; readonly size: number | null }
  | { readonly kind: 'coming' };

/** A string field or a file of a form; `type` empty where the page gave none. */
export type TapFormEntry =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly filename: string; readonly type: string; readonly bytes: Uint8Array };

/** The document that spoke, as the browser (not the document) says it. */
export type TapSource = {
  readonly documentId: string | null;
  readonly tabId: number | null;
  readonly origin: string | null;
  /** It shows about:blank: Chromium then names the parent's document as the sender of its requests. */
  readonly blank: boolean;
  /** The address that it shows. */
  readonly url: string | null;
  readonly isPrivate: boolean;
};

/** One send whose body `webRequest` hides, as the page tap saw it. `seq` counts the sends of one document. */
export type TapReport = {
  readonly source: TapSource;
  readonly seq: number;
  readonly via: 'fetch' | 'xhr' | 'beacon' | 'later';
  readonly url: string;
  /** The page's word for when it was sent. */
  readonly sentAt: EpochMs;
  readonly body: TapBody;
};

/** The body of an earlier report that was `coming`. */
export type TapFill = { readonly source: TapSource; readonly seq: number; readonly body: TapBody };

/** A request that the page's policy stopped before the browser made one of it. */
export type TapRefusal = { readonly source: TapSource; readonly url: string; readonly directive: string };
