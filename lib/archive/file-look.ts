import { err, ok, type Result } from '../base/result.ts';
import { HAR_PLAN } from './har.ts';
import { ARCHIVE_PLAN, createArchiveReader, type ArchiveHead } from './parse-archive.ts';
import type { Refusal } from './problem.ts';
import { createSplitter } from './split-json.ts';

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
  const keys = new Set<string>();
  const archive = createArchiveReader(NOTHING);
  const objects = [...HAR_PLAN.objects];
  const splitter = createSplitter({ objects, lists: [...ARCHIVE_PLAN.lists, ...HAR_PLAN.lists] }, (piece) => {
    const { path, index } = piece;
    keys.add(path);
    if (path === 'format') objects.length = 0;
    if (index !== null) entries[path] = (entries[path] ?? 0) + 1;
    else if (!path.startsWith('log')) archive.take(piece);
  });
  const told = (result: Result<null, Refusal>): Result<null, Refusal> => (result.ok ? result : err({ ...result.error, message: `${result.error.message}; a Footsteps archive or a HAR 1.2 file is JSON` }));

  return {
    push: (bytes) => told(splitter.push(bytes)),
    end() {
      const sound = told(splitter.end());
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
