import { lastTimeIn, type Archive, type ArchiveRequest } from '../archive/archive.ts';
import { archiveRequest, archiveSessions, captureLedger, diagnosticFindings, knownFindings } from '../archive/build-archive.ts';
import { createNames, mergeArchives, mergeExtras } from '../archive/merge.ts';
import { collect, partsOf, type ArchiveParts, type RequestHead } from '../archive/parts.ts';
import { ok, type Result } from '../base/result.ts';
import type { EpochMs } from '../base/time.ts';
import type { Event } from '../domain/event.ts';
import type { RequestRecord } from '../domain/ports.ts';
import type { Body, CapturedRequest } from '../domain/request.ts';
import type { FileReading, ReadingStore } from '../pipeline/file-reading.ts';
import { bytesIn, openInspected, type Incoming, type InspectedFile } from './inspect-open.ts';
import type { LineInPlace } from './inspect-lines.ts';
import { createSpooledRecording, type SpooledRecording } from './inspect-recording.ts';

/** Reads requests into a store with every dissector there is. */
export type StartReading = (store: ReadingStore) => FileReading;

export type ReadFilesOptions = {
  readonly files: readonly string[];
  readonly asIs: boolean;
  /** Whether the requests will be asked for, beside what events tell of them. */
  readonly holdsRequests: boolean;
  /** Whether nothing will be asked for but lines of NDJSON. */
  readonly asLines: boolean;
  readonly now: EpochMs | null;
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly version: string;
  readonly startReading: StartReading;
};

/**
 * What was read; each file's problems as sentences; `close` lets go of what lies on the disk. `lines`: all events as lines of NDJSON, in order;
 * null where they were not asked for, and where they do not lie as such.
 */
export type FilesRead = { readonly parts: ArchiveParts; readonly lines: (() => Iterable<LineInPlace>) | null; readonly problems: readonly string[]; readonly close: () => void };

/** So many requests, or bytes of their bodies, are read at once. */
const AT_ONCE = 250;
const BYTES_AT_ONCE = 1024 * 1024;

/**
 * Reads files: their requests are read anew by this version's dissectors, those of all files as one recording. What an archive says itself
 * is taken where it has no requests, or where that was asked for. Memory holds sessions and an index; requests and events lie on the disk.
 */
export async function readFiles(options: ReadFilesOptions): Promise<Result<FilesRead>> {
  const holdsRequests = options.holdsRequests || options.files.length > 1;
  const files = options.files.map((name) => openInspected(name, { ...options, holdsRequests }));
  const recording = createSpooledRecording({ holdsRequests, asLines: options.asLines });
  const notes = new Map<string, ArchiveRequest>();
  const reading = options.startReading(readingStore(recording, notes, holdsRequests));
  const close = (): void => [recording, ...files.map((file) => file.said)].forEach((one) => one.close());

  let lastTime = -Infinity;
  let batch: CapturedRequest[] = [];
  let bytes = 0;
  const flush = async (): Promise<void> => {
    lastTime = Math.max(lastTime, lastTimeIn({ requests: batch, events: [], sessions: [] }) ?? 0);
    await reading.add(batch);
    batch = [];
    bytes = 0;
    notes.clear();
  };
  const nameOf = files.length > 1 ? createNames() : (request: CapturedRequest) => request;
  while (await haveNext(files)) {
    for (const incoming of atHand(files)) {
      const request = nameOf(incoming.request, incoming.file);
      if (!request) continue;
      if (incoming.said) notes.set(request.id, incoming.said);
      bytes += bytesIn(request.body);
      if (batch.push(request) >= AT_ONCE || bytes >= BYTES_AT_ONCE) await flush();
    }
  }
  const refused = files.flatMap(({ end }) => (end && !end.ok ? [end] : []))[0];
  if (refused) {
    close();
    return refused;
  }
  if (batch.length) await flush();

  const problems = files.flatMap((file) => file.problems());
  const said = files.flatMap((file) => file.saidParts() ?? []);
  const unread = files.filter((file) => file.saidParts() === null);
  const [only, ...others] = said;
  if (only && !unread.length) return ok({ parts: others.length ? partsOf(mergeArchives([await inMemory(only), ...(await Promise.all(others.map(inMemory)))])) : only, lines: null, problems, close });

  // The same files give the same output, byte for byte: the moment of the states is the moment of the archive.
  const createdAt = options.now ?? (lastTime === -Infinity ? 0 : lastTime);
  const parts = readParts(recording, reading, { exporter: { name: 'Footsteps', version: options.version }, createdAt, extra: mergeExtras(unread.flatMap((file) => file.head() ?? [])) });
  if (said.length) return ok({ parts: partsOf(mergeArchives([await inMemory(parts), ...(await Promise.all(said.map(inMemory)))])), lines: null, problems, close });
  return ok({ parts, lines: options.asLines ? recording.lines : null, problems, close });
}

