import { encodeLatin1, encodeUtf8, fromBase64 } from '../base/bytes.ts';
import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Body, Header } from '../domain/request.ts';

/**
 * The body that a HAR's `postData` stands for. HAR 1.2 has text only, and writers differ: most write decoded text, Chromium's DevTools write
 * binary as one char a byte, some write base64 with an `encoding` (Charles), some leave `params` alone, some keep the bytes in a file
 * beside the HAR (Playwright's `_file`). Fails with what was expected.
 *
 * @param exactForm `params` are known to be as they are meant, and a body of none of them is a form still
 */
export function harBody(postData: Json | undefined, headers: readonly Header[], bodySize: Json | undefined, exactForm = false): Result<Body, string> {
  const size = typeof bodySize === 'number' && bodySize > 0 ? bodySize : contentLength(headers);
  const hidden: Body = { kind: 'unavailable', reason: 'notCaptured', size };
  if (!isObject(postData)) return ok(size === null ? { kind: 'none' } : hidden);
  const text = typeof postData['text'] === 'string' ? postData['text'] : '';
  const mime = (typeof postData['mimeType'] === 'string' && postData['mimeType'] ? postData['mimeType'] : (valueOf(headers, 'content-type') ?? '')).toLowerCase();
  if (text === '') {
    const entries = formEntries(postData['params'], exactForm || mime.startsWith('multipart/'));
    return ok(exactForm || entries.length ? { kind: 'form', entries } : size === null && !postData['_file'] && !postData['_sha1'] ? { kind: 'none' } : hidden);
  }
  if (typeof postData['encoding'] === 'string' && postData['encoding'].toLowerCase() === 'base64') {
    const bytes = fromBase64(text);
    return bytes ? ok(bodyOf(bytes, headers)) : err('base64, as "encoding" says');
  }
  if (isMangled(text, mime)) return ok(hidden);
  return ok(bodyOf(bytesOf(text, mime, size), headers));
}

function bodyOf(bytes: Uint8Array, headers: readonly Header[]): Body {
  const said = valueOf(headers, 'content-encoding')?.trim().toLowerCase() || null;
  const gzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  // Some proxies write the text that they decompressed and keep the header.
  return { kind: 'bytes', bytes, encoding: gzip ? 'gzip' : said === 'gzip' ? null : said };
}

/** Types whose text is text, whatever bytes it is made of. */
const TEXTUAL = /^text\/|json|xml|javascript|x-www-form-urlencoded|graphql/;
// C0 controls but tab, line feed, form feed and carriage return: no JSON, form or page text has them.
// oxlint-disable-next-line no-control-regex
const BINARY = /[\u0000-\u0008\u000b\u000e-\u001f]/;

/** Whether chars stand for bytes (Latin-1) or for text (UTF-8): the size that was sent decides, else what it looks like. */
function bytesOf(text: string, mime: string, size: number | null): Uint8Array {
  const latin1 = encodeLatin1(text);
  const utf8 = encodeUtf8(text);
  if (!latin1 || latin1.length === utf8.length) return utf8;
  if (size === latin1.length || size === utf8.length) return size === latin1.length ? latin1 : utf8;
  if (BINARY.test(text) || text.startsWith('\u001f\u008b') || isUtf8(latin1)) return latin1;
  return mime === '' || TEXTUAL.test(mime) || mime.startsWith('multipart/') ? utf8 : latin1;
}

/** Chars above 0x7f that happen to be UTF-8 when taken as bytes are no coincidence. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Bytes that the writer decoded as UTF-8 although they were none: every U+FFFD is a byte lost, and the body cannot be had again. */
const isMangled = (text: string, mime: string): boolean => text.includes('\ufffd') && (BINARY.test(text) || !(mime === '' || TEXTUAL.test(mime)));

/** Form fields; Chromium writes them percent-encoded as on the wire, others decoded. */
function formEntries(params: Json | undefined, exact: boolean): [string, string][] {
  if (!Array.isArray(params)) return [];
  const entries = (params as readonly Json[])
    .filter((p): p is JsonObject => isObject(p) && typeof p['name'] === 'string')
    .map((p): [string, string] => [p['name'] as string, typeof p['value'] === 'string' ? p['value'] : '']);
  const all = entries.flat();
  const encoded = !exact && all.some((s) => /%[0-9a-f]{2}/i.test(s)) && all.every((s) => /^([\w.~*!'()+-]|%[0-9a-f]{2})*$/i.test(s));
  return encoded ? entries.map(([name, value]) => [unescape(name), unescape(value)]) : entries;
}

function unescape(text: string): string {
  try {
    return decodeURIComponent(text.replace(/\+/g, ' '));
  } catch {
    return text;
  }
}

const valueOf = (headers: readonly Header[], name: string): string | undefined => headers.find((h) => h.name === name)?.value;

function contentLength(headers: readonly Header[]): number | null {
  const n = Number(valueOf(headers, 'content-length') ?? 0);
  return Number.isSafeInteger(n) && n > 0 ? n : null;
}
