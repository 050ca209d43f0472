import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKnownIds } from '../../../lib/archive/known-ids.ts';

it('knows what was seen, and nothing else', () => {
  fc.assert(fc.property(fc.array(fc.string({ maxLength: 3 }), { maxLength: 300 }), (ids) => {
    const [known, plain] = [createKnownIds(), new Set<string>()];
    for (const id of ids) {
      expect(known.seenBefore(id)).toBe(plain.has(id));
      plain.add(id);
    }
  }));
});

it('many are known after it has grown', () => {
  const known = createKnownIds();
  for (let n = 0; n < 20_000; n++) expect(known.seenBefore(`r${n}`)).toBe(false);
  for (let n = 0; n < 20_000; n++) expect(known.seenBefore(`r${n}`)).toBe(true);
  expect(known.seenBefore('r20000')).toBe(false);
});

it('texts of which one hash is equal are not the same', () => {
  const known = createKnownIds([() => 7, (text) => text.length]);
  expect(['a', 'b', 'bb', '', 'aa', 'aaa'].map((id) => known.seenBefore(id))).toEqual([false, true, false, false, true, false]);
});
