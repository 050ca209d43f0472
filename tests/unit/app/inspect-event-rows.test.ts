import { expect, it } from 'vitest';
import { rowsAsJson, rowsAsLines } from '../../../lib/app/inspect-event-rows.ts';
import type { ArchiveEvent } from '../../../lib/archive/archive.ts';
import { event } from '../../fakes/archive.ts';

const made = (extra: object = {}): ArchiveEvent => event('e1', { sessionKey: null, repeats: 0, repeatedBy: [], ...extra }) as ArchiveEvent;
const EVENTS: [string, ArchiveEvent, string | null][] = [
  ['an event', made(), 'key'],
  ['one that was sent again', made({ repeats: 2, repeatedBy: ['r2', 'r3'] }), 'key'],
  ['line ends everywhere', made({ name: 'a\nb\r\u2028', page: null, sentAt: null, data: { text: 'x\ny', '': [null] } }), 'two\nlines\n'],
  ['half pairs in ids and names', made({ id: '\ud800', requestId: 'r\udc00', name: '\ud800' }), null],
  ['nobody and no project', made({ identity: {}, endpoint: { collector: 'c', project: null }, data: null }), null],
];

it.each(EVENTS)('%s comes back from either form', (_what, one, key) => {
  for (const rows of [rowsAsJson, rowsAsLines]) {
    const row = rows.row(one, key).join('');
    expect(rows.event(row, true)).toEqual(one);
    expect(rows.event(row, false)).toEqual({ ...one, data: null });
    expect([rows.dataText(row), rows.dedupeKey(row)]).toEqual([JSON.stringify(one.data), key ?? '']);
  }
});

it('as a line it has the cells of the event, whole characters alone, and its data as a text', () => {
  for (const [, one] of EVENTS) {
    const [cells, data] = rowsAsLines.row(one, 'k').join('').split('\n');
    expect(JSON.parse(`${cells},"data":${data}}`)).toMatchObject({ id: one.id.toWellFormed(), name: one.name.toWellFormed(), userName: null, data: JSON.stringify(one.data) });
  }
});
