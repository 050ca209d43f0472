import { describe, expect, it } from 'vitest';
import { csvCell, csvText, EVENT_COLUMNS, ndjsonText, type FlatEvent } from '../../../lib/archive/flat-events.ts';
import { collect, partsOf, type ArchiveParts } from '../../../lib/archive/parts.ts';
import { archive, event, request, session, T } from '../../fakes/archive.ts';

const flatEvents = async (parts: ArchiveParts): Promise<FlatEvent[]> => (await collect(ndjsonText(parts))).join('').split('\n').filter(Boolean).map((line) => JSON.parse(line) as FlatEvent);

describe('flat events', () => {
  it('puts the fields of session and request beside each event', async () => {
    const [row, ...others] = await flatEvents(partsOf(archive()));
    expect(others).toEqual([]);
    expect(row).toEqual({
      id: 'e1', requestId: 'r1', index: 0, protocol: 'sentry', collector: 'https://o1.ingest.example.test', project: '42', kind: 'error',
      name: 'TypeError: x is not a function', occurredAt: T, time: '2026-11-21T08:00:00.000Z', sentAt: T + 1, receivedAt: T + 2,
      page: 'https://shop.example.test/', isError: true, userId: 'u-1', anonymousId: null, deviceId: null, userName: null, sessionKey: 's1',
      sessionId: '00ff00ff00ff00ff00ff00ff00ff00ff', sessionBasis: 'declared', sessionState: 'live', sessionStartedAt: T,
      sessionLastActivityAt: T + 5000, sessionEndedAt: null, sessionStartCause: 'declaredStart', sessionEndCause: null, sessionEvents: 1,
      sessionErrors: 1, sessionHeartbeats: 0, sessionRequests: 1, method: 'POST', url: 'https://o1.ingest.example.test/api/42/envelope/',
      delivery: 'responded', status: 200, data: '{"deep":{"of":["anything"]}}',
    });
  });

  it('keeps events whose session or request is not in the archive, and puts all into the order of time', async () => {
    const rows = await flatEvents(partsOf(archive({ requests: [], sessions: [session('s2')], events: [event('late', { occurredAt: T + 5 }), event('lost', { sessionKey: null })] })));
    expect(rows.map((r) => [r.id, r.sessionId, r.status])).toEqual([['lost', null, null], ['late', null, null]]);
  });

  it('writes NDJSON: one object a line, the same keys in each', async () => {
    const text = (await collect(ndjsonText(partsOf(archive({ events: [event('e1', { name: 'two\nlines' }), event('e2', { sessionKey: null })] }))))).join('');
    const lines = text.split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.map((line) => Object.keys(JSON.parse(line) as object))).toEqual([[...EVENT_COLUMNS], [...EVENT_COLUMNS]]);
  });

  it('writes CSV that reads back cell by cell', async () => {
    const hostile = 'a "quoted", comma\r\nand break';
    const text = (await collect(csvText(partsOf(archive({ events: [event('e1', { name: hostile }), event('e2', { occurredAt: T + 1, name: '=HYPERLINK("x")' })] }))))).join('');
    const [head, first, second, ...rest] = readCsv(text);
    expect(rest).toEqual([]);
    expect(head).toEqual([...EVENT_COLUMNS]);
    const name = EVENT_COLUMNS.indexOf('name');
    expect([first?.[name], second?.[name]]).toEqual([hostile, `'=HYPERLINK("x")`]);
    expect(first).toHaveLength(EVENT_COLUMNS.length);
    expect(text.endsWith('\r\n')).toBe(true);
  });

  it.each([
    ['=1+1', `"'=1+1"`], ['+1', `"'+1"`], ['-1-1', `"'-1-1"`], ['@SUM(1)', `"'@SUM(1)"`], ['\tx', `"'\tx"`], ['\r=1', `"'\r=1"`], ['\n=1', `"'\n=1"`], ['＝1', `"'＝1"`],
    [' =1', `"' =1"`], ['\u200b\ufeff=1', `"'\u200b\ufeff=1"`], ['\u0000=1', `"'\u0000=1"`], ['-1e5', `"'-1e5"`], ['-', `"'-"`], ['+49 1', `"'+49 1"`],
    ['a;=1+1', '"a;=1+1"'], ['a\t=1', '"a\t=1"'], [' x ', '" x "'], ['\\N', '"\\N"'], [`'x'`, `"'x'"`], ['"', '""""'], ['\ud800', '\ufffd'],
    ['-9007199254740993', '-9007199254740993'], [-5, '-5'], [null, ''], [true, 'true'], ['', ''], ['a=b', 'a=b'],
  ])('writes the cell %j as %j', (value, text) => {
    expect(csvCell(value)).toBe(text);
  });

  it('gives the header alone for an archive without events', async () => {
    expect(await collect(csvText(partsOf(archive({ events: [] }))))).toEqual([`${EVENT_COLUMNS.join(',')}\r\n`]);
    expect(await collect(ndjsonText(partsOf(archive({ events: [], requests: [request('r1')] }))))).toEqual([]);
  });
});

/** RFC 4180 by its grammar, written apart from the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
