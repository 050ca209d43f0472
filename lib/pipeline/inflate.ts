import { Gunzip, Inflate, Unzlib } from 'fflate';
import { concatBytes } from '../base/bytes.ts';

export type Compression = 'gzip' | 'zlib' | 'deflate';

/** What came out. `problem`: why not everything did, as a sentence; null where all is well. `limited`: one of the caps stopped it. */
export type Inflated = { readonly bytes: Uint8Array; readonly problem: string | null; readonly limited: boolean };

export type InflateLimits = {
  /** Bytes that may come out at most. */
  readonly maxBytes: number;
  /** Bytes out per byte in, once more than `ratioFrom` bytes are out: deflate can reach 1032. */
  readonly maxRatio: number;
  readonly ratioFrom: number;
};

export const INFLATE_LIMITS: InflateLimits = { maxBytes: 32 * 1024 * 1024, maxRatio: 300, ratioFrom: 2 * 1024 * 1024 };

/** The limits with the user's own cap, where there is one: a file's bodies are what they are. */
export const inflateLimits = (caps: { readonly decodedBytes: number } | null | undefined): InflateLimits => (caps ? { ...INFLATE_LIMITS, maxBytes: caps.decodedBytes } : INFLATE_LIMITS);

/** Small, as one step may put out a thousand times as much before the caps are looked at. */
const STEP = 4096;

const STREAMS = { gzip: Gunzip, zlib: Unzlib, deflate: Inflate };

/** Decompresses as far as the stream goes: what a page's beacon was cut off at, a damaged one up to the damage, a bomb up to the caps. */
export function inflate(input: Uint8Array, compression: Compression, limits: InflateLimits = INFLATE_LIMITS): Inflated {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  const stream = new STREAMS[compression]();
  let members = 1;
  if (stream instanceof Gunzip) stream.onmember = () => void members++;
  stream.ondata = (chunk, final) => {
    size += chunk.length;
    if (chunk.length) chunks.push(chunk);
    ended ||= final;
  };
  const done = (problem: string | null, limited = false): Inflated => ({ bytes: concatBytes(chunks).subarray(0, limits.maxBytes), problem, limited });
  /** The decompressor takes some streams for whole that end between two codes. */
  const isCut = (soFar: number): boolean => {
    const trailer = (littleEndian: boolean): number => new DataView(input.buffer, input.byteOffset + input.length - 4).getUint32(0, littleEndian);
    if (compression === 'gzip') return members === 1 && soFar > 0 && trailer(true) !== soFar % 2 ** 32;
    if (compression === 'zlib') return soFar > 0 && trailer(false) !== adler32(chunks);
    return takesMore(input, 0xff, soFar) || takesMore(input, 0, soFar);
  };
  try {
    for (let at = 0; at < input.length; at += STEP) {
      stream.push(input.subarray(at, at + STEP), false);
      if (size > limits.maxBytes) return done(`more than ${limits.maxBytes} bytes came out of ${input.length}; the rest was not read`, true);
      if (size > limits.ratioFrom && size > limits.maxRatio * Math.min(input.length, at + STEP)) {
        return done(`it grows more than ${limits.maxRatio}-fold; what follows the first ${size} bytes was not read`, true);
      }
    }
    if (isCut(size)) return done(`the ${compression} stream is cut off after ${size} bytes, or damaged`);
    stream.push(new Uint8Array(), true);
  } catch (error) {
    return done(sentence(error, size));
  }
  return done(ended && size > 0 ? null : `the ${compression} stream is cut off after ${size} bytes, or damaged`);
}

/** The checksum at the end of a zlib stream (RFC 1950, section 8). */
function adler32(chunks: readonly Uint8Array[]): number {
  let a = 1;
  let b = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += ADLER_STEP) {
      for (const byte of chunk.subarray(at, at + ADLER_STEP)) b += a += byte;
      a %= 65_521;
      b %= 65_521;
    }
  }
  return b * 65_536 + a;
}

/** So many bytes may be summed before the sums grow beyond what a remainder is quick on. */
const ADLER_STEP = 3800;

/**
 * Whether a bare stream, of which `size` bytes come out, reads on. After its end it takes nothing in; before it, the padding is codes, or no
 * block at all. Two paddings are needed: one of them may be the very code that ends the last block.
 */
function takesMore(input: Uint8Array, padding: number, size: number): boolean {
  let out = 0;
  const stream = new Inflate((chunk) => {
    out += chunk.length;
  });
  try {
    for (let at = 0; at < input.length; at += STEP) stream.push(input.subarray(at, at + STEP));
    stream.push(new Uint8Array(64).fill(padding));
    return out > size;
  } catch {
    return true;
  }
}

function sentence(error: unknown, size: number): string {
  return `the compressed stream ends or breaks after ${size} bytes: ${error instanceof Error ? error.message : String(error)}`;
}
