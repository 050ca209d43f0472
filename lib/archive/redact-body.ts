import { concatBytes, decodeLatin1, decodeUtf8, encodeLatin1, encodeUtf8, fromBase64, toBase64 } from '../base/bytes.ts';
import { isObject } from '../base/json.ts';
import { parseJson } from '../base/lossless-json.ts';
import type { ArchiveBody, ArchiveRequest } from './archive.ts';
import { NO_TEXT, plainName } from './redact-rules.ts';
import type { TextRedactor } from './redact-text.ts';
import { redactPairs } from './redact-url.ts';

/** Undoes and does again the compression of bodies; `null`: it cannot be undone here. */
export type BodyCodec = {
  decompress(request: Pick<ArchiveRequest, 'url' | 'headers'>, bytes: Uint8Array, encoding: string | null): { readonly bytes: Uint8Array; readonly encoding: string | null } | null;
  compress(bytes: Uint8Array, encoding: string): Uint8Array;
};

/** What a part is whose compression no header tells: its first bytes do. */
const NOTHING_SAID: Pick<ArchiveRequest, 'url' | 'headers'> = { url: '', headers: [] };

/** What stands where a part was that nobody can look into. */
const REMOVED = encodeUtf8('redacted');
const LF = Uint8Array.of(10);
/** Parts in parts: nobody sends more on purpose. */
const MAX_DEPTH = 4;

type Tools = { readonly redactor: TextRedactor; readonly codec: BodyCodec };

/**
 * A body without what must not leave. Compressed layers are opened and closed again, also those of parts (a replay in an envelope). What cannot be
 * looked into is left out, and counted: a part gives way to a word, a whole body is unavailable.
 */
export function redactBody(request: ArchiveRequest, redactor: TextRedactor, codec: BodyCodec): ArchiveBody {
  const { body } = request;
  if (body.kind === 'form') return { kind: 'form', entries: body.entries.map(([name, value]) => [/^\s*[{[]/.test(name) ? redactor.json(name) : name, redactor.value(name, value)]) };
  if (body.kind !== 'bytes') return body;
  const bytes = fromBase64(body.base64) ?? new Uint8Array();
  const plain = codec.decompress(request, bytes, body.encoding);
  const left = plain && redactBytes(plain.bytes, { redactor, codec }, 0);
  if (!left) {
    redactor.count('opaque');
    return { kind: 'unavailable', reason: 'notCaptured', size: bytes.length };
  }
  if (left === plain.bytes) return body;
  return { kind: 'bytes', base64: toBase64(plain.encoding === null ? left : codec.compress(left, plain.encoding)), encoding: body.encoding };
}

/** The very same bytes where nothing is taken out; null where they cannot be looked into. */
function redactBytes(bytes: Uint8Array, tools: Tools, depth: number): Uint8Array | null {
  if (depth < MAX_DEPTH && isEnvelope(bytes)) return redactEnvelope(bytes, tools, depth);
  const { text, exact } = decodeUtf8(bytes);
  if (exact) {
    const left = redactText(text, tools.redactor);
    return left === text ? bytes : encodeUtf8(left);
  }
  const chars = decodeLatin1(bytes);
  if (chars.startsWith('--')) return redactMultipart(chars, bytes, tools, depth);
  if (!NO_TEXT.test(chars)) {
    // Text of another charset: one char each is enough to find what is looked for.
    const left = redactText(chars, tools.redactor);
    return left === chars ? bytes : (encodeLatin1(left) ?? encodeUtf8(left));
  }
  const packed = depth < MAX_DEPTH ? tools.codec.decompress(NOTHING_SAID, bytes, null) : null;
  if (!packed || packed.encoding === null) return null;
  const left = redactBytes(packed.bytes, tools, depth + 1);
  return left === packed.bytes ? bytes : left && tools.codec.compress(left, packed.encoding);
}

function redactText(text: string, redactor: TextRedactor): string {
  if (/^\s*[{["]/.test(text)) return redactor.json(text);
  if (text.startsWith('--')) return eachPart(text, redactor.value);
  if (/^[^\s=&]+=/.test(text)) return redactPairs(text, redactor);
  return redactor.value('', text);
}

/** A part of a body: itself, its lines of JSON with what follows them (a replay), or a word in its place. */
function redactPart(bytes: Uint8Array, tools: Tools, depth: number): Uint8Array {
  const left = redactBytes(bytes, tools, depth);
  if (left) return left;
  const end = bytes[0] === 0x7b ? bytes.indexOf(10) : -1;
  if (end > 0 && depth < MAX_DEPTH) return concatBytes([redactPart(bytes.subarray(0, end), tools, depth + 1), LF, redactPart(bytes.subarray(end + 1), tools, depth + 1)]);
  tools.redactor.count('opaque');
  return REMOVED;
}

/** Sentry's: the first line is an object, and some item says how many bytes follow it. Formatted JSON has no such first line. */
function isEnvelope(bytes: Uint8Array): boolean {
  const end = bytes[0] === 0x7b ? bytes.indexOf(10) : -1;
  if (end < 0 || !/"length"\s*:/.test(decodeLatin1(bytes))) return false;
  const first = parseJson(decodeUtf8(bytes.subarray(0, end)).text);
  return first.ok && isObject(first.value);
}

const SAID_LENGTH = /^\s*\{.*"length"\s*:\s*(\d+)/;

/** Items say how many bytes follow them: that is written anew (https://develop.sentry.dev/sdk/data-model/envelopes/). */
function redactEnvelope(bytes: Uint8Array, tools: Tools, depth: number): Uint8Array {
  const out: Uint8Array[] = [];
  const keep = (before: Uint8Array, after: Uint8Array): boolean => (out.push(after), before === after);
  let isSame = true;
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at);
    const line = bytes.subarray(at, end < 0 ? bytes.length : end);
    const header = redactPart(line, tools, depth + 1);
    const said = line[0] === 0x7b ? SAID_LENGTH.exec(decodeLatin1(line))?.[1] : undefined;
    at += line.length + 1;
    if (said === undefined || end < 0) {
      isSame = keep(line, header) && isSame;
      if (end >= 0) out.push(LF);
      continue;
    }
    // Of an item that was cut off, what there is.
    const payload = bytes.subarray(at, at + Number(said));
    const left = redactPart(payload, tools, depth + 1);
    const isWhole = payload.length === Number(said);
    const length = left === payload || !isWhole ? said : String(left.length);
    isSame = keep(line, length === said ? header : encodeUtf8(decodeUtf8(header).text.replace(/("length"\s*:\s*)\d+/, `$1${length}`))) && isSame;
    out.push(LF);
    isSame = keep(payload, left) && isSame;
    at += payload.length;
  }
  return isSame ? bytes : concatBytes(out);
}

/** Parts of a form with files, one char a byte: each part is looked at by itself. */
function redactMultipart(chars: string, bytes: Uint8Array, tools: Tools, depth: number): Uint8Array {
  const left = eachPart(chars, (name, value) => {
    const part = encodeLatin1(value) ?? new Uint8Array();
    const { text, exact } = decodeUtf8(part);
    return decodeLatin1(exact ? encodeUtf8(tools.redactor.value(name, text)) : redactPart(part, tools, depth + 1));
  });
  return left === chars ? bytes : (encodeLatin1(left) ?? encodeUtf8(left));
}

/** Changes the values of a multipart form (RFC 7578). */
const eachPart = (form: string, change: (name: string, value: string) => string): string =>
  form.replace(/(\bname="([^"]*)"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n)([\s\S]*?)(?=\r\n--)/g, (_all, head: string, name: string, value: string) => head + change(plainName(name), value));
