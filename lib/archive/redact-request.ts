import { decodeLatin1, decodeUtf8, encodeLatin1, encodeUtf8, fromBase64, toBase64 } from '../base/bytes.ts';
import type { ArchiveBody, ArchiveRequest } from './archive.ts';
import { plainName } from './redact-rules.ts';
import type { TextRedactor } from './redact-text.ts';

/** Undoes and does again the compression of bodies; `null`: it cannot be undone here. */
export type BodyCodec = {
  decompress(request: Pick<ArchiveRequest, 'url' | 'headers'>, bytes: Uint8Array, encoding: string | null): { readonly bytes: Uint8Array; readonly encoding: string | null } | null;
  compress(bytes: Uint8Array, encoding: string): Uint8Array;
};

/** A request without what must not leave, in its URL, headers and body. The body stays what its headers say, with its new length. */
export function redactRequest(request: ArchiveRequest, redactor: TextRedactor, codec: BodyCodec): ArchiveRequest {
  const { url, headers, pageUrl, initiator, body: before, startedAt, outcome, ...rest } = request;
  const body = redactBody(request, redactor, codec);
  const size = body.kind === 'bytes' && body !== before ? fromBase64(body.base64)?.length : undefined;
  const left = JSON.parse(redactor.json(JSON.stringify(rest))) as typeof rest;
  return {
    ...left, startedAt, outcome, body, url: redactUrl(url, redactor), pageUrl: pageUrl === null ? null : redactUrl(pageUrl, redactor),
    initiator: initiator === null ? null : redactUrl(initiator, redactor),
    headers: headers.map(({ name, value }) => {
      if (size !== undefined && name.toLowerCase() === 'content-length') return { name, value: String(size) };
      return { name, value: /^https?:/.test(value) ? redactUrl(value, redactor) : redactor.value(name, value) };
    }),
  };
}

export function redactUrl(url: string, redactor: TextRedactor): string {
  const [, base = url, query, hash] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  const inHash = hash !== undefined && hash.includes('=') ? redactPairs(hash, redactor) : hash === undefined ? undefined : redactor.value('', hash);
  return `${redactor.value('', base)}${query === undefined ? '' : `?${redactPairs(query, redactor)}`}${inHash === undefined ? '' : `#${inHash}`}`;
}

/** `a=1&b=2`; what stays is not written anew. */
function redactPairs(text: string, redactor: TextRedactor): string {
  return text.split('&').map((pair) => {
    const at = pair.indexOf('=');
    if (at < 0) return redactor.value('', pair);
    const value = unescaped(pair.slice(at + 1));
    const left = /^https?:\/\/[^\s]+\?/.test(value) ? redactUrl(value, redactor) : redactor.value(unescaped(pair.slice(0, at)), value);
    return left === value ? pair : `${pair.slice(0, at)}=${encodeURIComponent(left)}`;
  }).join('&');
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function redactBody(request: ArchiveRequest, redactor: TextRedactor, codec: BodyCodec): ArchiveBody {
  const { body } = request;
  if (body.kind === 'form') return { kind: 'form', entries: body.entries.map(([name, value]) => [/^\s*[{[]/.test(name) ? redactor.json(name) : name, redactor.value(name, value)]) };
  if (body.kind !== 'bytes') return body;
  const bytes = fromBase64(body.base64) ?? new Uint8Array();
  const plain = codec.decompress(request, bytes, body.encoding);
  if (!plain) {
    redactor.count('opaque');
    return { kind: 'unavailable', reason: 'notCaptured', size: bytes.length };
  }
  const { text, exact } = decodeUtf8(plain.bytes);
  // Bytes that are no text are looked at as one char each.
  const before = exact ? text : decodeLatin1(plain.bytes);
  const left = redactBodyText(before, redactor);
  if (left === before) return body;
  const after = exact ? encodeUtf8(left) : (encodeLatin1(left) ?? encodeUtf8(left));
  return { kind: 'bytes', base64: toBase64(plain.encoding === null ? after : codec.compress(after, plain.encoding)), encoding: body.encoding };
}

function redactBodyText(text: string, redactor: TextRedactor): string {
  if (/^\s*[{["]/.test(text)) return text.includes('\n') && /"length"\s*:/.test(text) ? redactEnvelope(text, redactor) : redactor.json(text);
  if (text.startsWith('--')) return redactMultipart(text, redactor);
  if (/^[^\s=&]+=/.test(text)) return redactPairs(text, redactor);
  return redactor.value('', text);
}

/** Items say how many bytes follow them: that is written anew (https://develop.sentry.dev/sdk/data-model/envelopes/). */
function redactEnvelope(text: string, redactor: TextRedactor): string {
  const out: string[] = [];
  let rest = text;
  while (rest !== '') {
    const end = rest.indexOf('\n');
    const line = end < 0 ? rest : rest.slice(0, end);
    rest = end < 0 ? '' : rest.slice(end + 1);
    const tail = end < 0 ? '' : '\n';
    const said = /^\s*\{.*"length"\s*:\s*(\d+)/.exec(line)?.[1];
    const size = said === undefined ? 0 : charsOf(rest, Number(said));
    if (said === undefined || size === null) {
      out.push(redactor.json(line), tail);
      continue;
    }
    const payload = redactor.json(rest.slice(0, size));
    rest = rest.slice(size);
    out.push(redactor.json(line).replace(/("length"\s*:\s*)\d+/, `$1${encodeUtf8(payload).length}`), tail, payload);
  }
  return out.join('');
}

/** How many chars of a text are so many bytes; null where it ends before or in the middle of one. */
function charsOf(text: string, bytes: number): number | null {
  const piece = encodeUtf8(text.slice(0, bytes)).subarray(0, bytes);
  if (piece.length < bytes) return null;
  const { text: head, exact } = decodeUtf8(piece);
  return exact ? head.length : null;
}

/** Parts of a form with files (RFC 7578). */
const redactMultipart = (text: string, redactor: TextRedactor): string =>
  text.replace(/(\bname="([^"]*)"[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n)([\s\S]*?)(?=\r\n--)/g, (_all, head: string, name: string, value: string) => head + redactor.value(plainName(name), value));
