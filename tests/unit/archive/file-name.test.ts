import { describe, expect, it } from 'vitest';
import { fileNameOf } from '../../../lib/archive/file-name.ts';

const AT = Date.parse('2026-11-21T10:15:00.750Z');

describe('fileNameOf', () => {
  it.each<[string | null, string]>([
    ['shop.example', 'shop.example_2026-11-21_10-15-00.csv'],
    ['https://user:pass@Shop.example:8080/cart?x=1', 'shop.example-8080_2026-11-21_10-15-00.csv'],
    [null, 'footsteps_2026-11-21_10-15-00.csv'],
    ['', 'footsteps_2026-11-21_10-15-00.csv'],
    ['../../etc/passwd', 'footsteps_2026-11-21_10-15-00.csv'],
    ['..\\..\\x\u202egnp.exe', 'x-gnp.exe_2026-11-21_10-15-00.csv'],
    ['.hidden', 'hidden_2026-11-21_10-15-00.csv'],
    ['a|b<c>"d\u0000*', 'a-b-c-d_2026-11-21_10-15-00.csv'],
    ['bücher.example', 'bücher.example_2026-11-21_10-15-00.csv'],
    ['x'.repeat(500), `${'x'.repeat(60)}_2026-11-21_10-15-00.csv`],
  ])('names a file of %j', (site, name) => {
    expect(fileNameOf(site, AT, 'csv')).toBe(name);
  });
});
