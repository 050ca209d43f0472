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
