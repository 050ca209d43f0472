import { err, ok, type Result } from '../base/result.ts';
import type { CapturedRequest } from '../domain/request.ts';
import type { ArchiveRequest } from './archive.ts';
import { toCapturedRequest } from './captured-requests.ts';
import { createHarReader } from './har.ts';
import { createArchiveReader, type ArchiveHead, type ArchiveSink } from './parse-archive.ts';
import type { Refusal } from './problem.ts';
import { createFileSplitter } from './split-file.ts';

/** Takes what a file holds as it is read. Requests come as they stand in the file; `said` is the archive's own entry, null in a HAR. */
export type FileSink = Omit<ArchiveSink, 'requests'> & { readonly request: (request: CapturedRequest, said: ArchiveRequest | null) => void };

/** An archive with what it says of itself, or a HAR, which says nothing of sessions. */
export type FileHead = { readonly kind: 'archive'; readonly head: ArchiveHead } | { readonly kind: 'har' };

/** Reads a file as its bytes come. */
export type FileReader = {
  push(bytes: Uint8Array): Result<null, Refusal>;
  /** What the file was; a refusal where it was neither an archive nor a HAR. */
  end(): Result<FileHead, Refusal>;
};

/**
 * Reads the bytes of an archive or a HAR, whichever it is, holding no more than its largest entry. Entries are given on before the end of
 * the file is seen: where that is refused, they are to be dropped. Never throws.
 */
export function createFileReader(sink: FileSink): FileReader {
  const archive = createArchiveReader({ ...sink, requests: (entry) => sink.request(toCapturedRequest(entry), entry) });
  const har = createHarReader({ request: (request) => sink.request(request, null), problem: sink.problem });
  const splitter = createFileSplitter((piece, mayBeHar) => {
    if (mayBeHar && isOfHar(piece.path)) har.take(piece);
    else archive.take(piece);
  });
  const { keys } = splitter;

  return {
    push: splitter.push,
    end() {
      const sound = splitter.end();
      if (!sound.ok) return sound;
      if (keys.has('format')) {
        const head = archive.head();
        return head.ok ? ok({ kind: 'archive', head: head.value }) : head;
      }
      if ([...keys].some(isOfHar)) {
        const end = har.end();
        return end.ok ? ok({ kind: 'har' }) : end;
      }
      return err({ place: null, message: 'expected a Footsteps archive (an object with "format") or a HAR 1.2 file (an object with "log"), found neither' });
    },
  };
}

const isOfHar = (path: string): boolean => path === 'log' || path.startsWith('log.');
