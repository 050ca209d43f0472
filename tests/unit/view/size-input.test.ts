import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseSize, showSize } from '../../../lib/view/size-input.ts';

it('takes both kinds of units at their word, and nothing else', () => {
  expect(['8 MiB', '8mb', '500 kB', '1.5 GiB', '1048576', '0'].map(parseSize)).toEqual([8_388_608, 8_000_000, 500_000, 1_610_612_736, 1_048_576, 0]);
  expect(['', 'MB', '1 TB', '-1 MB', '1 2', 'constructor', '1 constructor'].map(parseSize)).toEqual([null, null, null, null, null, null, null]);
});

it('shows what it takes', () => {
  expect([8_388_608, 1536, 1000].map(showSize)).toEqual(['8 MiB', '1536 B', '1000 B']);
  fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 40 }), (bytes) => {
    expect(parseSize(showSize(bytes))).toBe(bytes);
  }));
});
