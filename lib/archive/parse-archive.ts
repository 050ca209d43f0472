import { isObject, type Json, type JsonObject } from '../base/json.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { EpochMs } from '../base/time.ts';
import { FORMAT, lastTimeIn, VERSION, type Archive, type ArchiveEvent, type ArchiveFinding, type ArchiveRequest, type ArchiveSession, type CaptureLedger } from './archive.ts';
import { bodyBytes } from './body-bytes.ts';
import { createKnownIds, type KnownIds } from './known-ids.ts';
import type { Problem, Refusal } from './problem.ts';
import { eventSchema, exporterSchema, findingSchema, firstIssue, ledgerSchema, requestSchema, sessionSchema, timeSchema } from './schema.ts';
import { isSoundRequest } from './sound-request.ts';
import { parsePiece, splitJson, type JsonPiece, type JsonPlan } from './split-json.ts';

/** A file as far as it could be read, and each entry that could not. */
export type ParsedArchive = { readonly archive: Archive; readonly problems: readonly Problem[] };

/** Takes the entries of an archive as they are read, each of them sound in itself. */
export type ArchiveSink = {
  readonly requests: (entry: ArchiveRequest) => void;
  readonly events: (entry: ArchiveEvent) => void;
  readonly sessions: (entry: ArchiveSession) => void;
  readonly findings: (entry: ArchiveFinding) => void;
  readonly problem: (problem: Problem) => void;
};

/** What an archive says of itself. `createdAt` null: it does not say. */
export type ArchiveHead = Pick<Archive, 'exporter' | 'captureLedger' | 'extra'> & { readonly createdAt: EpochMs | null };

export const ARCHIVE_PLAN: JsonPlan = { objects: [], lists: ['requests', 'events', 'sessions', 'findings'] };

/** What a list's entries must be, what they get where they say nothing, and what tells one from another. */
type ListSpec = { readonly schema: Parameters<typeof firstIssue>[0]; readonly isSurelySound?: (entry: JsonObject) => boolean; readonly unsaid: readonly (readonly [key: string, value: Json])[]; readonly id: string | null; readonly check?: (entry: JsonObject) => Issue | null };
type Issue = { readonly path: string; readonly expected: string; readonly found: string };

const LISTS: { readonly [list in 'requests' | 'events' | 'sessions' | 'findings']: ListSpec } = {
  requests: {
    schema: requestSchema,
    isSurelySound: isSoundRequest,
    id: 'id',
    unsaid: Object.entries<Json>({
      headers: [], resourceType: null, tabId: null, frameId: null, documentId: null, pageUrl: null, initiator: null, witnesses: ['import'],
      body: { kind: 'none' }, outcome: { kind: 'unknown' },
    }),
    check: ({ body }) => {
      const base64 = isObject(body) && body['kind'] === 'bytes' ? body['base64'] : '';
      return typeof base64 === 'string' && bodyBytes(base64) === null ? { path: 'body.base64', expected: 'base64', found: 'other characters' } : null;
    },
  },
  events: { schema: eventSchema, id: 'id', unsaid: Object.entries<Json>({ sentAt: null, sessionKey: null, identity: {}, page: null, isError: false, data: null }) },
  sessions: { schema: sessionSchema, id: 'key', unsaid: Object.entries<Json>({ sessionId: null, endedAt: null, end: null, serverView: null, identity: {}, attributes: {} }) },
  findings: { schema: findingSchema, id: null, unsaid: Object.entries<Json>({ sessionKey: null, eventId: null, requestId: null }) },
};

/**
 * Reads the pieces of an archive of version 1 (see {@link ARCHIVE_PLAN}). A broken entry becomes a problem with its place and is left out;
 * the others are given on. `head`, at the end, refuses with a sentence what is no archive or of a newer version.
 */
