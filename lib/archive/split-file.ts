import { err, type Result } from '../base/result.ts';
import { HAR_PLAN } from './har.ts';
import { ARCHIVE_PLAN } from './parse-archive.ts';
import type { Refusal } from './problem.ts';
import { createSplitter, type JsonPiece } from './split-json.ts';

/** The bytes of an archive or a HAR, whichever it is, in pieces as they come. `keys`: the paths that were seen. */
export type FileSplitter = { readonly keys: ReadonlySet<string>; push(bytes: Uint8Array): Result<null, Refusal>; end(): Result<null, Refusal> };

/** @param take `mayBeHar`: nothing yet says that it is an archive */
export function createFileSplitter(take: (piece: JsonPiece, mayBeHar: boolean) => void): FileSplitter {
  const keys = new Set<string>();
  const objects = [...HAR_PLAN.objects];
  const splitter = createSplitter({ objects, lists: [...ARCHIVE_PLAN.lists, ...HAR_PLAN.lists] }, (piece) => {
    keys.add(piece.path);
    // What an archive keeps under the name of a HAR's object is another's word, and comes whole.
    if (piece.path === 'format') objects.length = 0;
    take(piece, objects.length > 0);
  });
  return { keys, push: (bytes) => told(splitter.push(bytes)), end: () => told(splitter.end()) };
}

const told = (result: Result<null, Refusal>): Result<null, Refusal> =>
  result.ok ? result : err({ ...result.error, message: `${result.error.message}; a Footsteps archive or a HAR 1.2 file is JSON` });
