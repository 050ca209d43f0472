import { decodeUtf8 } from '../base/bytes.ts';
import { assertNever } from '../base/never.ts';
import type { Body, Header } from '../domain/request.ts';
import { formatBytes } from './format.ts';
import { maskBytes, SHOWN_HEX_BYTES, type HexByte } from './hex.ts';
import { t } from './messages/translate.ts';
import { maskText, maskValue } from './secrets.ts';

/** A name with its value, and what stands in its place until secrets are shown: equal where there is none in it. */
export type NamedValue = { readonly name: string; readonly value: string; readonly masked: string };

const named = (name: string, value: string): NamedValue => ({ name, value, masked: maskValue(name, value) });

export type UrlView = { readonly origin: string; readonly path: string; readonly query: readonly NamedValue[]; readonly fragment: string };

/** A URL in parts, parameters decoded; null where it is none. */
export function urlView(url: string): UrlView | null {
  if (!URL.canParse(url)) return null;
  const { origin, protocol, pathname, searchParams, hash } = new URL(url);
  const query = [...searchParams].map(([name, value]) => named(name, value));
  return { origin: origin === 'null' ? protocol : origin, path: pathname, query, fragment: hash.slice(1) };
}

export const headerRows = (headers: readonly Header[]): NamedValue[] => headers.map(({ name, value }) => named(name, value));

/** A body to show: text, bytes that are no text, form entries, or a sentence that says why there is nothing. */
export type BodyView =
  | { readonly kind: 'text'; readonly text: string; readonly masked: string; readonly note: string }
  /** The beginning of the bytes. */
  | { readonly kind: 'binary'; readonly bytes: readonly HexByte[]; readonly masked: readonly HexByte[]; readonly note: string }
  | { readonly kind: 'form'; readonly entries: readonly NamedValue[] }
  | { readonly kind: 'nothing'; readonly note: string };

/** More text than this in one element makes a page slow; the rest stays in the export. */
export const SHOWN_CHARS = 200_000;

/** `decoded` is the body after decompression, `sent` as it left the browser. */
export function bodyView(sent: Body, decoded: Body): BodyView {
  switch (decoded.kind) {
    case 'none':
      return { kind: 'nothing', note: t('body_none') };
    case 'form':
      return { kind: 'form', entries: decoded.entries.map(([name, value]) => named(name, value)) };
    case 'unavailable':
      return { kind: 'nothing', note: t(`body_${decoded.reason}`) + (decoded.size === null ? '' : ` ${t('body_size', formatBytes(decoded.size))}`) };
    case 'bytes':
      return bytesView(decoded.bytes, sizeNote(sent, decoded.bytes.length));
    default:
      return assertNever(decoded);
  }
}

function sizeNote(sent: Body, decodedSize: number): string {
  if (sent.kind !== 'bytes' || sent.bytes.length === decodedSize) return formatBytes(decodedSize);
  const [size, asSent] = [formatBytes(decodedSize), formatBytes(sent.bytes.length)];
  return sent.encoding ? t('body_sentAsOf', size, asSent, sent.encoding) : t('body_sentAs', size, asSent);
}

function bytesView(bytes: Uint8Array, note: string): BodyView {
  const { text, exact } = decodeUtf8(bytes);
  // NUL is legal UTF-8 and no legal text of any of these protocols.
  if (!exact || text.includes('\0')) {
    const dumped = bytes.subarray(0, SHOWN_HEX_BYTES);
    return { kind: 'binary', bytes: [...dumped], masked: maskBytes(dumped), note: cutNote(note, bytes.length > SHOWN_HEX_BYTES) };
  }
  const shown = text.slice(0, SHOWN_CHARS);
  return { kind: 'text', text: shown, masked: maskText(shown), note: cutNote(note, text.length > SHOWN_CHARS) };
}

const cutNote = (note: string, cut: boolean): string => (cut ? t('body_beginning', note) : note);
