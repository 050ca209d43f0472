import { describe, expect, it } from 'vitest';
import { looseItems, looseList } from '../../../../lib/protocols/wire/json-items.ts';
import { cpuMs } from '../../../fakes/cpu-time.ts';

const read = (text: string) => looseItems(text).map((item) => (item.ok ? item.value : 'lost'));

it.each([
  ['whole', '[1, {"a": [2, "],"]}, "x"]', [1, { a: [2, '],'] }, 'x']],
  ['empty', ' [ ] ', []],
  ['cut off in an item', '[{"a":1},{"b":', [{ a: 1 }, 'lost']],
  ['cut off in a string with escapes', '[{"a":"\\"]"},{"b":"x\\', [{ a: '"]' }, 'lost']],
  ['cut off after an item, which may have had more digits', '[1,23', [1, 'lost']],
  ['cut off after a comma', '[1,', [1]],
  ['a broken item among good ones', '[{"a":1},{a:2},{"c":3}]', [{ a: 1 }, 'lost', { c: 3 }]],
  ['more closed than opened', '[1]]]', [1]],
  ['text after the end', '[1] and more', [1]],
  ['no array', '{"a":1}', []],
  ['nothing', '', []],
])('%s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

describe('a list under a key', () => {
  const list = (text: string) => {
    const found = looseList(text, 'batch');
    return found && [found.before, found.items.map((item) => (item.ok ? item.value : 'lost'))];
  };
  it.each([
    ['cut off', '{"a":1,"batch":[{"x":1},{"x', [{ a: 1 }, [{ x: 1 }, 'lost']]],
    ['first of all', ' { "batch" : [1,2', [{}, [1, 'lost']]],
    ['behind what is broken', '{a:1,"batch":[1]', [{}, [1]]],
    ['that is whole', '{"batch":[1],"x":2', [{}, [1]]],
    ['of another object', '{"o":{"batch":[1]},"x', null],
    ['in a text', '{"o":"\\"batch\\":[1]","x', null],
    ['that is none', '{"batch":{"0":1}', null],
    ['in a list', '[{"batch":[1', null],
    ['of nothing', '', null],
  ])('%s', (_, text, expected) => expect(list(text)).toEqual(expected));
  it('is looked for in time', () => {
    const start = cpuMs();
    for (const text of [`{${'"batch"'.repeat(200_000)}`, `{"${'\\'.repeat(1_000_000)}`, '{'.repeat(1_000_000)]) looseList(text, 'batch');
    expect(cpuMs() - start).toBeLessThan(2_000);
  });
});

it('keeps all digits of long numbers', () => {
  expect(read('[9007199254740993,{"x":')).toEqual(['9007199254740993', 'lost']);
});

it('stands any nesting', () => {
  expect(read(`[${'['.repeat(100_000)}`)).toEqual(['lost']);
});
