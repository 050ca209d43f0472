import { decodeUtf8 } from '../../base/bytes.ts';
import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { parseJson } from '../../base/lossless-json.ts';
import { err, type Result } from '../../base/result.ts';

/*
 * Sentry's envelope (https://develop.sentry.dev/sdk/data-model/envelopes/): a header line of JSON, then items, each a header line of JSON
 * and a payload. With a `length` in its header the payload is exactly that many bytes, whatever they are; without, it ends at LF or at the end.
 */

export type EnvelopeItem = {
  readonly header: JsonObject;
  readonly type: string;
  readonly payload: Uint8Array;
  /** The payload as text; `exact` is false where bytes were not UTF-8. */
  readonly text: () => { readonly text: string; readonly exact: boolean };
  readonly json: () => Result<Json>;
};

/** A part that could not be read. `path`: `header`, `item[2]`, `item[2].payload`. */
export type EnvelopeProblem = { readonly path: string; readonly message: string };

export type Envelope = {
  /** Null where the first line is no JSON object. */
  readonly header: JsonObject | null;
  /** By their place in the envelope: an unreadable one leaves a hole in the numbers, not in the list. */
  readonly items: readonly (EnvelopeItem & { readonly index: number })[];
  readonly problems: readonly EnvelopeProblem[];
};

/** More items than this are no SDK's. */
const MAX_ITEMS = 1_000;
const LF = 10;

/** The first line as an object and where the second begins; for a look without reading the whole. */
export function envelopeHead(bytes: Uint8Array, limit = bytes.length): { header: JsonObject | null; next: number } {
  const end = bytes.subarray(0, limit).indexOf(LF);
  const stop = end < 0 ? Math.min(bytes.length, limit) : end;
  return { header: object(bytes.subarray(0, stop)), next: stop + 1 };
}

/** Reads what there is to read: a truncated or damaged envelope gives its good items and a problem for each loss. Never throws. */
export function parseEnvelope(bytes: Uint8Array): Envelope {
  const problems: EnvelopeProblem[] = [];
  const items: (EnvelopeItem & { index: number })[] = [];
  const { header, next } = envelopeHead(bytes);
  if (!header) problems.push({ path: 'header', message: 'the first line is no JSON object' });

  let offset = next;
  for (let index = 0; index < MAX_ITEMS; index++) {
    while (bytes[offset] === LF) offset++;
    if (offset >= bytes.length) return { header, items, problems };
    const path = `item[${index}]`;
    const line = lineAt(bytes, offset);
    const itemHeader = object(line.bytes);
    const type = itemHeader?.['type'];
    offset = line.next;
    if (typeof type !== 'string' || !itemHeader) {
      problems.push({ path, message: itemHeader ? 'the item header has no type' : 'the item header is no JSON object' });
      // Its payload goes with it, unless what follows is the next item's header.
      const following = lineAt(bytes, offset);
      if (!looksLikeHeader(following.bytes)) offset = following.next;
      continue;
    }
    const length = itemHeader['length'];
    const sized = typeof length === 'number' && Number.isInteger(length) && length >= 0;
    if (length !== undefined && length !== null && !sized) problems.push({ path, message: `length is no count of bytes: ${JSON.stringify(length)}` });
    let payload: Uint8Array;
    if (sized) {
      payload = bytes.subarray(offset, offset + length);
      if (payload.length < length) problems.push({ path: `${path}.payload`, message: `cut off: ${payload.length} of ${length} bytes` });
      offset += payload.length;
      if (offset < bytes.length && bytes[offset] !== LF) {
        problems.push({ path: `${path}.payload`, message: 'no line feed after the payload: its length is wrong' });
        // Bytes went through a text of another encoding on their way here: a payload that is JSON up to its line's end is that.
        const rest = lineAt(bytes, offset - payload.length);
        if (object(rest.bytes)) [payload, offset] = [rest.bytes, rest.next];
      }
    } else {
      const rest = lineAt(bytes, offset);
      payload = rest.bytes;
      offset = rest.next;
    }
    items.push({ index, ...item(itemHeader, type, payload) });
  }
  problems.push({ path: `item[${MAX_ITEMS}]`, message: `only the first ${MAX_ITEMS} items were read` });
  return { header, items, problems };
}

function item(header: JsonObject, type: string, payload: Uint8Array): EnvelopeItem {
  let text: { text: string; exact: boolean } | undefined;
  let json: Result<Json> | undefined;
  const self: EnvelopeItem = {
    header, type, payload,
    text: () => (text ??= decodeUtf8(payload)),
    json: () => (json ??= payload.length ? parseJson(self.text().text) : err('empty')),
  };
  return self;
}

/** Item headers are short; payloads that have a `type` too (transactions, replays) are not. */
function looksLikeHeader(line: Uint8Array): boolean {
  const header = line.length < 400 ? object(line) : null;
  return header !== null && typeof header['type'] === 'string' && Object.keys(header).length <= 6;
}

function lineAt(bytes: Uint8Array, offset: number): { bytes: Uint8Array; next: number } {
  const end = bytes.indexOf(LF, offset);
  return end < 0 ? { bytes: bytes.subarray(offset), next: bytes.length } : { bytes: bytes.subarray(offset, end), next: end + 1 };
}

function object(bytes: Uint8Array): JsonObject | null {
  if (bytes[0] !== 0x7b && bytes[0] !== 0xef && bytes[0] !== 0x20) return null;
  const parsed = parseJson(decodeUtf8(bytes).text);
  return parsed.ok && isObject(parsed.value) ? parsed.value : null;
}
