import type { ArchiveEvent } from '../archive/archive.ts';
import { eventLine, eventOfLine } from '../archive/flat-events.ts';
import type { Json } from '../base/json.ts';

/** What an event lies as in a spool: lines of text, of which the last, the key by which repeats are known, may hold more line ends. */
export type EventRows = {
  /** The parts of the row's text. */
  row(event: ArchiveEvent, dedupeKey: string | null): readonly string[];
  /** Whole, or with null for its data. Its session is another's word. */
  event(row: string, hasData: boolean): ArchiveEvent;
  dataText(row: string): string;
  dedupeKey(row: string): string;
};

/** The JSON of an event without its data, and of its data: nothing that stands in it is lost. */
export const rowsAsJson: EventRows = {
  // JSON leaves out what is undefined: the key by which repeats are known is nothing of an archive's.
  row: (event, dedupeKey) => [JSON.stringify({ ...event, data: null, dedupeKey: undefined }), '\n', JSON.stringify(event.data), '\n', dedupeKey ?? ''],
  event(row, hasData) {
    const event = JSON.parse(row.slice(0, endOf(row, 0))) as { -readonly [key in keyof ArchiveEvent]: ArchiveEvent[key] };
    if (hasData) event.data = JSON.parse(rowsAsJson.dataText(row)) as Json;
    return event;
  },
  dataText: (row) => lineOf(row, 1),
  dedupeKey: (row) => row.slice(startOf(row, 2)),
};

/** An event as its line of NDJSON, which then need not be made again: for events of our own reading, of which it tells all but its repeats and tab. */
export const rowsAsLines: EventRows = {
  row(event, dedupeKey) {
    const { cells, data } = eventLine(event);
    const { repeats, repeatedBy } = event;
    // A line holds no half of a pair, which an id may.
    const exact = cells.includes('\ufffd') ? { ...event, data: null, dedupeKey: undefined } : undefined;
    return [cells, '\n', data, repeats || exact ? `\n${JSON.stringify({ exact, repeats, repeatedBy })}\n` : SENT_ONCE, dedupeKey ?? ''];
  },
  event(row, hasData) {
    const line = eventOfLine({ cells: lineOf(row, 0), data: lineOf(row, 1) });
    const { exact, ...repeats } = JSON.parse(lineOf(row, 2)) as Repeats & { readonly exact?: ArchiveEvent };
    return { ...(exact ?? line), ...repeats, data: hasData ? line.data : null };
  },
  dataText: (row) => JSON.parse(lineOf(row, 1)) as string,
  dedupeKey: (row) => row.slice(startOf(row, 3)),
};

type Repeats = Pick<ArchiveEvent, 'repeats' | 'repeatedBy'>;
const SENT_ONCE = `\n${JSON.stringify({ repeats: 0, repeatedBy: [] } satisfies Repeats)}\n`;

const endOf = (row: string, from: number): number => row.indexOf('\n', from);

function startOf(row: string, line: number): number {
  let at = 0;
  for (let n = 0; n < line; n++) at = endOf(row, at) + 1;
  return at;
}

function lineOf(row: string, line: number): string {
  const from = startOf(row, line);
  return row.slice(from, endOf(row, from));
}
