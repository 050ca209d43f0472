import type { Archive, ArchiveEvent, ArchiveFinding, ArchiveRequest } from '../archive/archive.ts';
import { csvText, ndjsonText } from '../archive/flat-events.ts';
import { EXPORT_FORMATS } from '../archive/formats.ts';
import { collect, type ArchiveParts, type Entries } from '../archive/parts.ts';
import { tableText } from '../archive/table.ts';
import { plain } from '../archive/terminal-text.ts';
import { partsText } from '../archive/write-archive.ts';
import { assertNever } from '../base/never.ts';
import { english } from '../view/messages/english.ts';
import { setMessages } from '../view/messages/translate.ts';
import { SEVERITIES, unknownCode } from './inspect-codes.ts';
import { checkExpectation, readExpectation } from './inspect-expect.ts';
import { filterParts, readFilter } from './inspect-filter.ts';
import { writeLines } from './inspect-lines.ts';
import { writeOut } from './inspect-out.ts';
import { parseOptions, USAGE, type Format } from './inspect-options.ts';
import { readFiles, type StartReading } from './inspect-read.ts';
import { redacted } from './redaction.ts';

/** What the command needs from outside. */
export type InspectIo = {
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Text, or its UTF-8. Resolves when it was taken; rejects where nobody reads any more. */
  readonly out: (text: string | Uint8Array) => Promise<void>;
  readonly error: (text: string) => void;
  readonly width: number;
  readonly color: boolean;
  /** Of the project. */
  readonly version: string;
  readonly startReading: StartReading;
};

/**
 * The command `inspect`: reads files, dissects and sessionizes their requests as the extension does, writes them in the format asked for.
 * Resolves with the exit status: 0 done, 1 `--fail-on` matched or `--expect` differs, 2 unusable arguments or file (one sentence on standard error).
 */
export async function inspect(args: readonly string[], io: InspectIo): Promise<number> {
  // Texts by which a filter searches: kinds, deliveries.
  setMessages(english, 'en');
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
  const { files, asIs, now, format, formatAsked, failOn, redact, expect, out } = options.value;
  const expectation = expect === null ? null : await readExpectation(expect);
  if (expectation && !expectation.ok) return refuse(io, expectation.error);
  // Lines that were made while reading know nothing of what is done to events afterwards.
  const asLines = format === 'ndjson' && !redact && !filter.value.root && !expectation;
  const read = await readFiles({ files, asIs, now, holdsRequests: redact !== null || NEEDS_REQUESTS.includes(format), asLines, stdin: io.stdin, version: io.version, startReading: io.startReading });
  if (!read.ok) return refuse(io, read.error);
  const { parts: whole, lines, problems, close } = read.value;
  try {
    for (const problem of problems) io.error(`inspect: ${problem}\n`);
    const unknown = await unknownCode(failOn, whole.findings());
    if (unknown !== null) return refuse(io, unknown);
    const filtered = filter.value.root ? await filterParts(whole, filter.value) : null;
    if (filtered?.isEmpty) io.error('inspect: no session or footstep matches --filter\n');
    const left = filtered?.parts ?? whole;
    const parts = redact ? await redacted(left, redact) : left;
    const check = expectation && (await checkExpectation(expect ?? '', expectation.value, parts));
    const writeTo = async (to: InspectIo): Promise<void> => (lines ? writeLines(parts, lines(), to.out) : write(await formatted(parts, format, to), to.out));
    // The comparison is the answer, unless another was asked for by name: that then has the output to itself.
    if (out !== null) {
      const written = await writeOut(out, async (to) => writeTo({ ...io, color: false, out: to }));
      if (!written.ok) return refuse(io, written.error);
    } else if (!check || formatAsked) await writeTo(io);
    if (check && formatAsked && out === null) io.error(check.text);
    else if (check) await io.out(check.text);
    const failed = await failing(parts.findings(), failOn, io);
    return failed || check?.matches === false ? 1 : 0;
  } finally {
    close();
  }
}

/** Formats that write requests; the others tell of them with events. */
const NEEDS_REQUESTS: readonly Format[] = ['json', 'har', 'html', 'markdown', 'otlp', 'expectation'];

/** In pieces of some size: a hundred thousand lines are no hundred thousand writes. */
async function write(chunks: Entries<string>, out: InspectIo['out']): Promise<void> {
  let text = '';
  for await (const chunk of chunks) {
    text += chunk;
    if (text.length < 65_536) continue;
    await out(text);
    text = '';
  }
  if (text) await out(text);
}

function refuse(io: InspectIo, sentence: string): number {
  io.error(`inspect: ${plain(sentence)}\n`);
  return 2;
}

async function formatted(parts: ArchiveParts, format: Format, io: InspectIo): Promise<Entries<string>> {
  switch (format) {
    case 'table':
      return tableText(await withoutData(parts), io);
    case 'json':
      return partsText(parts);
    case 'ndjson':
      return ndjsonText(parts);
    case 'csv':
      return csvText(parts);
    case 'har':
    case 'otlp':
    case 'expectation':
    case 'html':
    case 'markdown':
      return EXPORT_FORMATS[format].write(parts);
    default:
      return assertNever(format);
  }
}

/** A terminal shows no more of a name. */
const MAX_NAME = 2_000;

/** What a table shows of an archive, which is little of each request and event. */
async function withoutData(parts: ArchiveParts): Promise<Archive> {
  const events: ArchiveEvent[] = [];
  const requests = new Map<string, ArchiveRequest>();
  for await (const { event, request, lastOutcome } of parts.events({ dataAsText: true })) {
    const { id, requestId, index, protocol, endpoint, kind, name, occurredAt, sentAt, receivedAt, sessionKey, page, isError, repeatedBy = [] } = event;
    events.push({ id, requestId, index, protocol, endpoint, kind, name: name.slice(0, MAX_NAME), occurredAt, sentAt, receivedAt, sessionKey, identity: {}, page, isError, data: null, repeatedBy });
    if (request) requests.set(requestId, headOnly(requestId, request.outcome));
    if (lastOutcome) requests.set(repeatedBy.at(-1) ?? requestId, headOnly(repeatedBy.at(-1) ?? requestId, lastOutcome));
  }
  const { exporter, createdAt, captureLedger, extra } = parts;
  return { exporter, createdAt, captureLedger, extra, events, requests: [...requests.values()], sessions: await collect(parts.sessions()), findings: await collect(parts.findings()) };
}

const headOnly = (id: string, outcome: ArchiveRequest['outcome']): ArchiveRequest => ({
  id, outcome, startedAt: 0, method: '', url: '', headers: [], resourceType: null, tabId: null, frameId: null, documentId: null, pageUrl: null, initiator: null, witnesses: [], body: { kind: 'none' },
});

async function failing(findings: Entries<ArchiveFinding>, failOn: readonly string[], io: InspectIo): Promise<boolean> {
  if (!failOn.length) return false;
  let matched = 0;
  const codes = new Set<string>();
  for await (const { code, severity } of findings) {
    if (!failOn.some((what) => what === code || (SEVERITIES.includes(what) && SEVERITIES.indexOf(severity) >= SEVERITIES.indexOf(what)))) continue;
    matched++;
    codes.add(plain(code));
  }
  if (!matched) return false;
  io.error(`inspect: --fail-on ${failOn.join(',')} matched ${matched === 1 ? 'a finding' : `${matched} findings`}: ${[...codes].join(', ')}\n`);
  return true;
}
