/** More text than this is no recording, or one that was packed to hurt. */
export const MAX_IMPORT_BYTES = 2 * 1024 * 1024 * 1024;

/** Given to be unpacked at once: a browser unpacks that in one go, and of bytes that were packed to hurt come a thousand times as many. */
const PACKED_AT_ONCE = 4 * 1024;
/** After so long the page gets its turn, milliseconds. */
const TURN_MS = 30;

/** A file that cannot be read any further; the message says why. */
export class Unreadable extends Error {}

/**
 * The bytes of a file, unpacked where it is gzip: the magic bytes decide, not the name, as browsers unpack downloads and keep the `.gz`.
 *
 * @param read called with the bytes of the file itself that were read so far
 */
export async function* bytesOf(file: Blob, read: (bytes: number) => void = () => undefined, limit = MAX_IMPORT_BYTES): AsyncGenerator<Uint8Array> {
  const magic = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  const isPacked = magic[0] === 0x1f && magic[1] === 0x8b;
  let taken = 0;
  const counted = file.stream().pipeThrough(new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, out) {
      taken += chunk.length;
      read(taken);
      const step = isPacked ? PACKED_AT_ONCE : chunk.length;
      for (let at = 0; at < chunk.length; at += step) out.enqueue(chunk.subarray(at, at + step));
    },
  }));
  const reader = (isPacked ? counted.pipeThrough(new DecompressionStream('gzip')) : counted).getReader();
  let total = 0;
  let turnAt = performance.now();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw new Unreadable(isPacked ? 'expected whole gzip data, found it broken' : `expected a readable file, found ${error instanceof Error ? error.message : 'an error'}`);
      });
      if (done) return;
      total += value.length;
      if (total > limit) throw new Unreadable(`expected at most ${Math.round(limit / 1024 / 1024)} MB of text, found more`);
      yield value;
      if (performance.now() - turnAt < TURN_MS) continue;
      await new Promise((resolve) => void setTimeout(resolve));
      turnAt = performance.now();
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

const BLOCK = 4 * 1024 * 1024;

/** A hash of bytes as they come, by the browser's own SHA-256 over that of each block: fast, and never more than a block in memory. */
export function createContentHash() {
  const block = new Uint8Array(BLOCK);
  const digests: Uint8Array[] = [];
  let filled = 0;
  const close = async (): Promise<void> => {
    digests.push(new Uint8Array(await crypto.subtle.digest('SHA-256', block.subarray(0, filled))));
    filled = 0;
  };
  return {
    async push(bytes: Uint8Array): Promise<void> {
      for (let at = 0; at < bytes.length; ) {
        const part = bytes.subarray(at, at + BLOCK - filled);
        block.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === BLOCK) await close();
      }
    },
    /** As 64 hexadecimal digits. */
    async end(): Promise<string> {
      await close();
      const all = new Uint8Array(await new Blob(digests as Uint8Array<ArrayBuffer>[]).arrayBuffer());
      return [...new Uint8Array(await crypto.subtle.digest('SHA-256', all))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    },
  };
}
