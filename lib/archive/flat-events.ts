import type { Json } from '../base/json.ts';
import type { EpochMs } from '../base/time.ts';
import type { ArchiveEvent, ArchiveSession } from './archive.ts';
import { collect, type ArchiveParts, type Entries, type EventPart, type RequestHead } from './parts.ts';

/** A value of a table's cell. */
export type Cell = string | number | boolean | null;

/** Columns of the flat formats, in this order: names never change and new ones come at the end, as others' tables hang on them. */
export const EVENT_COLUMNS = [
  'id', 'requestId', 'index', 'protocol', 'collector', 'project', 'kind', 'name', 'occurredAt', 'time', 'sentAt', 'receivedAt', 'page', 'isError',
  'userId', 'anonymousId', 'deviceId', 'userName', 'sessionKey', 'sessionId', 'sessionBasis', 'sessionState', 'sessionStartedAt',
  'sessionLastActivityAt', 'sessionEndedAt', 'sessionStartCause', 'sessionEndCause', 'sessionEvents', 'sessionErrors', 'sessionHeartbeats',
  'sessionRequests', 'method', 'url', 'delivery', 'status', 'data',
] as const;
type Cells = { readonly [column: string]: Cell };
export type FlatEvent = { readonly [column in (typeof EVENT_COLUMNS)[number]]: Cell };

/** An event as one flat row, its session's and its request's fields beside it. `data` is JSON text, times are epoch ms, `time` is ISO 8601. */
export function flatEvent({ event, request, dataText }: EventPart, session: ArchiveSession | undefined): FlatEvent {
  return { ...eventCells(event), ...sessionCells(event.sessionKey, session), ...requestCells(request), data: dataOf(event, dataText) };
}

/** The last text: events of one batch often have one time. */
let lastIso = { at: 0, text: new Date(0).toISOString() };
function isoTime(at: EpochMs): string {
  if (lastIso.at !== at) lastIso = { at, text: new Date(at).toISOString() };
  return lastIso.text;
}

/** The first columns. */
const eventCells = (e: ArchiveEvent) => ({
  id: e.id, requestId: e.requestId, index: e.index, protocol: e.protocol, collector: e.endpoint.collector, project: e.endpoint.project ?? null,
  kind: e.kind, name: e.name, occurredAt: e.occurredAt, time: isoTime(e.occurredAt), sentAt: e.sentAt, receivedAt: e.receivedAt,
  page: e.page, isError: e.isError, userId: e.identity.userId ?? null, anonymousId: e.identity.anonymousId ?? null,
  deviceId: e.identity.deviceId ?? null, userName: e.identity.name ?? null,
});

/** Those that follow. */
const sessionCells = (sessionKey: string | null, s: ArchiveSession | undefined) => ({
  sessionKey, sessionId: s?.sessionId ?? null, sessionBasis: s?.basis ?? null, sessionState: s?.state ?? null, sessionStartedAt: s?.startedAt ?? null,
  sessionLastActivityAt: s?.lastActivityAt ?? null, sessionEndedAt: s?.endedAt ?? null, sessionStartCause: s?.start.cause ?? null,
  sessionEndCause: s?.end?.cause ?? null, sessionEvents: s?.counts.events ?? null, sessionErrors: s?.counts.errors ?? null,
  sessionHeartbeats: s?.counts.heartbeats ?? null, sessionRequests: s?.counts.requests ?? null,
});

/** Those before the data, which is last. */
const requestCells = (r: RequestHead | null) => ({
  method: r?.method ?? null, url: r?.url ?? null, delivery: r?.outcome.kind ?? null, status: r?.outcome.kind === 'responded' ? r.outcome.status : null,
});

const dataOf = (event: ArchiveEvent, dataText = JSON.stringify(event.data)): string => wellFormedJson(dataText);

/** Databases hold Unicode alone: half of a character pair would make them refuse the whole file. */
const wellFormed = (cell: Cell): Cell => (typeof cell === 'string' ? cell.toWellFormed() : cell);

/** So `JSON.stringify` writes half pairs; the text may also say this itself. */
const HALF_PAIR = '\\ud';
const wellFormedJson = (text: string): string =>
  (text.includes(HALF_PAIR) ? JSON.stringify(JSON.parse(text), (_key, value: Json) => (typeof value === 'string' ? value.toWellFormed() : value)) : text);

/** What is read is handed on in pieces of some size: a hundred thousand rows are no hundred thousand steps. */
const PIECE_CHARS = 8_192;

/** The texts of entries, one after the other. */
async function* inPieces<T>(entries: Entries<T>, textOf: (one: T) => string): AsyncGenerator<string> {
  let text = '';
  for await (const batch of inBatches(entries)) {
    for (const one of batch) {
      text += textOf(one);
      if (text.length < PIECE_CHARS) continue;
      yield text;
      text = '';
    }
  }
  if (text) yield text;
}

