import { describe, expect, it } from 'vitest';
import { APART_MS, pairWitnesses, type Told } from '../../../lib/domain/pair-witnesses.ts';

type Named = Told & { readonly name: string };
const told = (name: string, startedAt: number, change: Partial<Told> = {}): Named => ({ name, method: 'POST', url: 'https://c.test/in', startedAt, outcome: { kind: 'unknown' }, ...change });
const status = (code: number): Told['outcome'] => ({ kind: 'responded', status: code, endedAt: 0 });

const named = (known: readonly Named[], seen: readonly Named[]): string => {
  const { pairs, unpaired } = pairWitnesses(known, seen);
  return [...pairs.map(([a, b]) => `${a.name}=${b.name}`), ...unpaired.map((b) => b.name)].join(' ');
};

describe('which requests of two witnesses are the same', () => {
  it('takes method and address together, without fragment and scheme', () => {
    const known = [told('A', 0, { url: 'https://c.test/in' }), told('B', 0, { method: 'GET' }), told('C', 0, { url: 'https://c.test/other' })];
    expect(named(known, [told('c', 1, { url: 'http://c.test/other#here' }), told('a', 1), told('b', 1, { method: 'GET' })])).toBe('C=c A=a B=b');
    expect(named(known, [told('x', 1, { method: 'PUT' })])).toBe('x');
  });

  it('keeps the order, whoever is late', () => {
    expect(named([told('A', 0), told('B', 3), told('C', 6)], [told('a', 5), told('b', 7), told('c', 9)])).toBe('A=a B=b C=c');
    expect(named([told('B', 3), told('A', 0)], [told('b', 2), told('a', 1)])).toBe('A=a B=b');
  });

  it('takes the nearest where one witness missed some', () => {
    expect(named([told('A', 0), told('B', 900)], [told('b', 905)])).toBe('B=b');
    expect(named([told('B', 900)], [told('a', 0), told('b', 905), told('c', 1_500)])).toBe('B=b a c');
  });

  it('does not make two far pairs where one near one and two that were seen once will do', () => {
    expect(named([told('A', 0), told('B', 1_000)], [told('b', 1_005), told('c', 2_500)])).toBe('B=b c');
  });

  it('pairs nothing that is too far apart, or ended differently', () => {
    expect(named([told('A', 0)], [told('a', APART_MS + 1)])).toBe('a');
    expect(named([told('A', 0)], [told('a', APART_MS - 1)])).toBe('A=a');
    expect(named([told('A', 0, { outcome: status(200) }), told('B', 50, { outcome: status(429) })], [told('b', 1, { outcome: status(429) })])).toBe('B=b');
  });

  it('pairs nothing of nothing', () => {
    expect(named([], [told('a', 0)])).toBe('a');
    expect(named([told('A', 0)], [])).toBe('');
  });
});
