import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asSessionKey } from '../../../lib/domain/session.ts';
import { GROUP_IDS, readPlace, SORT_IDS, START, writePlace, type ReportPlace } from '../../../lib/view/report-address.ts';

const text = fc.string({ minLength: 1, maxLength: 40 });
const key = text.map(asSessionKey);
const place: fc.Arbitrary<ReportPlace> = fc.record({
  range: fc.oneof(fc.constantFrom('today', 'day', 'week', 'month', 'all').map((id) => ({ id }) as const), fc.tuple(fc.nat(), fc.integer({ min: 1, max: 1e12 })).map(([from, span]) => ({ id: 'custom', from, to: from + span }) as const)),
  filter: fc.string({ maxLength: 40 }), active: fc.boolean(), group: fc.constantFrom(...GROUP_IDS), sort: fc.record({ by: fc.constantFrom(...SORT_IDS), descending: fc.boolean() }),
  session: fc.option(key), user: fc.option(text), compare: fc.option(fc.tuple(key, key)),
});

describe('the address of the report', () => {
  it('is empty at the start, and names the session alone where that is all', () => {
    expect(writePlace(START)).toBe('');
    expect(readPlace('')).toEqual(START);
    expect(writePlace({ ...START, session: asSessionKey('a b&c') })).toBe('?session=a+b%26c');
  });

  it('gives back what was written', () => {
    fc.assert(fc.property(place, (one) => {
      expect(readPlace(writePlace(one))).toEqual(one);
    }));
  });

  it('is as at the start where it makes no sense', () => {
    expect(readPlace('?range=custom&from=9&to=3&sort=nothing&group=x&active=yes&compare=a&session=')).toEqual(START);
    expect(readPlace('?range=custom')).toEqual(START);
    fc.assert(fc.property(fc.string(), (search) => {
      expect(readPlace(`?${search}`).filter).toBe('');
    }));
  });
});
