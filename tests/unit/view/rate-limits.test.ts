import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../lib/domain/request.ts';
import { deliveryOf } from '../../../lib/view/delivery.ts';
import { limitSentences } from '../../../lib/view/rate-limits.ts';

const answered = (status: number, ...limits: readonly (readonly [string, string])[]): Outcome => ({ kind: 'responded', status, endedAt: 1, limits: limits.map(([name, value]) => ({ name, value })) });

describe('the limits of an answer', () => {
  it.each([
    [['retry-after', '90'], ['It says when to come back: in 1 m 30 s (Retry-After).']],
    [['retry-after', 'Sat, 21 Nov 2026 18:00:00 GMT'], ['It says when to come back: Sat, 21 Nov 2026 18:00:00 GMT (Retry-After).']],
    [['x-sentry-rate-limits', '60::organization'], ['It wants nothing more for 1 m 00 s (x-sentry-rate-limits: organization).']],
    [['x-sentry-rate-limits', '60:error;transaction:key, 2700:default::quota'], ['It wants no error, transaction for 1 m 00 s (x-sentry-rate-limits: key).', 'It wants no default for 45 m 00 s (x-sentry-rate-limits).']],
    [['x-sentry-rate-limits', 'soon'], ['It says x-sentry-rate-limits: soon.']],
    [['x-ratelimit-remaining', '0'], ['It says x-ratelimit-remaining: 0.']],
  ] as const)('%j reads %j', (limit, sentences) => expect(limitSentences(answered(429, limit))).toEqual(sentences));

  it('stand behind what the answer means, and nowhere else', () => {
    expect(deliveryOf(answered(429, ['retry-after', '60'])).sentence).toBe('The server refused it: too many requests (429). It says when to come back: in 1 m 00 s (Retry-After).');
    expect(deliveryOf({ kind: 'responded', status: 200, endedAt: 1 }).sentence).toBe('The server took it (200).');
    expect(limitSentences({ kind: 'unknown' })).toEqual([]);
  });
});
