import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { readFileText, type FileContent } from '../archive/read-file.ts';
import { sentenceOf } from '../archive/problem.ts';
import { concatBytes, decodeUtf8 } from '../base/bytes.ts';
import { err, ok, type Result } from '../base/result.ts';

/** A file's content under the name that it was asked for by. */
export type InspectedFile = FileContent & { readonly name: string };

/** Node holds no longer text than 2^29 - 24 chars; a small file that unpacks to more than this is no recording. */
const MAX_BYTES = 512 * 1024 * 1024 - 1024;

/** Reads a file, `-` for standard input, gzipped or not. Fails with one sentence that names the file, the place in it and what was expected. */
export async function inspectFile(name: string, stdin: AsyncIterable<Uint8Array>): Promise<Result<InspectedFile>> {
  const shown = name === '-' ? 'standard input' : name;
  const bytes = name === '-' ? await readAll(stdin) : await readNamed(name);
  if (!bytes.ok) return err(`${shown}: ${bytes.error}`);
  const unpacked = unpack(bytes.value);
  if (!unpacked.ok) return err(`${shown}: ${unpacked.error}`);
  if (!unpacked.value.length) return err(`${shown}: expected a Footsteps archive or a HAR 1.2 file, found nothing in it`);
  const { text, exact } = decodeUtf8(unpacked.value);
  const content = readFileText(text);
  if (!content.ok) return err(`${shown}: ${sentenceOf(content.error)}`);
  const notUtf8 = exact ? [] : [{ place: 'the file', message: 'expected UTF-8 throughout, found other bytes; they show as U+FFFD' }];
  return ok({ ...content.value, name: shown, problems: [...notUtf8, ...content.value.problems] });
}

async function readNamed(name: string): Promise<Result<Uint8Array>> {
  try {
    return ok(await readFile(name));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const found = { ENOENT: 'no such file', EISDIR: 'a directory', EACCES: 'one that may not be read', ERR_FS_FILE_TOO_LARGE: 'one beyond 2 GB' }[code] ?? code;
    return err(`expected a readable file, found ${found}`);
  }
}

async function readAll(stdin: AsyncIterable<Uint8Array>): Promise<Result<Uint8Array>> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of stdin) chunks.push(chunk);
    return ok(concatBytes(chunks));
  } catch (error) {
    return err(`expected input, found ${error instanceof Error ? error.message : 'an error'}`);
  }
}

/** The magic bytes decide, not the name: browsers unpack downloads and keep the `.gz`. */
function unpack(bytes: Uint8Array): Result<Uint8Array> {
  const tooLarge = err(`expected at most ${Math.floor(MAX_BYTES / 1e6)} MB of JSON, found more`);
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.length > MAX_BYTES ? tooLarge : ok(bytes);
  try {
    return ok(gunzipSync(bytes, { maxOutputLength: MAX_BYTES }));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return tooLarge;
    return err(`expected whole gzip data, found ${error instanceof Error ? error.message : 'an error'}`);
  }
}
