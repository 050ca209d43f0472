import { err, ok, type Result } from '../base/result.ts';
import { createArchiveReader, type ArchiveHead } from './parse-archive.ts';
import type { Refusal } from './problem.ts';
import { createFileSplitter } from './split-file.ts';

/** What a file is, and how many entries its lists have, sound or not. */
export type FileLook =
  | { readonly kind: 'archive'; readonly head: ArchiveHead; readonly entries: { readonly [list: string]: number } }
  | { readonly kind: 'har'; readonly entries: { readonly [list: string]: number } };

export type FileLooker = { push(bytes: Uint8Array): Result<null, Refusal>; end(): Result<FileLook, Refusal> };

const NOTHING = { requests: () => undefined, events: () => undefined, sessions: () => undefined, findings: () => undefined, problem: () => undefined };

/**
 * Looks through a file before anything of it is taken in: a foreign, torn or newer one is refused as a whole. No entry is parsed. Never
 * throws.
 */
export function createFileLook(): FileLooker {
  const entries: Record<string, number> = {};
  const archive = createArchiveReader(NOTHING);
  const splitter = createFileSplitter((piece) => {
    const { path, index } = piece;
    if (index !== null) entries[path] = (entries[path] ?? 0) + 1;
    else if (!path.startsWith('log')) archive.take(piece);
  });
  const { keys } = splitter;

  return {
    push: splitter.push,
    end() {
      const sound = splitter.end();
      if (!sound.ok) return sound;
      if (keys.has('format')) {
        const head = archive.head();
        return head.ok ? ok({ kind: 'archive', head: head.value, entries }) : head;
      }
      if (keys.has('log.entries')) return ok({ kind: 'har', entries });
      return err({ place: null, message: 'expected a Footsteps archive (an object with "format") or a HAR 1.2 file (an object with "log" and its "entries"), found neither' });
    },
  };
}
