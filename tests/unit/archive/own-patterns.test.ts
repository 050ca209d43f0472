import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownPattern } from '../../../lib/archive/own-patterns.ts';
import { cpuMs } from '../../fakes/cpu-time.ts';

const gone = (source: string, text: string): string => ownPattern(source)(text, () => '#');

describe("a user's own pattern", () => {
  it('takes out all that it finds', () => {
    expect(gone(String.raw`\b\d{4}-[A-Z]\b`, 'order 4711-A and 0815-B')).toBe('order # and #');
  });
  it('finds as much in texts of any length as the engine does', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('4711-A', ' ', 'x'.repeat(3_000), '12', '-', 'é👣'), { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      expect(gone(String.raw`\d{4}-[A-Z]`, text)).toBe(text.replaceAll(/\d{4}-[A-Z]/gu, '#'));
    }));
  });
  it.each([String.raw`a+b+c`, String.raw`.*.*x`])('ends soon on a text made against it: %s', (source) => {
    const before = cpuMs();
    ownPattern(source)('a'.repeat(20_000), () => '#');
    expect(cpuMs() - before).toBeLessThan(10_000);
  });
  it.each(['(', '(a+)+$', String.raw`(.)\1`])('is refused with a sentence where it cannot be used: %s', (source) => {
    expect(() => ownPattern(source)).toThrow(/^The redaction pattern ".*" cannot be used: /);
  });
});
