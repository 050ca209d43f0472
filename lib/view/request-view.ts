import { decodeUtf8 } from '../base/bytes.ts';
import { assertNever } from '../base/never.ts';
import type { Body, Header, UnavailableReason } from '../domain/request.ts';
import { formatBytes } from './format.ts';
import { isSecretName } from './secrets.ts';

/** A name with its value; `secret` values are masked until shown. */
export type NamedValue = { readonly name: string; readonly value: string; readonly secret: boolean };

export type UrlView = { readonly origin: string; readonly path: string; readonly query: readonly NamedValue[]; readonly fragment: string };

/** A URL in parts, parameters decoded; null where it is none. */
export function urlView(url: string): UrlView | null {
  if (!URL.canParse(url)) return null;
  const { origin, protocol, pathname, searchParams, hash } = new URL(url);
  const query = [...searchParams].map(([name, value]) => ({ name, value, secret: isSecretName(name) }));
  return { origin: origin === 'null' ? protocol : origin, path: pathname, query, fragment: hash.slice(1) };
}

export const headerRows = (headers: readonly Header[]): NamedValue[] => headers.map(({ name, value }) => ({ name, value, secret: isSecretName(name) }));

/** A body to show: text, bytes that are no text, form entries, or a sentence that says why there is nothing. */
export type BodyView =
  | { readonly kind: 'text'; readonly text: string; readonly note: string }
  | { readonly kind: 'binary'; readonly hex: string; readonly note: string }
  | { readonly kind: 'form'; readonly entries: readonly NamedValue[] }
  | { readonly kind: 'nothing'; readonly note: string };

const WHY: { readonly [reason in UnavailableReason]: string } = {
  blob: 'The browser does not show Blob bodies to extensions',
  stream: 'The browser does not show streamed bodies to extensions',
  tooLarge: 'It is larger than what is kept',
  notCaptured: 'It was not captured: the witness that saw this request sees no bodies',
};

/** More text than this in one element makes a page slow; the rest stays in the export. */
export const SHOWN_CHARS = 200_000;
const SHOWN_HEX_BYTES = 4096;

/** `decoded` is the body after decompression, `sent` as it left the browser. */
export function bodyView(sent: Body, decoded: Body): BodyView {
  switch (decoded.kind) {
    case 'none':
      return { kind: 'nothing', note: 'This request has no body.' };
    case 'form':
      return { kind: 'form', entries: decoded.entries.map(([name, value]) => ({ name, value, secret: isSecretName(name) })) };
    case 'unavailable':
      return { kind: 'nothing', note: `${WHY[decoded.reason]}${decoded.size === null ? '' : ` (${formatBytes(decoded.size)})`}.` };
    case 'bytes':
      return bytesView(decoded.bytes, sizeNote(sent, decoded.bytes.length));
    default:
      return assertNever(decoded);
  }
}

function sizeNote(sent: Body, decodedSize: number): string {
  if (sent.kind !== 'bytes' || sent.bytes.length === decodedSize) return formatBytes(decodedSize);
  return `${formatBytes(decodedSize)}, sent as ${formatBytes(sent.bytes.length)}${sent.encoding ? ` of ${sent.encoding}` : ''}`;
}

function bytesView(bytes: Uint8Array, note: string): BodyView {
  const { text, exact } = decodeUtf8(bytes);
  // NUL is legal UTF-8 and no legal text of any of these protocols.
  if (!exact || text.includes('\0')) return { kind: 'binary', hex: hexDump(bytes.subarray(0, SHOWN_HEX_BYTES)), note: cutNote(note, bytes.length > SHOWN_HEX_BYTES) };
  return { kind: 'text', text: text.slice(0, SHOWN_CHARS), note: cutNote(note, text.length > SHOWN_CHARS) };
}

const cutNote = (note: string, cut: boolean): string => (cut ? `${note}; its beginning` : note);

/** Sixteen bytes a line: place, hex, printable ASCII. */
export function hexDump(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const line = [...bytes.subarray(at, at + 16)];
    const hex = line.map((b) => b.toString(16).padStart(2, '0')).join(' ');
    const ascii = line.map((b) => (b >= 0x20 && b < 0x7f ? String.fromCharCode(b) : '.')).join('');
    lines.push(`${at.toString(16).padStart(6, '0')}  ${hex.padEnd(47)}  ${ascii}`);
  }
  return lines.join('\n');
}
