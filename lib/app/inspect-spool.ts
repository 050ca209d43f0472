import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createColumn } from './inspect-index.ts';

/** Texts that need not lie in memory, by the number that each got when it was put there. */
export type Spool = {
  /** Puts a text in parts, which to join first would take longer. */
  put(parts: readonly string[]): number;
  get(row: number): string;
  /** The UTF-8 of the same, until the next is asked for. */
  bytes(row: number): Buffer;
  /** Lets go of the file. */
  close(): void;
};

const WRITE_AT_ONCE = 512 * 1024;
const READ_AT_ONCE = 256 * 1024;

/**
 * A spool in a temporary file that nobody else can read, and that is gone with the process. What is short never reaches the disk. Rows are
 * read quickly in the order in which they were put, and in any other.
 */
export function createSpool(): Spool {
  const starts = createColumn('float');
  starts.set(0, 0);
  let rows = 0;
  let pending: Buffer | null = null;
  let filled = 0;
  let written = 0;
  let file: { readonly fd: number; readonly remove: () => void } | null = null;
  let room: Buffer = Buffer.alloc(0);
  let ahead: Buffer = room;
  let aheadFrom = 0;

  function open(): number {
    if (file) return file.fd;
    const folder = mkdtempSync(join(tmpdir(), 'footsteps-'));
    const fd = openSync(join(folder, 'spool'), 'wx+', 0o600);
    const remove = (): void => rmSync(folder, { recursive: true, force: true });
    try {
      // Where the system allows it, the name goes at once and the file with the process.
      remove();
      file = { fd, remove: () => undefined };
    } catch {
      file = { fd, remove };
    }
    return fd;
  }

  function write(bytes: Uint8Array): void {
    const fd = open();
    for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at, bytes.length - at, written + at);
    written += bytes.length;
  }

  /** Over what was read before. */
  function read(from: number, length: number): Buffer {
    const fd = open();
    if (length > room.length) room = Buffer.allocUnsafeSlow(length);
    let got = 0;
    while (got < length) {
      const n = readSync(fd, room, got, length - got, from + got);
      if (n === 0) break;
      got += n;
    }
    return room.subarray(0, got);
  }

  const spool: Spool = {
    put(parts) {
      pending ??= Buffer.allocUnsafe(WRITE_AT_ONCE);
      let most = 0;
      for (const part of parts) most += part.length * 3;
      if (filled + most > pending.length) {
        if (filled) write(pending.subarray(0, filled));
        filled = 0;
      }
      if (most > pending.length) write(Buffer.from(parts.join(''), 'utf8'));
      else for (const part of parts) filled += pending.write(part, filled, 'utf8');
      starts.set(rows + 1, written + filled);
      return rows++;
    },
    get: (row) => spool.bytes(row).toString('utf8'),
    bytes(row) {
      const from = starts.get(row);
      const end = starts.get(row + 1);
      if (pending && from >= written) return pending.subarray(from - written, end - written);
      if (from < aheadFrom || end > aheadFrom + ahead.length) {
        ahead = read(from, Math.max(end - from, Math.min(READ_AT_ONCE, written - from)));
        aheadFrom = from;
      }
      return ahead.subarray(from - aheadFrom, end - aheadFrom);
    },
    close() {
      if (!file) return;
      closeSync(file.fd);
      file.remove();
      file = null;
    },
  };
  return spool;
}
