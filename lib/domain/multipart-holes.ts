import { concatBytes, encodeUtf8 } from '../base/bytes.ts';
import type { TapFormEntry } from './tap-report.ts';

/** What Chromium begins the boundaries of its forms with; behind it stand 16 letters and digits. */
const BOUNDARY = '------WebKitFormBoundary';
const BOUNDARY_LENGTH = BOUNDARY.length + 16;

/**
 * Whether this may be a form whose files are missing: Chromium's `webRequest` gives the bytes around a form's Blobs and leaves the Blobs
 * out without a mark.
 */
export function mayHaveHoles(bytes: Uint8Array): boolean {
  return startsWith(bytes, BOUNDARY) && includesAscii(bytes, '; filename="');
}

/**
 * A form's bytes as sent, from the bytes without its files and from its entries; null where the two do not tell of the same form, so what
 * is returned is exact. Encoded as the HTML standard says (multipart/form-data encoding algorithm).
 */
export function fillHoles(holey: Uint8Array, entries: readonly TapFormEntry[]): Uint8Array | null {
  if (!startsWith(holey, BOUNDARY)) return null;
  const boundary = String.fromCharCode(...holey.subarray(0, BOUNDARY_LENGTH));
  const encode = (withFiles: boolean): Uint8Array => {
    const chunks = entries.flatMap((entry) => [
      encodeUtf8(`${boundary}\r\n${headOf(entry)}\r\n\r\n`),
      'bytes' in entry ? entry.bytes.subarray(0, withFiles ? undefined : 0) : encodeUtf8(lineEnds(entry.value)),
      encodeUtf8('\r\n'),
    ]);
    return concatBytes([...chunks, encodeUtf8(`${boundary}--\r\n`)]);
  };
  return equal(encode(false), holey) ? encode(true) : null;
}

function headOf(entry: TapFormEntry): string {
  const disposition = `Content-Disposition: form-data; name="${quoted(lineEnds(entry.name))}"`;
  if (!('bytes' in entry)) return disposition;
  return `${disposition}; filename="${quoted(entry.filename)}"\r\nContent-Type: ${entry.type || 'application/octet-stream'}`;
}

const lineEnds = (text: string): string => text.replace(/\r\n|\r|\n/g, '\r\n');
const quoted = (text: string): string => text.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');

const startsWith = (bytes: Uint8Array, text: string): boolean => bytes.length > text.length && matchesAt(bytes, text, 0);

function matchesAt(bytes: Uint8Array, text: string, at: number): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function includesAscii(bytes: Uint8Array, text: string): boolean {
  const first = text.charCodeAt(0);
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1)) if (matchesAt(bytes, text, at)) return true;
  return false;
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
