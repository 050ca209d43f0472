import { decodeUtf8, encodeUtf8 } from '../base/bytes.ts';
import type { Diagnostic } from '../domain/diagnostic.ts';
import type { Body, CapturedRequest } from '../domain/request.ts';
import { inflate, INFLATE_LIMITS, type Compression, type InflateLimits } from './inflate.ts';

export type DecodedBody = {
  /** Plain: not compressed any more, text in UTF-8. The very same object where there was nothing to do. */
  readonly body: Body;
  /** Compressions that were undone, outermost first, joined by a comma as `content-encoding` has them; null for none. */
  readonly encoding: string | null;
  readonly diagnostics: readonly Diagnostic[];
  /** A cap stopped it: counted by the capture ledger. */
  readonly limited: boolean;
};

/** Nobody compresses more often on purpose. */
const MAX_LAYERS = 3;

/** Query parameters by which SDKs tell that a body is compressed, as requests without a preflight can carry no such header. */
const FLAGS = ['dd-evp-encoding', 'compression', 'content-encoding', 'encoding'].map((flag) => new RegExp(`(?:^|&)${flag}=(gzip|deflate|zlib)`));

/**
 * A body as dissectors read it. Compression is known by `content-encoding`, by flags in the query, and by the first bytes (`1f 8b` gzip,
 * `78` with a good checksum zlib); bytes decide where they contradict what was said, as some SDKs and tools keep a header of something that
 * was undone. Never throws; what cannot be undone stays as it is, with a diagnostic.
 */
export function decodeBody(request: Pick<CapturedRequest, 'url' | 'headers' | 'body'>, limits: InflateLimits = INFLATE_LIMITS): DecodedBody {
  const { body } = request;
  if (body.kind !== 'bytes' || body.bytes.length === 0) return { body, encoding: null, diagnostics: [], limited: false };
  const said = saidEncodings(request);
  const diagnostics: Diagnostic[] = [];
  const undone: string[] = [];
  let bytes = body.bytes;
  let limited = false;

  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const name = said.shift();
    const compression = name === undefined ? bySignature(bytes) : toCompression(name, bytes);
    if (name === undefined && compression === null) break;
    if (compression === null) {
      if (!isText(bytes)) diagnostics.push(diagnostic(`the body is compressed as ${name}, which cannot be read here`));
      else diagnostics.push({ code: 'body.notAsSaid', severity: 'info', message: `said to be compressed as ${name}, and is plain text`, path: null, losesData: false });
      continue;
    }
    const out = inflate(bytes, compression, limits);
    if (out.bytes.length === 0 && out.problem !== null) {
      // Text, and other binary formats, may begin with the two bytes of zlib; a fault is only what was said, or what gzip's own bytes say.
      if ((name !== undefined || compression === 'gzip') && !isText(bytes)) diagnostics.push(diagnostic(out.problem));
      break;
    }
    if (out.problem !== null) diagnostics.push(diagnostic(out.problem));
    undone.push(compression === 'zlib' ? 'deflate' : compression);
    bytes = out.bytes;
    limited ||= out.limited;
    if (out.limited) break;
  }

  const text = toUtf8(bytes, charsetOf(request));
  if (text === body.bytes) return { body: body.encoding === null ? body : { ...body, encoding: null }, encoding: null, diagnostics, limited };
  return { body: { kind: 'bytes', bytes: text, encoding: null }, encoding: undone.length ? undone.join(', ') : null, diagnostics, limited };
}

const diagnostic = (message: string): Diagnostic => ({ code: 'body.decompression', severity: 'warning', message, path: null, losesData: true });

/** What header, witness or query say, in the order in which it is undone. */
function saidEncodings({ url, headers, body }: Pick<CapturedRequest, 'url' | 'headers' | 'body'>): string[] {
  const header = headers.find((h) => h.name === 'content-encoding')?.value ?? (body.kind === 'bytes' ? body.encoding : null);
  if (header) return header.toLowerCase().split(',').map((e) => e.trim()).filter((e) => e !== '' && e !== 'identity').toReversed().slice(0, MAX_LAYERS);
  const query = /\?([^#]*)/.exec(url)?.[1]?.toLowerCase();
  if (!query) return [];
  for (const flag of FLAGS) {
    const value = flag.exec(query)?.[1];
    if (value) return [value];
  }
  return [];
}

/** The compression that a name stands for, corrected by the first bytes; null for unknown ones and for what is plain text after all. */
function toCompression(name: string, bytes: Uint8Array): Compression | null {
  const seen = bySignature(bytes);
  if (name === 'gzip' || name === 'x-gzip') return seen ?? null;
  // "deflate" means zlib by the standard, and a bare stream by the habit of some.
  if (name === 'deflate' || name === 'zlib' || name === 'raw-deflate') return seen ?? (isText(bytes) ? null : 'deflate');
  return null;
}

function bySignature(bytes: Uint8Array): Compression | null {
  const [a = 0, b = 0] = bytes;
  if (a === 0x1f && b === 0x8b) return 'gzip';
  return a === 0x78 && (a * 256 + b) % 31 === 0 ? 'zlib' : null;
}

/** Text in the first bytes, as far as compressed data never looks: no control characters but white space, and good UTF-8 (or cut off within a character). */
function isText(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 256);
  if (head.some((b) => b < 0x20 && b !== 0x09 && b !== 0x0a && b !== 0x0d)) return false;
  try {
    // As a stream, which may end within a character.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function charsetOf({ headers }: Pick<CapturedRequest, 'headers'>): string | null {
  const type = headers.find((h) => h.name === 'content-type')?.value ?? '';
  return /;\s*charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1]?.toLowerCase() ?? null;
}

/** Text as UTF-8 bytes. A byte order mark counts most; then good UTF-8 is UTF-8 whatever was said, as SDKs say much; then the charset said. */
function toUtf8(bytes: Uint8Array, charset: string | null): Uint8Array {
  const [a, b] = bytes;
  const marked = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : null;
  const wide = marked ?? (charset?.startsWith('utf-16') ? charset : null);
  const label = wide ?? (charset !== null && charset !== 'utf-8' && charset !== 'utf8' && !decodeUtf8(bytes).exact ? charset : null);
  if (label === null) return bytes;
  try {
    return encodeUtf8(new TextDecoder(label).decode(bytes));
  } catch {
    // A charset that nobody knows.
    return bytes;
  }
}
