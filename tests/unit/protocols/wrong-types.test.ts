import { expect, it } from 'vitest';
import { wrongTypes } from '../../../lib/protocols/wrong-types.ts';

it('names the parts that are there, but of another type', () => {
  const value = { s: 1, n: '1', b: 0, o: [], a: {}, i: true, t: 'soon', x: 3, deep: { s: {} } };
  expect(
    wrongTypes(value, [['s', 'string'], ['n', 'number'], ['b', 'boolean'], ['o', 'object'], ['a', 'array'], ['i', 'id'], ['t', 'time'], ['x', 'text'], ['deep/s', 'string']]),
  ).toEqual([['s', 'string'], ['n', 'number'], ['b', 'boolean'], ['o', 'object'], ['a', 'array'], ['i', 'id'], ['t', 'time'], ['x', 'text'], ['deep.s', 'string']].map(([path, expected]) => ({ path, expected })));
});

it('finds no fault with what is right, absent or null', () => {
  const value = { s: '', n: 0, b: false, o: {}, a: [], i: 7, t: '2026-11-21T09:00:00Z', x: {}, nothing: null };
  expect(
    wrongTypes(value, [['s', 'string'], ['n', 'number'], ['b', 'boolean'], ['o', 'object'], ['a', 'array'], ['i', 'id'], ['t', 'time'], ['x', 'text'], ['nothing', 'object'], ['absent', 'object']]),
  ).toEqual([]);
});
