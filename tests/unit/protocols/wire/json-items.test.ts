import { expect, it } from 'vitest';
import { looseItems } from '../../../../lib/protocols/wire/json-items.ts';

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

it('keeps all digits of long numbers', () => {
  expect(read('[9007199254740993,{"x":')).toEqual(['9007199254740993', 'lost']);
});

it('stands any nesting', () => {
  expect(read(`[${'['.repeat(100_000)}`)).toEqual(['lost']);
});
