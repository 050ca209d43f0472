import { describe, expect, it } from 'vitest';
import { safeRegex } from '../../../lib/base/safe-regex.ts';

const HOSTILE = ['(a+)+$', '(a*)*', '((a+))+', '(a|a)*b', '(a|ab)+c', '(.*a){12}', '(a{2}){3}', '(?:a?)+', '(?<n>a+)+', 'a*a*a*b', '(?=a+)b', '(?<!a+)b', '(a)\\1', '(?<x>a)\\k<x>', `${'(a|a)'.repeat(20)}b`, `${'a?'.repeat(30)}b`, 'a{1,99999}b', `${'x'.repeat(201)}`];
const HARMLESS = ['', 'error', 'https?://.*\\.js', '^add to (basket|cart)$', '[a+*]+x', '\\(a+\\)+', 'a{3}', '\\d{4}-\\d{2}', 'TypeError: .* of undefined', 'a|b|c|d|e|f', 'x.*y.*z'];

describe('a regular expression', () => {
  it.each(HOSTILE)('that could search without end is refused: %s', (source) => expect(safeRegex(source, '')).toMatchObject({ ok: false, error: { why: expect.any(String) as string } }));
  it.each(HARMLESS)('that cannot is taken: %s', (source) => expect(safeRegex(source, 'i').ok).toBe(true));

  it('is told where it is wrong', () => {
    const wrong = safeRegex('x(a+)+', '');
    expect(wrong.ok ? null : 'x(a+)+'.slice(wrong.error.from, wrong.error.to)).toBe('(a+)+');
  });

  it('with more repeats searches less of a text, so that the steps stay few', () => {
    const searched = ['a', 'a+', 'a+b+', 'a+b+(c|d|e)'].map((source) => {
      const safe = safeRegex(source, '');
      return safe.ok ? safe.value.searched : 0;
    });
    expect(searched).toEqual([10_000, 1_414, 181, 125]);
    const safe = safeRegex('a*a*b', '');
    if (!safe.ok) throw new Error(safe.error.why);
    expect(safe.value.regex.test('a'.repeat(safe.value.searched))).toBe(false);
  });
});
