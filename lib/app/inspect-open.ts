import { lastTimeIn, type ArchiveFinding, type ArchiveRequest, type ArchiveSession } from '../archive/archive.ts';
import type { FileHead } from '../archive/file-reader.ts';
import type { ArchiveHead } from '../archive/parse-archive.ts';
import type { ArchiveParts } from '../archive/parts.ts';
import { sentenceOf, type Problem } from '../archive/problem.ts';
import { plain } from '../archive/terminal-text.ts';
import type { Result } from '../base/result.ts';
import type { EpochMs } from '../base/time.ts';
import type { Body, CapturedRequest } from '../domain/request.ts';
import { inspectFile, shownName } from './inspect-files.ts';
import { createSpooledRecording } from './inspect-recording.ts';

/** So many requests of a file, or so many bytes of their bodies, are put into the order of time; writers keep it, but for those that overlap. */
const WINDOW = 2_000;
const WINDOW_BYTES = 8 * 1024 * 1024;
/** More broken entries of one file than this are counted, not listed. */
const MAX_LISTED = 20;

/** A request of a file with what the archive says of it; null in a HAR, and where nobody asks. */
export type Incoming = { readonly request: CapturedRequest; readonly said: ArchiveRequest | null };

const timeOf = (parts: Partial<Parameters<typeof lastTimeIn>[0]>): EpochMs => lastTimeIn({ requests: [], events: [], sessions: [], ...parts }) ?? -Infinity;

/** A file that is read as its requests are asked for. */
export type InspectedFile = ReturnType<typeof openInspected>;

/**
 * @param asIs what an archive says counts, not its requests
 * @param holdsRequests whether it will be asked what the archive says of a request
 */
export function openInspected(name: string, { asIs, holdsRequests, stdin }: { readonly asIs: boolean; readonly holdsRequests: boolean; readonly stdin: AsyncIterable<Uint8Array> }) {
  const problems: Problem[] = [];
  let broken = 0;
  let requests = 0;
  let window: (Incoming | undefined)[] = [];
  /** Those before it were given. */
  let given = 0;
  let windowBytes = 0;
  const said = createSpooledRecording();
  const sessions: ArchiveSession[] = [];
  const findings: ArchiveFinding[] = [];
  /** An archive's own word counts only where it has no requests; those mostly come first. */
  const takesWord = (): boolean => asIs || requests === 0;
  const times = { requests: -Infinity, events: -Infinity, sessions: -Infinity };
  const file = {
    end: null as Result<FileHead> | null,
    said,
    /** The earliest request so far; undefined: more must be read first. */
    next(): Incoming | undefined {
      return file.end || window.length - given >= WINDOW || windowBytes >= WINDOW_BYTES ? window[given] : undefined;
    },
    shift(): void {
      const first = window[given];
      // On a request hangs what was read from it: that must not wait for the rest.
      window[given++] = undefined;
      if (first) windowBytes -= bytesIn(first.request.body);
      if (given < WINDOW) return;
      window = window.slice(given);
      given = 0;
    },
    async read(): Promise<void> {
      const step = await steps.next();
      if (step.done) file.end = step.value;
    },
    problems: (): string[] => [
      ...problems.map((problem) => `${plain(`${shownName(name)}: ${sentenceOf(problem)}`)}; skipped`),
      ...(broken > problems.length ? [`${plain(shownName(name))}: ${broken - problems.length} more broken entries skipped`] : []),
    ],
    head: (): ArchiveHead | null => (file.end?.ok && file.end.value.kind === 'archive' ? file.end.value.head : null),
    /** What the archive says itself, where that is what counts. */
    saidParts(): ArchiveParts | null {
      const head = file.head();
      if (!head || !takesWord()) return null;
      const last = [times.requests, times.events, times.sessions].find(Number.isFinite) ?? 0;
      return { ...head, createdAt: head.createdAt ?? last, sessions: () => sessions, findings: () => findings, requests: said.requests, events: said.events };
    },
  };
  const steps = inspectFile(name, stdin, {
    request(request, entry) {
      requests++;
      if (asIs && entry) {
        times.requests = Math.max(times.requests, timeOf({ requests: [entry] }));
        said.putRequest(entry);
        return;
      }
      let at = window.length;
      while (at > given && (window[at - 1] as Incoming).request.startedAt > request.startedAt) at--;
      const incoming = { request, said: holdsRequests ? entry : null };
      if (at === window.length) window.push(incoming);
      else window.splice(at, 0, incoming);
      windowBytes += bytesIn(request.body);
    },
    events: (event) => {
      if (!takesWord()) return;
      times.events = Math.max(times.events, timeOf({ events: [event] }));
      said.putEvent(event, null);
    },
    sessions: (session) => {
      if (!takesWord()) return;
      times.sessions = Math.max(times.sessions, timeOf({ sessions: [session] }));
      sessions.push(session);
    },
    findings: (finding) => {
      if (takesWord()) findings.push(finding);
    },
    problem(problem) {
      if (++broken <= MAX_LISTED) problems.push(problem);
    },
  });
  return file;
}

export const bytesIn = (body: Body): number => (body.kind === 'bytes' ? body.bytes.length : 0);
