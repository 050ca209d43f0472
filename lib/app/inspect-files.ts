import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createFileReader, type FileHead, type FileSink } from '../archive/file-reader.ts';
import { sentenceOf } from '../archive/problem.ts';
import { concatBytes } from '../base/bytes.ts';
import { err, ok, type Result } from '../base/result.ts';

/** What unpacks to more than this is no recording. */
const MAX_BYTES = 8 * 1024 ** 3;
const READ_AT_ONCE = 256 * 1024;

/** How a file is called on screen: its name, or "standard input" for `-`. */
export const shownName = (name: string): string => (name === '-' ? 'standard input' : name);

/** Thrown while a file is read, with the sentence for it. */
class Unreadable extends Error {}

/**
 * Reads a file, `-` for standard input, gzipped or not, into a sink; hands over after each chunk. In the end comes what the file was, or
 * one sentence that names it, the place in it and what was expected.
 */
export async function* inspectFile(name: string, stdin: AsyncIterable<Uint8Array>, sink: FileSink): AsyncGenerator<undefined, Result<FileHead>> {
  const refuse = (sentence: string): Result<never> => err(`${shownName(name)}: ${sentence}`);
  const reader = createFileReader(sink);
  let size = 0;
  try {
    for await (const chunk of unpacked(name === '-' ? stdin : bytesOf(name))) {
      size += chunk.length;
      if (size > MAX_BYTES) return refuse(`expected at most ${Math.floor(MAX_BYTES / 1e9)} GB of JSON, found more`);
      const taken = reader.push(chunk);
      if (!taken.ok) return refuse(sentenceOf(taken.error));
      yield;
    }
  } catch (error) {
    if (error instanceof Unreadable) return refuse(error.message);
    throw error;
  }
  if (size === 0) return refuse('expected a Footsteps archive or a HAR 1.2 file, found nothing in it');
  const end = reader.end();
  return end.ok ? ok(end.value) : refuse(sentenceOf(end.error));
}

/** Each chunk is read over the one before. */
async function* bytesOf(name: string): AsyncGenerator<Uint8Array> {
  try {
    const file = await open(name);
    const buffer = Buffer.allocUnsafeSlow(READ_AT_ONCE);
    try {
      if ((await file.stat()).isDirectory()) throw new Unreadable('expected a readable file, found a directory');
      for (;;) {
        const { bytesRead } = await file.read(buffer, 0, READ_AT_ONCE);
        if (bytesRead === 0) return;
        yield buffer.subarray(0, bytesRead);
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const found = { ENOENT: 'no such file', EISDIR: 'a directory', EACCES: 'one that may not be read' }[code] ?? code;
    throw new Unreadable(`expected a readable file, found ${found}`);
  }
}

/** The magic bytes decide, not the name: browsers unpack downloads and keep the `.gz`. */
async function* unpacked(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = readable(source);
  let first: Uint8Array = new Uint8Array();
  while (first.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    first = concatBytes([first, next.value]);
  }
  const all = withFirst(first, chunks);
  if (first[0] !== 0x1f || first[1] !== 0x8b) return yield* all;
  const gunzip = Readable.from(copies(all), { objectMode: false }).on('error', (error) => gunzip.destroy(error)).pipe(createGunzip({ chunkSize: READ_AT_ONCE }));
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    if (error instanceof Unreadable) throw error;
    throw new Unreadable(`expected whole gzip data, found ${error instanceof Error ? error.message : 'an error'}`);
  } finally {
    gunzip.destroy();
  }
}

async function* withFirst(first: Uint8Array, rest: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (first.length) yield first;
  yield* rest;
}

/** For who reads ahead. */
async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield new Uint8Array(chunk);
}

async function* readable(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* source;
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable(`expected input, found ${error instanceof Error ? error.message : 'an error'}`);
  }
}
