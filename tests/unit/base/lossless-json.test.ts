import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson } from '../../../lib/base/lossless-json.ts';

const nested = (open: string, close: string, levels: number): string => open.repeat(levels) + close.repeat(levels);

test('nesting is refused beyond 500 levels, whatever brackets it is of', () => {
  expect(parseJson(nested('[', ']', 500)).ok).toBe(true);
  expect(parseJson(nested('[', ']', 501))).toEqual({ ok: false, error: 'JSON nested deeper than 500 levels' });
  expect(parseJson(nested('[{"a":', '}]', 250).replace('}]', '1}]')).ok).toBe(true);
  expect(parseJson(nested('[{"a":', '}]', 251).replace('}]', '1}]')).ok).toBe(false);
  expect(parseJson(nested('[', ']', 100_000)).ok).toBe(false);
});

test('many brackets that are not nested, or stand in text, are no depth', () => {
  expect(parseJson(`[${'{},'.repeat(2_000)}[]]`).ok).toBe(true);
  expect(parseJson(JSON.stringify({ text: '['.repeat(5_000), escaped: '"\\'.repeat(10) + '{'.repeat(600) })).ok).toBe(true);
});

test('integers keep every digit, wherever they stand; other numbers stay numbers', () => {
  for (const [text, value] of [
    ['9007199254740993', '9007199254740993'], ['-9223372036854775808', '-9223372036854775808'], ['[1,9007199254740993]', [1, '9007199254740993']], ['{"a" : 9007199254740993 }', { a: '9007199254740993' }],
    ['1763700000000000', 1_763_700_000_000_000], ['[0.12345678901234567]', [Number('0.12345678901234567')]], ['{"id":"9007199254740993"}', { id: '9007199254740993' }], ['1234567890123456.5', 1234567890123456.5],
    ['[9007199254740993,null,"9007199254740994",true,{}]', ['9007199254740993', null, '9007199254740994', true, {}]],
  ] as const) expect(parseJson(text), text).toEqual({ ok: true, value });
});

test('a key that names a prototype is a key like others, also beside long numbers', () => {
  const read = parseJson('{"__proto__":{"admin":9007199254740993},"constructor":1}');
  expect(read.ok && Object.entries(read.value as object)).toEqual([['__proto__', { admin: '9007199254740993' }], ['constructor', 1]]);
  expect(read.ok && Object.getPrototypeOf(read.value)).toBe(Object.prototype);
  expect(({} as { admin?: unknown }).admin).toBeUndefined();
});

test('a long number is seen at any place, and digits inside an id are none', () => {
  for (let before = 0; before < 40; before++) {
    const read = parseJson(`{"${'x'.repeat(before)}":9007199254740993,"id":"a90071992547409931234567890","at":1763700000000}`);
    expect(read.ok && Object.values(read.value as object), String(before)).toEqual(['9007199254740993', 'a90071992547409931234567890', 1_763_700_000_000]);
  }
});

const LONG = ['9007199254740993', '-9007199254740993', '-9223372036854775808'];
const OTHER = ['9007199254740991', '12345678901234567890.5', '1e16', '-1763700000000000'];
const TEXTS = ['x: 9007199254740993', '\\', '"', '\\", 9007199254740993,', ' 9007199254740993', '[9007199254740993]'];

test('long integers keep their digits beside any texts, keys and other numbers', () => {
  type Written = { readonly text: string; readonly value: unknown };
  const word = fc.oneof(fc.constantFrom(...TEXTS), fc.string());
  // Engines mix up keys of one character that is escaped: V8 13.6 takes `"\""` for `"\\"` where the keys before it are equal.
  const name = word.filter((key) => key !== '__proto__' && JSON.stringify(key) === `"${key}"`);
  const space = fc.constantFrom('', ' ', '\n\t');
  const { written } = fc.letrec<{ written: Written }>((tie) => ({
    written: fc.oneof({ depthSize: 'small' },
      fc.oneof(fc.constantFrom(...LONG).map((text) => ({ text, value: text })), fc.constantFrom(...OTHER).map((text) => ({ text, value: Number(text) })), word.map((value) => ({ text: JSON.stringify(value), value }))),
      fc.tuple(fc.array(tie('written'), { maxLength: 4 }), space).map(([items, gap]) => ({ text: `[${items.map(({ text }) => `${gap}${text}${gap}`).join(',')}]`, value: items.map(({ value }) => value) })),
      fc.tuple(fc.uniqueArray(fc.tuple(name, tie('written')), { maxLength: 4, selector: ([key]) => key }), space).map(([entries, gap]) => ({
        text: `{${entries.map(([key, { text }]) => `${JSON.stringify(key)}${gap}:${gap}${text}${gap}`).join(',')}}`, value: Object.fromEntries(entries.map(([key, { value }]) => [key, value])),
      }))),
  }));
  fc.assert(fc.property(written, ({ text, value }) => {
    expect(parseJson(text)).toEqual({ ok: true, value });
  }), { numRuns: 1_000 });
});

test('what is no JSON is none with long numbers in it either, and is told in the same words', () => {
  const piece = fc.constantFrom(...LONG, ...OTHER, '0009007199254740993', '1e9007199254740993', '9', '[', ',', '"', ' ', '\n', '-', 'a', ']', ':', '{', '}', '"a"', '\\', '\\"', '\u00a0');
  const plainly = (text: string): string | null => {
    try {
      JSON.parse(text);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  };
  fc.assert(fc.property(fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')), (text) => {
    const read = parseJson(text);
    expect(read.ok ? null : read.error).toBe(plainly(text));
  }), { numRuns: 3_000 });
});