/** What is at hand is not waited for, one by one. */
async function* inBatches<T>(entries: Entries<T>): AsyncGenerator<Iterable<T>> {
  if (Symbol.iterator in entries) yield entries;
  else for await (const one of entries) yield [one];
}

const sessionsByKey = async (parts: ArchiveParts): Promise<ReadonlyMap<string, ArchiveSession>> => new Map((await collect(parts.sessions())).map((s) => [s.key, s]));

/**
 * An event's own part of its NDJSON line: the JSON texts of its first columns, with the opening brace alone, and of its last, the data. What is
 * known of its session and its request only in the end stands between them.
 */
export type EventLine = { readonly cells: string; readonly data: string };

export const eventLine = (event: ArchiveEvent, dataText?: string): EventLine => ({ cells: jsonOf(eventCells(event)).slice(0, -1), data: JSON.stringify(dataOf(event, dataText)) });

/** The event of a line, as far as it tells of it: without its session. */
export function eventOfLine({ cells, data }: EventLine): ArchiveEvent {
  const { collector, project, userId, anonymousId, deviceId, userName, time: _time, ...rest } = JSON.parse(`${cells}}`) as ReturnType<typeof eventCells>;
  const identity = Object.fromEntries(Object.entries({ userId, anonymousId, deviceId, name: userName }).filter(([, value]) => value !== null));
  return { ...rest, endpoint: { collector, project }, identity, sessionKey: null, data: JSON.parse(JSON.parse(data) as string) as Json };
}

/** The JSON text of what a line says of its request. */
export const requestText = (request: RequestHead | null): string => inner(requestCells(request));

/** The same of its session, by the session's key. */
export async function sessionTexts(parts: ArchiveParts): Promise<(key: string | null) => string> {
  const sessionOf = await sessionsByKey(parts);
  return remembered((key) => inner(sessionCells(key, key === null ? undefined : sessionOf.get(key))));
}

/** One JSON object a line, every line with the same keys. */
export async function* ndjsonText(parts: ArchiveParts): AsyncGenerator<string> {
  const textOfSession = await sessionTexts(parts);
  // The events of a request follow each other.
  const textOfRequest = remembered(requestText, 1);
  yield* inPieces(parts.events({ dataAsText: true }), ({ event, request, dataText }) => {
    const { cells, data } = eventLine(event, dataText);
    return `${cells},${textOfSession(event.sessionKey)},${textOfRequest(request)},"data":${data}}\n`;
  });
}

/** The JSON text of cells without its braces. */
const inner = (cells: Cells): string => jsonOf(cells).slice(1, -1);

/** Asks for the texts of the last few keys once. */
function remembered<K>(textOf: (key: K) => string, most = 100): (key: K) => string {
  const known = new Map<K, string>();
  return (key) => {
    let text = known.get(key);
    if (text === undefined) {
      if (known.size >= most) known.clear();
      known.set(key, (text = textOf(key)));
    }
    return text;
  };
}

/** RFC 4180: CRLF, quotes where needed, a header line. */
export async function* csvText(parts: ArchiveParts): AsyncGenerator<string> {
  yield `${EVENT_COLUMNS.join(',')}\r\n`;
  const sessionOf = await sessionsByKey(parts);
  yield* inPieces(parts.events({ dataAsText: true }), (part) => {
    const row = flatEvent(part, part.event.sessionKey === null ? undefined : sessionOf.get(part.event.sessionKey));
    return `${EVENT_COLUMNS.map((column) => csvCell(row[column])).join(',')}\r\n`;
  });
}

function jsonOf(cells: Cells): string {
  const text = JSON.stringify(cells);
  // Few rows have such cells, and to be asked for each costs more than all of the rest.
  return text.includes(HALF_PAIR) ? JSON.stringify(cells, (_key, value: Cell) => wellFormed(value)) : text;
}

/**
 * A cell's text. What a spreadsheet would take for a formula gets a leading `'`, which it shows as text
 * (https://owasp.org/www-community/attacks/CSV_Injection), also behind what spreadsheets pass over: spaces, controls, invisible marks.
 * Plain numbers stay, as session ids may be negative. Quotes stand also around what other countries' spreadsheets take for a separator, and
 * what ClickHouse takes for a null (`\N`) or, in old versions, for a quote (`'`).
 */
export function csvCell(value: Cell): string {
  if (value === null) return '';
  const text = String(wellFormed(value));
  const isFormula = typeof value === 'string' && /^(?:[\t\r\n]|[\s\p{Cc}\p{Cf}]*[=+\-@\uff1d\uff0b\uff0d\uff20])/u.test(text) && !/^-?\d+(\.\d+)?$/.test(text);
  const guarded = isFormula ? `'${text}` : text;
  return /[",;|\\\t\r\n]|^[\s']|\s$/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}
