import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Archive } from '../../../lib/archive/archive.ts';
import { buildArchive } from '../../../lib/archive/build-archive.ts';
import { toCapturedRequests } from '../../../lib/archive/captured-requests.ts';
import { csvText, EVENT_COLUMNS, ndjsonText } from '../../../lib/archive/flat-events.ts';
import { mergeArchives } from '../../../lib/archive/merge.ts';
import { parseArchive } from '../../../lib/archive/parse-archive.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { readRequests } from '../../../lib/app/read-requests.ts';
import { archive, event, T } from '../../fakes/archive.ts';
import { recordings, type Recording } from '../../tools/corpus.ts';
import { recordedArchive } from '../../tools/recorded-archive.ts';

const HOSTILE = [
  '=HYPERLINK("http://evil.test","x")', '"; DROP TABLE f; --', 'a,b\r\nc', "it's", '\u202eright to left', 'NaN', 'NULL', '\\N', '1e999', '{"__proto__":1}', '\u0000nul', '\ud800lone',
  '#comment', 'x'.repeat(100_000), '</script>', ' ', '\\', '\\"', '"', ';', '|', "'", '\t', '-9223372036854775808', '2026-11-21', 'true',
];

async function read(recording: Recording): Promise<Archive> {
  const parsed = parseArchive(recordedArchive(recording));
  if (!parsed.ok) throw new Error(parsed.error.message);
  const recorded = await readRequests(toCapturedRequests(parsed.value.archive.requests), { now: recording.startedAt + 3_600_000 });
  return buildArchive(recorded, { exporter: { name: 'Footsteps', version: '0.0.0' }, createdAt: T });
}

const byText = (a: unknown, b: unknown): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** A true database takes both formats as they are, without a word about columns or types. */
describe('the flat formats in DuckDB', () => {
  const folder = mkdtempSync(join(tmpdir(), 'footsteps-duckdb-'));
  let whole: Archive;
  let duck: DuckDBConnection;
  beforeAll(async () => {
    const [first, ...others] = await Promise.all(recordings().map(({ recording }) => read(recording)));
    if (!first) throw new Error('the recordings are gone');
    const hostile = archive({ requests: [], events: HOSTILE.map((name, i) => event(`hostile-${i}`, { name, occurredAt: T + i, sessionKey: null, page: name, data: { name } })), sessions: [] });
    whole = mergeArchives([first, ...others, hostile]);
    duck = await (await DuckDBInstance.create(':memory:')).connect();
    for (const [name, text] of [['f.csv', csvText], ['f.ndjson', ndjsonText]] as const) writeFileSync(join(folder, name), (await collect(text(partsOf(whole)))).join(''));
  });
  afterAll(() => {
    duck?.closeSync();
    rmSync(folder, { recursive: true });
  });
  const rows = async (sql: string): Promise<unknown[][]> => (await (await duck.runAndReadAll(sql)).getRowsJson()) as unknown[][];

  const bySession = (): (string | number | null)[][] => {
    const idOf = new Map(whole.sessions.map((s) => [s.key, s.sessionId]));
    const counts = new Map<string, (string | number | null)[]>();
    for (const { protocol, sessionKey, isError } of whole.events) {
      const key = `${protocol}\n${sessionKey}`;
      const [, , , n = 0, errors = 0] = counts.get(key) ?? [];
      counts.set(key, [protocol, sessionKey, sessionKey === null ? null : (idOf.get(sessionKey) ?? null), Number(n) + 1, Number(errors) + (isError ? 1 : 0)]);
    }
    return [...counts.values()];
  };

  it.each(['f.csv', 'f.ndjson'])('%s has every column, event and session', async (name) => {
    const from = `'${join(folder, name)}'`;
    expect((await rows(`DESCRIBE FROM ${from}`)).map(([column]) => column)).toEqual([...EVENT_COLUMNS]);
    expect(await rows(`SELECT count(*)::INT, count(DISTINCT id)::INT FROM ${from}`)).toEqual([[whole.events.length, whole.events.length]]);
    const seen = await rows(`SELECT protocol, sessionKey, any_value(sessionId)::VARCHAR, count(*)::INT, count(*) FILTER (isError)::INT FROM ${from} GROUP BY ALL`);
    expect(seen.toSorted(byText)).toEqual(bySession().toSorted(byText));
    expect(seen.length).toBeGreaterThan(50);
  });

  it('NDJSON keeps hostile text to the letter, CSV with the guard before what is a formula', async () => {
    // Half of a character pair is no text.
    const expected = HOSTILE.map((name) => name.replace('\ud800', '\ufffd'));
    const namesIn = async (name: string): Promise<unknown[]> => (await rows(`SELECT name FROM '${join(folder, name)}' WHERE id LIKE 'hostile-%' ORDER BY occurredAt`)).map(([text]) => text);
    expect(await namesIn('f.ndjson')).toEqual(expected);
    expect(await namesIn('f.csv')).toEqual(expected.map((name) => (/^[=\t-]\D|^\t$/.test(name) ? `'${name}` : name)));
  });

  it('times, truths and JSON are what they are', async () => {
    const from = `'${join(folder, 'f.ndjson')}'`;
    expect(await rows(`SELECT DISTINCT typeof(occurredAt), typeof(isError), typeof(index) FROM ${from}`)).toEqual([['DOUBLE', 'BOOLEAN', 'BIGINT']]);
    expect(await rows(`SELECT data::JSON->>'$.name' FROM ${from} WHERE id = 'hostile-1'`)).toEqual([[HOSTILE[1]]]);
    expect(await rows(`SELECT count(*)::INT FROM ${from} WHERE epoch_ms("time"::TIMESTAMP) <> floor(occurredAt)`)).toEqual([[0]]);
  });

  it('each column is of one type in every line: ClickHouse guesses the types from the first lines, and refuses a later one that is otherwise', async () => {
    const NUMBERS = [
      'index', 'occurredAt', 'sentAt', 'receivedAt', 'sessionStartedAt', 'sessionLastActivityAt', 'sessionEndedAt', 'sessionEvents', 'sessionErrors', 'sessionHeartbeats', 'sessionRequests', 'status',
    ];
    const types = new Map<string, Set<string>>(EVENT_COLUMNS.map((column) => [column, new Set()]));
    const lines = (await collect(ndjsonText(partsOf(whole)))).join('').trimEnd().split('\n');
    for (const line of lines) {
      const row = JSON.parse(line) as { readonly [column: string]: unknown };
      expect(Object.keys(row)).toEqual([...EVENT_COLUMNS]);
      for (const [column, value] of Object.entries(row)) if (value !== null) types.get(column)?.add(typeof value);
    }
    expect(lines.length).toBe(whole.events.length);
    expect(Object.fromEntries(types)).toEqual(Object.fromEntries(EVENT_COLUMNS.map((column) => [column, new Set([NUMBERS.includes(column) ? 'number' : column === 'isError' ? 'boolean' : 'string'])])));
  });
});
