import type { Json } from '../base/json.ts';
import type { ArchiveSession } from './archive.ts';
import { collect, type ArchiveParts, type EventPart } from './parts.ts';

/** A value of a table's cell. */
export type Cell = string | number | boolean | null;

/** Columns of the flat formats, in this order: names never change and new ones come at the end, as others' tables hang on them. */
export const EVENT_COLUMNS = [
  'id', 'requestId', 'index', 'protocol', 'collector', 'project', 'kind', 'name', 'occurredAt', 'time', 'sentAt', 'receivedAt', 'page', 'isError',
  'userId', 'anonymousId', 'deviceId', 'userName', 'sessionKey', 'sessionId', 'sessionBasis', 'sessionState', 'sessionStartedAt',
  'sessionLastActivityAt', 'sessionEndedAt', 'sessionStartCause', 'sessionEndCause', 'sessionEvents', 'sessionErrors', 'sessionHeartbeats',
  'sessionRequests', 'method', 'url', 'delivery', 'status', 'data',
] as const;
export type FlatEvent = { readonly [column in (typeof EVENT_COLUMNS)[number]]: Cell };

/** An event as one flat row, its session's and its request's fields beside it. `data` is JSON text, times are epoch ms, `time` is ISO 8601. */
export function flatEvent({ event: e, request: r, dataText }: EventPart, s: ArchiveSession | undefined): FlatEvent {
  return {
    id: e.id, requestId: e.requestId, index: e.index, protocol: e.protocol, collector: e.endpoint.collector, project: e.endpoint.project ?? null,
    kind: e.kind, name: e.name, occurredAt: e.occurredAt, time: new Date(e.occurredAt).toISOString(), sentAt: e.sentAt, receivedAt: e.receivedAt,
    page: e.page, isError: e.isError, userId: e.identity.userId ?? null, anonymousId: e.identity.anonymousId ?? null,
    deviceId: e.identity.deviceId ?? null, userName: e.identity.name ?? null, sessionKey: e.sessionKey, sessionId: s?.sessionId ?? null,
    sessionBasis: s?.basis ?? null, sessionState: s?.state ?? null, sessionStartedAt: s?.startedAt ?? null,
    sessionLastActivityAt: s?.lastActivityAt ?? null, sessionEndedAt: s?.endedAt ?? null, sessionStartCause: s?.start.cause ?? null,
    sessionEndCause: s?.end?.cause ?? null, sessionEvents: s?.counts.events ?? null, sessionErrors: s?.counts.errors ?? null,
    sessionHeartbeats: s?.counts.heartbeats ?? null, sessionRequests: s?.counts.requests ?? null, method: r?.method ?? null, url: r?.url ?? null,
    delivery: r?.outcome.kind ?? null, status: r?.outcome.kind === 'responded' ? r.outcome.status : null, data: wellFormedJson(dataText ?? JSON.stringify(e.data)),
  };
}

/** Databases hold Unicode alone: half of a character pair would make them refuse the whole file. */
const wellFormed = (cell: Cell): Cell => (typeof cell === 'string' ? cell.toWellFormed() : cell);

/** So `JSON.stringify` writes half pairs; the text may also say this itself. */
const HALF_PAIR = '\\ud';
const wellFormedJson = (text: string): string =>
  (text.includes(HALF_PAIR) ? JSON.stringify(JSON.parse(text), (_key, value: Json) => (typeof value === 'string' ? value.toWellFormed() : value)) : text);

/** What is read is handed on in pieces of some size: a hundred thousand rows are no hundred thousand steps. */
const PIECE_CHARS = 8_192;

/** The text of every event's flat row, in the order of time. */
async function* rowsText(parts: ArchiveParts, textOf: (row: FlatEvent) => string): AsyncGenerator<string> {
  const sessionOf = new Map((await collect(parts.sessions())).map((s) => [s.key, s]));
  let text = '';
  for await (const part of parts.events({ dataAsText: true })) {
    text += textOf(flatEvent(part, part.event.sessionKey === null ? undefined : sessionOf.get(part.event.sessionKey)));
    if (text.length < PIECE_CHARS) continue;
    yield text;
    text = '';
  }
  if (text) yield text;
}

/** One JSON object a line, every line with the same keys. */
export const ndjsonText = (parts: ArchiveParts): AsyncGenerator<string> => rowsText(parts, lineOf);

/** RFC 4180: CRLF, quotes where needed, a header line. */
export async function* csvText(parts: ArchiveParts): AsyncGenerator<string> {
  yield `${EVENT_COLUMNS.join(',')}\r\n`;
  yield* rowsText(parts, (row) => `${EVENT_COLUMNS.map((column) => csvCell(row[column])).join(',')}\r\n`);
}

function lineOf(row: FlatEvent): string {
  const line = JSON.stringify(row);
  // Few rows have such cells, and to be asked for each costs more than all of the rest.
  return `${line.includes(HALF_PAIR) ? JSON.stringify(row, (_key, value: Cell) => wellFormed(value)) : line}\n`;
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
