import { lastTimeIn, type Archive, type ArchiveFinding } from '../archive/archive.ts';
import { buildArchive, type Recorded } from '../archive/build-archive.ts';
import { csvText, ndjsonText } from '../archive/flat-events.ts';
import { mergeArchives, mergeExtras, mergeRequests } from '../archive/merge.ts';
import { partsOf, type Entries } from '../archive/parts.ts';
import { sentenceOf } from '../archive/problem.ts';
import { tableText } from '../archive/table.ts';
import { plain } from '../archive/terminal-text.ts';
import { archiveText } from '../archive/write-archive.ts';
import { assertNever } from '../base/never.ts';
import type { EpochMs } from '../base/time.ts';
import type { CapturedRequest } from '../domain/request.ts';
import { filterArchive, readFilter } from './inspect-filter.ts';
import { inspectFile, type InspectedFile } from './inspect-files.ts';
import { parseOptions, USAGE, type InspectOptions } from './inspect-options.ts';

/** What the command needs from outside. */
export type InspectIo = {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Resolves when the text was taken; rejects where nobody reads any more. */
  readonly out: (text: string) => Promise<void>;
  readonly error: (text: string) => void;
  readonly width: number;
  readonly color: boolean;
  /** Of the project. */
  readonly version: string;
  readonly readRequests: (requests: readonly CapturedRequest[], options: { readonly now: EpochMs }) => Promise<Recorded>;
};

/** More broken entries of one file than this are counted, not listed. */
const MAX_LISTED = 20;

/**
 * The command `inspect`: reads files, dissects and sessionizes their requests as the extension does, writes them in the format asked for.
 * Resolves with the exit status: 0 done, 1 `--fail-on` matched, 2 unusable arguments or file (one sentence on standard error).
 */
export async function inspect(args: readonly string[], io: InspectIo): Promise<number> {
  const options = parseOptions(args);
  if (!options.ok) return refuse(io, options.error);
  if (options.value === 'help') {
    await io.out(USAGE);
    return 0;
  }
  const filter = readFilter(options.value.filter);
  if (!filter.ok) {
    io.error(`inspect: ${filter.error}\n`);
    return 2;
  }
  const files: InspectedFile[] = [];
  for (const name of options.value.files) {
    const file = await inspectFile(name, io.stdin);
    if (!file.ok) return refuse(io, file.error);
    files.push(file.value);
  }
  for (const file of files) reportProblems(file, io);
  const whole = await readAnew(files, options.value, io);
  const archive = filter.value.root ? filterArchive(whole, filter.value) : whole;
  if (!archive.sessions.length && !archive.events.length && archive !== whole) io.error('inspect: no session or footstep matches --filter\n');
  await write(formatted(archive, options.value, io), io);
  return failing(archive.findings, options.value.failOn, io) ? 1 : 0;
}

/** In pieces of some size: a hundred thousand lines are no hundred thousand writes. */
async function write(chunks: Entries<string>, io: InspectIo): Promise<void> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length < 65_536) continue;
    await io.out(text);
    text = '';
  }
  if (text) await io.out(text);
}

function refuse(io: InspectIo, sentence: string): number {
  io.error(`inspect: ${plain(sentence)}\n`);
  return 2;
}

function reportProblems({ name, problems }: InspectedFile, io: InspectIo): void {
  for (const problem of problems.slice(0, MAX_LISTED)) io.error(`inspect: ${plain(`${name}: ${sentenceOf(problem)}`)}; skipped\n`);
  if (problems.length > MAX_LISTED) io.error(`inspect: ${plain(name)}: ${problems.length - MAX_LISTED} more broken entries skipped\n`);
}

/**
 * Requests are read anew by this version's dissectors, those of all files as one recording. What an archive says itself is taken where it
 * has no requests, or where that was asked for.
 */
async function readAnew(files: readonly InspectedFile[], { asIs, now: askedNow }: InspectOptions, io: InspectIo): Promise<Archive> {
  const said: Archive[] = [];
  const unread: InspectedFile[] = [];
  for (const file of files) {
    if (file.archive && (asIs || !file.requests.length)) said.push(file.archive);
    else unread.push(file);
  }
  const [first, ...others] = said;
  if (first && !unread.length) return mergeArchives([first, ...others]);

  const requests = mergeRequests(unread.map((f) => f.requests));
  const now = askedNow ?? lastTimeIn({ requests, events: [], sessions: [] }) ?? 0;
  const recorded = await io.readRequests(requests, { now });
  // The same files give the same output, byte for byte: the moment of the states is the moment of the archive.
  const read = buildArchive(recorded, { exporter: { name: 'Footsteps', version: io.version }, createdAt: now });
  return mergeArchives([withUnknownKeys(read, unread), ...said]);
}

/** What the files say under keys that we do not know is written again. */
function withUnknownKeys(archive: Archive, files: readonly InspectedFile[]): Archive {
  const sources = files.flatMap((f) => (f.archive ? [f.archive] : []));
  const originals = new Map(sources.toReversed().flatMap((a) => a.requests).map((r) => [r.id, r]));
  return {
    ...archive,
    requests: archive.requests.map((r) => ({ ...originals.get(r.id), ...r })),
    extra: mergeExtras(sources),
  };
}

function formatted(archive: Archive, { format }: InspectOptions, io: InspectIo): Entries<string> {
  switch (format) {
    case 'table':
      return tableText(archive, io);
    case 'json':
      return archiveText(archive);
    case 'ndjson':
      return ndjsonText(partsOf(archive));
    case 'csv':
      return csvText(partsOf(archive));
    default:
      return assertNever(format);
  }
}

const SEVERITIES = ['info', 'warning', 'error'];

function failing(findings: readonly ArchiveFinding[], failOn: readonly string[], io: InspectIo): boolean {
  const matched = findings.filter(({ code, severity }) =>
    failOn.some((what) => what === code || (SEVERITIES.includes(what) && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(what))),
  );
  if (!matched.length) return false;
  const codes = [...new Set(matched.map((f) => f.code))].map(plain).join(', ');
  io.error(`inspect: --fail-on ${failOn.join(',')} matched ${matched.length === 1 ? 'a finding' : `${matched.length} findings`}: ${codes}\n`);
  return true;
}
