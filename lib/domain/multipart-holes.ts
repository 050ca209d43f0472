import { concatBytes, encodeUtf8 } from '../base/bytes.ts';
import type { Body } from './request.ts';
import type { TapFormEntry } from './tap-report.ts';

/**
 * Forms with Blobs in them, as Chromium's `webRequest` shows them: without the Blobs and without a mark. If the form's last entry is a
 * string they come as parsed fields, with a file's name for its value, else as the bytes around the Blobs.
 */

/** What Chromium begins the boundaries of its forms with; behind it stand 16 letters and digits. */
const DELIMITER = '------WebKitFormBoundary';
const DELIMITER_LENGTH = DELIMITER.length + 16;

/** Whether files may be missing in a body's bytes. */
export function mayHaveHoles(bytes: Uint8Array): boolean {
  return startsWith(bytes, DELIMITER) && includesAscii(bytes, '; filename="');
}

/** What stands between the entries of the form, as far as this body or its content type tell; null if they do not, or it is no form. */
export function delimiterOf(seen: Body, contentType: string | null): string | null {
  if (seen.kind === 'bytes') return startsWith(seen.bytes, DELIMITER) ? String.fromCharCode(...seen.bytes.subarray(0, DELIMITER_LENGTH)) : null;
  const boundary = seen.kind === 'form' && contentType !== null ? /^multipart\/form-data;\s*boundary="?([^";]+)"?/i.exec(contentType)?.[1] : undefined;
  return boundary === undefined ? null : `--${boundary}`;
}

/** Whether the seen body is what Chromium would show of a form with these entries. */
export function isOfForm(seen: Body, entries: readonly TapFormEntry[]): boolean {
  if (seen.kind === 'form') return sameFields(seen.entries, entries.map((entry) => [entry.name, 'bytes' in entry ? quoted(entry.filename) : lineEnds(entry.value)]));
  const delimiter = delimiterOf(seen, null);
  return seen.kind === 'bytes' && delimiter !== null && equal(encodeForm(delimiter, entries, false), seen.bytes);
}

/** The bytes of a form, as the HTML standard's multipart/form-data encoding algorithm has them; without its files' contents if so wished. */
export function encodeForm(delimiter: string, entries: readonly TapFormEntry[], withFiles = true): Uint8Array {
  const chunks = entries.flatMap((entry) => [
    encodeUtf8(`${delimiter}\r\n${headOf(entry)}\r\n\r\n`),
    'bytes' in entry ? entry.bytes.subarray(0, withFiles ? undefined : 0) : encodeUtf8(lineEnds(entry.value)),
    encodeUtf8('\r\n'),
  ]);
  return concatBytes([...chunks, encodeUtf8(`${delimiter}--\r\n`)]);
}

function headOf(entry: TapFormEntry): string {
  const disposition = `Content-Disposition: form-data; name="${quoted(lineEnds(entry.name))}"`;
  if (!('bytes' in entry)) return disposition;
  return `${disposition}; filename="${quoted(entry.filename)}"\r\nContent-Type: ${entry.type || 'application/octet-stream'}`;
}

/** Parsed fields are grouped by name, and their names are unquoted, though not only from quoting: so both sides are. */
function sameFields(seen: readonly (readonly [string, string])[], sent: readonly (readonly [string, string])[]): boolean {
  const grouped = (fields: typeof seen): string => {
    const groups = Map.groupBy(fields, ([name]) => unquoted(lineEnds(name)));
    return JSON.stringify([...groups].map(([name, group]) => [name, group.map(([, value]) => value)]).toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
  };
  return seen.length === sent.length && grouped(seen) === grouped(sent);
}

const lineEnds = (text: string): string => text.replace(/\r\n|\r|\n/g, '\r\n');
const quoted = (text: string): string => text.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22');
const unquoted = (text: string): string => text.replace(/%([0-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

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
