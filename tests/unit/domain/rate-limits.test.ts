import { describe, expect, it } from 'vitest';
import { limitsOf } from '../../../lib/domain/rate-limits.ts';

describe('what an answer says of limits', () => {
  it('is kept, whatever the case of its name', () => {
    const headers = [{ name: 'Retry-After', value: '60' }, { name: 'X-Sentry-Rate-Limits', value: '60::organization' }, { name: 'content-type', value: 'application/json' }];
    expect(limitsOf(429, headers)).toEqual([{ name: 'retry-after', value: '60' }, { name: 'x-sentry-rate-limits', value: '60::organization' }]);
    // Sentry tells of limits to come with an answer that takes the request.
    expect(limitsOf(200, headers)).toHaveLength(2);
  });
  it('with every answer of some servers is kept where it refused', () => {
    const headers = [{ name: 'X-RateLimit-Remaining', value: '0' }, { name: 'RateLimit', value: '"default";r=0;t=30' }];
    expect(limitsOf(200, headers)).toEqual([]);
    expect(limitsOf(429, headers)).toHaveLength(2);
  });
  it('is bounded, and needs a value', () => {
    expect(limitsOf(429, Array.from({ length: 50 }, () => ({ name: 'retry-after', value: 'x'.repeat(9_999) })))).toEqual(Array.from({ length: 8 }, () => ({ name: 'retry-after', value: 'x'.repeat(500) })));
    expect(limitsOf(429, [{ name: 'retry-after' }])).toEqual([]);
  });
});
