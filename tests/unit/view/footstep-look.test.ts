import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenColumns, columnTracks, DEFAULT_LOOK, parseLook, pinned, shownColumns, sortBy, toggleColumn, withWidth } from '../../../lib/view/footstep-look.ts';

const WIDE = { several: true, room: 900 };

describe('columns', () => {
  it('are as many of the usual ones as there is room for, until some are chosen', () => {
    expect(shownColumns(DEFAULT_LOOK, WIDE)).toEqual(['time', 'vendor', 'kind', 'name', 'page', 'delivery']);
    expect(shownColumns(DEFAULT_LOOK, { several: true, room: 400 })).not.toContain('page');
    expect(shownColumns(DEFAULT_LOOK, { several: true, room: 300 })).toEqual(['time', 'kind', 'name']);
    const chosen = toggleColumn(DEFAULT_LOOK, 'size');
    expect(shownColumns(chosen, { several: true, room: 400 })).toEqual(['time', 'vendor', 'kind', 'name', 'page', 'delivery', 'size']);
  });
  it('leave out within one session what is the same in every line of it', () => {
    expect(shownColumns(toggleColumn(DEFAULT_LOOK, 'session'), { ...WIDE, several: false })).toEqual(['time', 'kind', 'name', 'page', 'delivery']);
  });
  it('stand in one order, pinned ones behind the name, where they are seen, and the name is always there', () => {
    const look = [pinned('b.c'), 'size' as const, pinned('a')].reduce(toggleColumn, DEFAULT_LOOK);
    expect(chosenColumns(look).slice(-6)).toEqual(['name', 'field:b.c', 'field:a', 'page', 'delivery', 'size']);
    expect(chosenColumns(toggleColumn(look, 'name'))).toContain('name');
    expect(chosenColumns(toggleColumn(look, pinned('b.c')))).not.toContain('field:b.c');
  });
  it('that go away sort nothing any more', () => {
    const look = sortBy(toggleColumn(DEFAULT_LOOK, 'size'), 'size');
    expect(toggleColumn(look, 'size').sort).toEqual({ by: 'time', descending: false });
  });
});

it('sorts the other way round by the same column, and from the beginning by another', () => {
  const once = sortBy(DEFAULT_LOOK, 'name');
  expect(once.sort).toEqual({ by: 'name', descending: false });
  expect(sortBy(once, 'name').sort.descending).toBe(true);
  expect(sortBy(sortBy(once, 'name'), 'kind').sort).toEqual({ by: 'kind', descending: false });
});

it('fits into the room there is until columns or widths are chosen; then nothing is squeezed away', () => {
  const columns = shownColumns(DEFAULT_LOOK, WIDE);
  expect(columnTracks(DEFAULT_LOOK, columns, { offsets: false, room: 900 })).toEqual({ template: '96px 92px 100px minmax(0px, 1.5fr) minmax(0px, 1fr) 152px', minWidth: 0 });
  const resized = withWidth(DEFAULT_LOOK, 'kind', 180);
  expect(columnTracks(resized, columns, { offsets: false, room: 900 })).toEqual({ template: '96px 92px 180px minmax(140px, 1.5fr) minmax(150px, 1fr) 152px', minWidth: 810 });
});

describe('what was remembered', () => {
  it('comes back', () => {
    const look = withWidth(sortBy(toggleColumn({ ...DEFAULT_LOOK, byPage: true }, pinned('sentry.event.level')), 'kind'), 'name', 300);
    expect(parseLook(JSON.stringify(look))).toEqual(look);
  });
  it('and is no look, is as by default', () => {
    expect([null, '', '[]', '{"columns":7,"sort":"x","widths":[1]}', 'null'].map(parseLook)).toEqual(Array(5).fill(DEFAULT_LOOK));
    expect(parseLook('{"columns":["kind","nonsense",4],"widths":{"kind":-5,"x":9,"name":1e9},"sort":{"by":"nonsense"}}')).toEqual({ ...DEFAULT_LOOK, columns: ['kind', 'name'], widths: { kind: 40, name: 2000 } });
  });
  it('never breaks the list, whatever it is', () => {
    fc.assert(fc.property(fc.json(), (text) => {
      const look = parseLook(text);
      const columns = shownColumns(look, WIDE);
      expect(columns).toContain('name');
      expect(columnTracks(look, columns, { offsets: true, room: 500 }).template).not.toContain('NaN');
    }));
  });
});
