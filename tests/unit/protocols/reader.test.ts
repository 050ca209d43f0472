import { expect, test } from 'vitest';
import type { Json } from '../../../lib/base/json.ts';
import { at, id, str } from '../../../lib/protocols/reader.ts';

test('a value is found by its path, through lists too; what is not there is undefined', () => {
  const value: Json = { a: { 'b.c': [{ d: 'x' }] }, n: 5, none: null };
  expect([at(value, 'a/b.c/0/d'), at(value, 'a/b.c/1/d'), at(value, 'n/d'), at(value, 'none'), at(value, 'none/d'), at(undefined, 'a')]).toEqual(['x', undefined, undefined, null, undefined, undefined]);
});

test('what every object inherits is not there, unless the payload has it itself', () => {
  for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf']) {
    expect([at({}, name), at({ a: {} }, `a/${name}`), at({ a: 1 }, `${name}/a`)], name).toEqual([undefined, undefined, undefined]);
    expect(str(JSON.parse(`{"${name}":"mine"}`) as Json, name), name).toBe('mine');
  }
});

test('an id is a text that is not empty, or a number', () => {
  expect([id({ v: '' }, 'v'), id({ v: 'x' }, 'v'), id({ v: 7 }, 'v'), id({ v: true }, 'v')]).toEqual([undefined, 'x', '7', undefined]);
});
