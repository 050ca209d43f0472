import { expect, it } from 'vitest';
import { createSpool } from '../../../lib/app/inspect-spool.ts';

it('gives every text as it was put, in any order, from memory and from the disk', () => {
  const spool = createSpool();
  const texts = Array.from({ length: 3_000 }, (_, n) => (n === 1_500 ? '€'.repeat(700_000) : `${n} ${'é😀x'.repeat(n % 200)}`));
  expect(texts.map((text) => spool.put([text.slice(0, 3), text.slice(3)]))).toEqual(texts.map((_, n) => n));
  for (const step of [1, 1_499, 2_999]) {
    for (let i = 0; i < texts.length; i++) {
      const n = (i * step) % texts.length;
      if (spool.get(n) !== texts[n] || spool.bytes(n).toString() !== texts[n]) throw new Error(`row ${n} with steps of ${step}`);
    }
  }
  expect(spool.get(spool.put(['the ', '', 'last']))).toBe('the last');
  spool.close();
});