export function createArchiveReader(sink: ArchiveSink): { readonly take: (piece: JsonPiece) => void; readonly head: () => Result<ArchiveHead, Refusal> } {
  const ids = new Map<string, KnownIds>();
  const header: [string, Json][] = [];

  const problemAt = (place: string, { path, expected, found }: Issue): void => {
    const at = path ? (path.startsWith('[') ? `${place}${path}` : `${place}.${path}`) : place;
    sink.problem({ place: at, message: `expected ${expected}, found ${found}` });
  };

  function take(piece: JsonPiece): void {
    const { path, index, exact } = piece;
    const list = isList(path) ? path : null;
    const place = index === null ? path : `${path}[${index}]`;
    if (!exact) sink.problem({ place, message: 'expected UTF-8 throughout, found other bytes; they show as U+FFFD' });
    const parsed = parsePiece(piece, place);
    if (!parsed.ok) return sink.problem(parsed.error);
    if (!list || index === null) {
      if (list && !Array.isArray(parsed.value)) problemAt(place, { path: '', expected: 'a list', found: kindOf(parsed.value) });
      else if (!list) header.push([path, parsed.value]);
      return;
    }
    const spec = LISTS[list];
    const entry = readEntry(parsed.value, spec);
    if ('expected' in entry) return problemAt(place, entry);
    const known = ids.get(list) ?? createKnownIds();
    ids.set(list, known);
    if (spec.id !== null && known.seenBefore(entry.value[spec.id] as string)) return problemAt(`${place}.${spec.id}`, { path: '', expected: 'an id of its own', found: `${JSON.stringify(entry.value[spec.id ?? ''])} for the second time` });
    // The schema has shown that it is one.
    sink[list](entry.value as unknown as never);
  }

  function usable(schema: ListSpec['schema'], value: Json | undefined, place: string): boolean {
    if (value === undefined || value === null) return false;
    const issue = firstIssue(schema, value);
    if (issue) problemAt(place, issue);
    return issue === null;
  }

  return {
    take,
    head() {
      const said = Object.fromEntries(header);
      const refusal = refusalOf(said);
      if (refusal) return err(refusal);
      const { format: _format, version: _version, exporter, createdAt, captureLedger, ...extra } = said;
      return ok({
        exporter: usable(exporterSchema, exporter, 'exporter') ? (exporter as Archive['exporter']) : { name: 'unknown', version: '' },
        createdAt: usable(timeSchema, createdAt, 'createdAt') ? (createdAt as number) : null,
        captureLedger: usable(ledgerSchema, captureLedger, 'captureLedger') ? (captureLedger as CaptureLedger) : null,
        extra,
      });
    },
  };
}

/** Reads the text of an archive. Never throws, whatever the text, and runs nothing of it. */
export function parseArchive(text: string): Result<ParsedArchive, Refusal> {
  const body = { requests: [] as ArchiveRequest[], events: [] as ArchiveEvent[], sessions: [] as ArchiveSession[], findings: [] as ArchiveFinding[] };
  const problems: Problem[] = [];
  const reader = createArchiveReader({
    requests: (entry) => body.requests.push(entry), events: (entry) => body.events.push(entry),
    sessions: (entry) => body.sessions.push(entry), findings: (entry) => body.findings.push(entry), problem: (problem) => problems.push(problem),
  });
  const split = splitJson(text, ARCHIVE_PLAN, reader.take);
  if (!split.ok) return split;
  const head = reader.head();
  if (!head.ok) return head;
  return ok({ problems, archive: { ...head.value, ...body, createdAt: head.value.createdAt ?? lastTimeIn(body) ?? 0 } });
}

const isList = (path: string): path is keyof typeof LISTS => Object.hasOwn(LISTS, path);

/** Whether the text is an object that calls itself one of our archives, at its top level. */
function refusalOf(said: JsonObject): Refusal | null {
  const { format, version, exporter } = said;
  if (format !== FORMAT) return { place: format === undefined ? null : 'format', message: `expected a Footsteps archive ("format": "${FORMAT}")` };
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) return { place: 'version', message: `expected a whole number from 1 to ${VERSION}` };
  if (version <= VERSION) return null;
  const by = isObject(exporter) && typeof exporter['version'] === 'string' ? ` (written by ${String(exporter['name'])} ${exporter['version']})`.slice(0, 80) : '';
  return { place: 'version', message: `expected at most ${VERSION}, found ${version}: the archive is newer than this Footsteps${by}; update Footsteps to read it` };
}

/** Nulls that another writer may leave out inside an entry's own objects. */
const UNSAID_WITHIN = Object.entries<JsonObject>({
  endpoint: { project: null }, start: { previousKey: null }, end: { nextKey: null }, serverView: { closesAt: null, online: null },
});

function readEntry(raw: Json, spec: ListSpec): { value: JsonObject } | Issue {
  if (!isObject(raw)) return { path: '', expected: 'an object', found: kindOf(raw) };
  // It was parsed for this alone.
  const value: { [key: string]: Json } = raw;
  idsToTexts(value);
  // A null where a list or an object belongs says no more than silence.
  for (const [key, unsaid] of spec.unsaid) value[key] ??= unsaid;
  for (const [key, unsaid] of UNSAID_WITHIN) {
    const said = value[key];
    if (!isObject(said)) continue;
    const missing = Object.entries(unsaid).filter(([inner]) => !Object.hasOwn(said, inner));
    // What is whole keeps the order of its keys, as an export of it is compared with the original.
    if (missing.length) value[key] = { ...said, ...Object.fromEntries(missing) };
  }
  return (spec.isSurelySound?.(value) ? null : firstIssue(spec.schema, value)) ?? spec.check?.(value) ?? { value };
}

/** Ids that another writer left as numbers become their digits: ids are texts here. */
function idsToTexts(entry: { [key: string]: Json }): void {
  const digits = (value: Json): Json => (typeof value === 'number' ? String(value) : value);
  if (typeof entry['sessionId'] === 'number') entry['sessionId'] = String(entry['sessionId']);
  if (isObject(entry['identity'])) entry['identity'] = Object.fromEntries(Object.entries(entry['identity']).map(([key, value]) => [key, digits(value)]));
}

const kindOf = (value: Json): string => (value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : `a ${typeof value}`);