function readParts(recording: SpooledRecording, reading: FileReading, head: Pick<Archive, 'exporter' | 'createdAt' | 'extra'>): ArchiveParts {
  const { sessions, findings, counters } = reading.sessions(head.createdAt);
  const isKnown = knownFindings(findings);
  const shown = archiveSessions(sessions);
  return {
    ...head, captureLedger: captureLedger(counters), sessions: () => shown, requests: recording.requests, events: recording.events,
    *findings() {
      yield* findings;
      for (const finding of recording.findings()) if (!isKnown(finding)) yield finding;
    },
  };
}

/** What merging several recordings needs: all of them at once. */
async function inMemory(parts: ArchiveParts): Promise<Archive> {
  const { exporter, createdAt, captureLedger: ledger, extra } = parts;
  return {
    exporter, createdAt, captureLedger: ledger, extra, requests: await collect(parts.requests()), sessions: await collect(parts.sessions()),
    events: (await collect(parts.events())).map(({ event }) => event), findings: await collect(parts.findings()),
  };
}

/** Keeps what is read as an archive has it, with what the file said of a request under keys that we do not know. */
function readingStore(recording: SpooledRecording, notes: ReadonlyMap<string, ArchiveRequest>, holdsRequests: boolean): ReadingStore {
  return {
    putRequest(record, body) {
      const { result } = record;
      if (holdsRequests) {
        const said = notes.get(record.id);
        const asSaid = said && bodyAsSaid(said, body);
        const request = archiveRequest(record, asSaid ? { kind: 'none' } : body);
        recording.putRequest({ ...said, ...request, ...(asSaid ? { body: asSaid } : {}) }, { result });
      } else recording.putRequest(record, { result });
      for (const finding of diagnosticFindings(record)) recording.putFinding(finding);
    },
    request(id) {
      const head = recording.head(id) as (RequestHead & Pick<RequestRecord, 'result'>) | null;
      return head ?? undefined;
    },
    setOutcome: recording.setOutcome,
    putEvent: (event) => recording.putEvent(event, event.dedupeKey),
    eventOfDedupeKey(key) {
      const event = recording.eventOfDedupeKey(key);
      // It was put as one.
      return event && ({ ...event, dedupeKey: key } as Event);
    },
    assignEvent: recording.assignEvent,
  };
}

/** Bytes need not be written as base64 again where the file has them so. */
function bodyAsSaid({ body: said }: ArchiveRequest, body: Body): ArchiveRequest['body'] | null {
  if (said.kind !== 'bytes' || body.kind !== 'bytes' || said.base64.length !== 4 * Math.ceil(body.bytes.length / 3) || /[-_\s]/.test(said.base64)) return null;
  return { kind: 'bytes', base64: said.base64, encoding: body.encoding };
}

/** Reads on until each file that has more shows its next request; false where none has, and where one cannot be read. */
async function haveNext(files: readonly InspectedFile[]): Promise<boolean> {
  for (const file of files) {
    while (!file.next() && !file.end) await file.read();
    if (file.end && !file.end.ok) return false;
  }
  return files.some((file) => file.next());
}

/** The requests of all files together in the order of time, until more must be read. */
function* atHand(files: readonly InspectedFile[]): Generator<Incoming & { readonly file: number }> {
  for (;;) {
    let first: { readonly incoming: Incoming; readonly file: InspectedFile } | null = null;
    for (const file of files) {
      const incoming = file.next();
      if (!incoming && !file.end) return;
      if (incoming && (!first || incoming.request.startedAt < first.incoming.request.startedAt)) first = { incoming, file };
    }
    if (!first) return;
    first.file.shift();
    yield { ...first.incoming, file: files.indexOf(first.file) };
  }
}
