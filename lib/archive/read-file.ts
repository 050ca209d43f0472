import { err, ok, type Result } from '../base/result.ts';
import type { CapturedRequest } from '../domain/request.ts';
import type { Archive } from './archive.ts';
import { toCapturedRequests } from './captured-requests.ts';
import { parseHar } from './har.ts';
import { parseArchive } from './parse-archive.ts';
import type { Problem, Refusal } from './problem.ts';
import { splitJson } from './split-json.ts';

/** A file's requests, and the archive itself where it is one: a HAR says nothing of sessions. */
export type FileContent = { readonly requests: readonly CapturedRequest[]; readonly archive: Archive | null; readonly problems: readonly Problem[] };

/** Reads the text of an archive or a HAR, whichever it is. Never throws. */
export function readFileText(text: string): Result<FileContent, Refusal> {
  const keys = new Set<string>();
  const sound = splitJson(text, { objects: [], lists: [] }, ({ path }) => keys.add(path));
  if (!sound.ok) return err({ ...sound.error, message: `${sound.error.message}; a Footsteps archive or a HAR 1.2 file is JSON` });
  if (keys.has('format')) {
    const read = parseArchive(text);
    return read.ok ? ok({ ...read.value, requests: toCapturedRequests(read.value.archive.requests) }) : read;
  }
  if (keys.has('log')) {
    const read = parseHar(text);
    return read.ok ? ok({ ...read.value, archive: null }) : read;
  }
  return err({ place: null, message: 'expected a Footsteps archive (an object with "format") or a HAR 1.2 file (an object with "log"), found neither' });
}
