import { createFileLook, type FileLook } from '../archive/file-look.ts';
import { createFileReader } from '../archive/file-reader.ts';
import { storedEvent, storedFinding, storedRequest, storedSession } from '../archive/imported-entries.ts';
import { sentenceOf } from '../archive/problem.ts';
import { ok, type Result } from '../base/result.ts';
import type { EpochMs } from '../base/time.ts';
import { importedEvent, importedFinding, importedRequest, importedSession, importIdOf, type Import, type ImportId, type ImportMark, type ImportProblem, type ImportProgress, type ImportResult } from '../domain/import.ts';
import type { ReadingStore, FileReading } from '../pipeline/file-reading.ts';
import { bytesOf, createContentHash, Unreadable } from './import-bytes.ts';
import { createImportSender } from './import-sender.ts';
import { createImportReading } from './import-reading.ts';

/** What importing needs of the background, the only writer, and of what is there already. */
export type ImportDeps = {
  readonly now: () => EpochMs;
  readonly withHash: (hash: string) => Promise<Import | null>;
  readonly begin: (id: ImportId) => Promise<void>;
  readonly write: (id: ImportId, number: number, text: string) => Promise<void>;
  readonly finish: (done: Import, replaces: ImportId | null) => Promise<void>;
  readonly remove: (id: ImportId) => Promise<void>;
  readonly startReading: (store: ReadingStore) => FileReading;
};

export type ImportWatch = { readonly progress?: (progress: ImportProgress) => void; readonly signal?: AbortSignal };

/** Of more broken entries only the number is kept. */
const MAX_PROBLEMS = 200;
const MAX_WORDS = 300;
const MAX_NAME = 200;

/** The entries of a file that are broken: the first by place, all by number. */
export function createProblems(): { readonly listed: ImportProblem[]; readonly broken: () => number; readonly add: (problem: ImportProblem) => void } {
  const listed: ImportProblem[] = [];
  let broken = 0;
  return {
    listed,
    broken: () => broken,
    add({ place, message }) {
      if (++broken <= MAX_PROBLEMS) listed.push({ place: place.slice(0, MAX_WORDS), message: message.slice(0, MAX_WORDS) });
    },
  };
}

/**
 * Imports an archive or a HAR: looked through once as a whole, so that what is foreign, torn, too large, newer or known leaves nothing
 * behind, then entry by entry. Never rejects.
 */
export async function importFile(file: File, deps: ImportDeps, { progress = () => undefined, signal }: ImportWatch = {}): Promise<ImportResult> {
  let id: ImportId | null = null;
  try {
    const looked = await look(file, (share) => progress({ step: 'looking', share }), signal);
    if (!looked.ok) return { kind: 'refused', message: sentenceOf(looked.error) };
    const { hash, found } = looked.value;
    const known = await deps.withHash(hash);
    if (known) return { kind: 'known', import: known };
    id = importIdOf(hash);
    await deps.begin(id);
    const done = await take(file, { hash, found, id }, deps, (share) => progress({ step: 'importing', share }), signal);
    await deps.finish(done, null);
    return { kind: 'done', import: done };
  } catch (error) {
    if (id !== null) await deps.remove(id).catch(() => undefined);
    if (signal?.aborted) return { kind: 'cancelled' };
    return { kind: 'refused', message: error instanceof Error ? error.message : String(error) };
  }
}

type Looked = { readonly hash: string; readonly found: FileLook };

async function look(file: File, progress: (share: number) => void, signal: AbortSignal | undefined): Promise<Result<Looked, { readonly place: string | null; readonly message: string }>> {
  const looker = createFileLook();
  const hash = createContentHash();
  for await (const bytes of bytesOf(file, (read) => progress(read / (file.size || 1)))) {
    signal?.throwIfAborted();
    await hash.push(bytes);
    const pushed = looker.push(bytes);
    if (!pushed.ok) return pushed;
  }
  const found = looker.end();
  return found.ok ? ok({ hash: await hash.end(), found: found.value }) : found;
}

async function take(file: File, { hash, found, id }: Looked & { readonly id: ImportId }, deps: ImportDeps, progress: (share: number) => void, signal: AbortSignal | undefined): Promise<Import> {
  const problems = createProblems();
  const sender = createImportSender((number, text) => deps.write(id, number, text), (what) => problems.add({ place: what, message: 'is larger than can be kept, and was left out' }));
  const createdAt = found.kind === 'archive' ? found.head.createdAt : null;
  const mark: ImportMark = { id, fileName: file.name.slice(0, MAX_NAME), asOf: createdAt ?? file.lastModified };
  // What an archive says of its sessions counts; where it says nothing, or is a HAR, its requests are read here.
  const says = found.kind === 'archive' && ((found.entries['sessions'] ?? 0) > 0 || !found.entries['requests']);
  const reading = says ? null : createImportReading(id, sender, deps.startReading);
  /** Requests whose own record says what was wrong with them: an archive says it once more as findings. */
  const told = new Set<string>();
  const reader = createFileReader({
    problem: problems.add,
    request(request, said) {
      if (reading) return reading.take(request);
      if (!said) return;
      const record = storedRequest(request, said);
      if (record.diagnostics.length) told.add(record.id);
      sender.request(importedRequest(id, record), request.body);
    },
    events: (entry) => void (says && sender.event(importedEvent(id, storedEvent(entry)))),
    sessions: (entry) => void (says && sender.session(importedSession(mark, storedSession(entry)))),
    findings: (entry) => void (says && !(entry.sessionKey === null && told.has(entry.requestId ?? '')) && sender.finding(importedFinding(id, storedFinding(entry)))),
  });
  for await (const bytes of bytesOf(file, (read) => progress(read / (file.size || 1)))) {
    signal?.throwIfAborted();
    const pushed = reader.push(bytes);
    if (!pushed.ok) throw new Unreadable(sentenceOf(pushed.error));
    await reading?.drain();
    await sender.drain();
  }
  const end = reader.end();
  if (!end.ok) throw new Unreadable(sentenceOf(end.error));
  const asOf = (await reading?.end(mark)) ?? mark.asOf;
  await sender.drain(true);
  signal?.throwIfAborted();
  return { ...mark, asOf, hash, importedAt: deps.now(), shown: says ? 'archive' : 'read', counts: { ...sender.counts }, problems: problems.listed, broken: problems.broken() };
}
