import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LONGEST_MS, parseDuration, SHORTEST_MS, showDuration } from '../../../lib/view/duration-input.ts';

it.each([
  ['30 min', 1_800_000], ['1800 s', 1_800_000], ['1800000', 1_800_000], ['1 h 30 min', 5_400_000], [' 2H ', 7_200_000], ['1.5h', 5_400_000], ['1d', 86_400_000], ['90 Minutes', 5_400_000], ['1500 ms', 1500],
])('takes %j', (text, ms) => expect(parseDuration(text)).toEqual({ ok: true, value: ms }));

it.each([
  ['', 'form'], ['soon', 'form'], ['30 mins 5', 'form'], ['1 h 2 h', 'form'], ['-1 s', 'form'], ['1 constructor', 'form'], ['0', 'tooShort'], ['999 ms', 'tooShort'], ['367 d', 'tooLong'], [`${'9'.repeat(400)} s`, 'tooLong'],
])('refuses %j', (text, problem) => expect(parseDuration(text)).toEqual({ ok: false, error: problem }));

it('shows what it takes', () => {
  expect([1_800_000, 5_400_000, 1_500, 0].map(showDuration)).toEqual(['30 min', '1 h 30 min', '1 s 500 ms', '0 s']);
  fc.assert(fc.property(fc.integer({ min: SHORTEST_MS, max: LONGEST_MS }), (ms) => {
    expect(parseDuration(showDuration(ms))).toEqual({ ok: true, value: ms });
  }));
});
