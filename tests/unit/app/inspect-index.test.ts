import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createColumn, createTextIndex } from '../../../lib/app/inspect-index.ts';

it('a column holds what was put into each of its rows, however far out', () => {
  const whole = createColumn('whole');
  const float = createColumn('float');
  for (let row = 0; row < 5_000; row++) {
    whole.set(row, row * 3);
    float.set(row, row + 0.25);
  }
  for (const row of [0, 1, 1_023, 1_024, 4_999]) expect([whole.get(row), float.get(row)]).toEqual([row * 3, row + 0.25]);
});

it('an index finds the row of each text, and none of others', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.string(), { maxLength: 200 }), fc.string(), (texts, other) => {
    const index = createTextIndex();
    const isIt = (text: string) => (row: number): boolean => texts[row] === text;
    texts.forEach((text, row) => index.add(text, row));
    expect(texts.map((text) => index.get(text, isIt(text)))).toEqual(texts.map((_text, row) => row));
    if (!texts.includes(other)) expect(index.get(other, isIt(other))).toBeUndefined();
  }));
});

it('many rows are found after the index has grown', () => {
  const index = createTextIndex();
  for (let row = 0; row < 20_000; row++) index.add(`r${row}`, row);
  for (const row of [0, 1, 777, 19_999]) expect(index.get(`r${row}`, () => true)).toBe(row);
  expect(index.get('r20000', () => true)).toBeUndefined();
});

it('texts whose hashes are equal keep their own rows', () => {
  // As if all were: the index asks whether a row is really the text's.
  const index = createTextIndex();
  index.add('one', 0);
  expect(index.get('one', () => false)).toBeUndefined();
  index.add('one', 7);
  expect(index.get('one', () => true)).toBe(7);
});
