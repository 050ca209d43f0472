import type { TapVia } from './tap.ts';

/** A body in a message, which is JSON: bytes as base64. `coming`: it is being read, a fill with the same number follows. */
export type MessageBody =
  | { readonly kind: 'bytes'; readonly base64: string }
  | { readonly kind: 'form'; readonly entries: readonly MessageEntry[] }
  | { readonly kind: 'unread'; readonly why: 'stream' | 'tooLarge' | 'overRate' | 'unreadable'; readonly size: number | null }
  | { readonly kind: 'coming' };

/** A string field or a file of a form; `type` empty where the page gave none. */
export type MessageEntry =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly filename: string; readonly type: string; readonly base64: string };

/** What the partner says to the background. `seq` counts the sends of one document, `sentAt` is its time (epoch ms, the page's clock). */
export type PartnerMessage =
  | { readonly kind: 'pageTap.sent'; readonly seq: number; readonly via: TapVia; readonly url: string; readonly sentAt: number; readonly body: MessageBody }
  | { readonly kind: 'pageTap.filled'; readonly seq: number; readonly body: MessageBody }
  /** So many sends were beyond the rate since this was said last. */
  | { readonly kind: 'pageTap.dropped'; readonly count: number }
  /** The page's policy stopped a request before any witness could see it. */
  | { readonly kind: 'pageTap.refused'; readonly url: string; readonly directive: string };
