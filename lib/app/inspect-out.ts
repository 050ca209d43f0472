import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { err, ok, type Result } from '../base/result.ts';

/**
 * Writes a file that takes the place of what was there only when it is whole: it grows beside it under another name. Compressed where the
 * name ends in `.gz`. Fails with a sentence; then what was there is as it was.
 */
export async function writeOut(path: string, write: (out: (text: string | Uint8Array) => Promise<void>) => Promise<void>): Promise<Result<null>> {
  const growing = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  try {
    const file = createWriteStream(growing, { flags: 'wx', flush: true });
    const gzip = path.endsWith('.gz') ? createGzip() : null;
    const whole = finished(gzip ? gzip.on('error', (error) => file.destroy(error)).pipe(file) : file);
    // It is waited for in the end, and a failure before is met by the next text.
    whole.catch(() => undefined);
    try {
      await write((text) => take(gzip ?? file, text, whole));
      (gzip ?? file).end();
      await whole;
    } catch (error) {
      gzip?.destroy();
      file.destroy();
      throw error;
    }
    await rename(growing, path);
    return ok(null);
  } catch (error) {
    await rm(growing, { force: true });
    return err(`--out: expected a file that can be written, found ${error instanceof Error && 'code' in error ? `${String(error.code)} for ${path}` : String(error)}`);
  }
}

/** Resolves when the text was taken; rejects where the file cannot be written any more. */
async function take(stream: Writable, text: string | Uint8Array, whole: Promise<void>): Promise<void> {
  const taken = new Promise<void>((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve())));
  taken.catch(() => undefined);
  await Promise.race([taken, whole.then(() => taken)]);
}
