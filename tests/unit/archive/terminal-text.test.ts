import { describe, expect, it } from 'vitest';
import { cut, padEnd, padStart, paint, plain, widthOf, wrap } from '../../../lib/archive/terminal-text.ts';

describe('text for terminals', () => {
  it('lets nothing through that commands a terminal or turns writing around', () => {
    expect(plain('a\u001b[31mred\u0007\u009b2J\u202etxt\u0000')).toBe('a·[31mred··2J·txt·');
    expect(plain('  two\r\n\tlines\u2028here ')).toBe('two lines here');
    expect(plain('Zoë 日本 👣')).toBe('Zoë 日本 👣');
  });

  it('measures columns, not code units', () => {
    expect(['abc', 'Zoë', 'Zoe\u0308', '日本', '👣', '👨‍👩‍👧', ''].map(widthOf)).toEqual([3, 3, 3, 4, 2, 2, 0]);
  });

  it('cuts to columns with an ellipsis', () => {
    expect(cut('abcdef', 6)).toBe('abcdef');
    expect(cut('abcdefg', 6)).toBe('abcde…');
    expect(cut('日本語', 5)).toBe('日本…');
    expect(cut('日本語', 4)).toBe('日…');
    expect(cut('abc', 0)).toBe('');
    expect(cut('x'.repeat(5_000_000), 10)).toBe('xxxxxxxxx…');
  });

  it('pads and wraps', () => {
    expect([padEnd('日', 4), padStart('7', 3), padEnd('long', 2)]).toEqual(['日  ', '  7', 'long']);
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('averylongword b', 5)).toEqual(['averylongword', 'b']);
    expect(wrap('', 5)).toEqual([]);
  });

  it('paints only where there is colour', () => {
    expect(paint(false).red('x')).toBe('x');
    expect(paint(true).red('x')).toBe('\u001b[31mx\u001b[39m');
  });
});
