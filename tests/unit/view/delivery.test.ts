import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../lib/domain/request.ts';
import { deliveryOf, deliveryText } from '../../../lib/view/delivery.ts';

const responded = (status: number, pageGone?: boolean): Outcome => ({ kind: 'responded', status, endedAt: 1, ...(pageGone === undefined ? {} : { pageGone }) });
const failed = (error: string): Outcome => ({ kind: 'failed', error, endedAt: 1 });

describe('delivery', () => {
  it.each<[Outcome, string, string]>([
    [{ kind: 'pending' }, 'pending', 'busy'],
    [{ kind: 'unknown' }, 'unknown', 'quiet'],
    [responded(200), 'delivered 200', 'good'],
    [responded(202, true), 'delivered (page gone)', 'good'],
    [responded(302), 'answered 302', 'quiet'],
    [responded(400), 'rejected 400', 'bad'],
    [responded(400, true), 'rejected 400', 'bad'],
    [responded(429), 'rate-limited 429', 'warn'],
    [responded(503), 'server error 503', 'bad'],
    [failed('net::ERR_BLOCKED_BY_CLIENT'), 'blocked by an extension', 'bad'],
    [failed('NS_ERROR_ABORT'), 'blocked by an extension', 'bad'],
    [failed('net::ERR_INTERNET_DISCONNECTED'), 'failed (offline)', 'bad'],
    [failed('NS_ERROR_UNKNOWN_HOST'), 'failed (host not found)', 'bad'],
    [failed('net::ERR_ABORTED'), 'given up by the page', 'warn'],
    [failed('NS_BINDING_ABORTED'), 'given up by the page', 'warn'],
    [failed('NS_ERROR_UNEXPECTED'), 'given up by the page', 'warn'],
    [failed('net::ERR_SOMETHING_NEW'), 'failed (SOMETHING_NEW)', 'bad'],
  ])('%j reads "%s"', (outcome, text, tone) => expect(deliveryOf(outcome)).toMatchObject({ text, tone }));

  it('keeps the browser\'s own word in the sentence', () => expect(deliveryOf(failed('net::ERR_NAME_NOT_RESOLVED')).sentence).toContain('net::ERR_NAME_NOT_RESOLVED'));

  it('says how often an event was sent, the first time included', () => {
    expect(deliveryText({ outcome: responded(200), repeats: 2 })).toBe('delivered 200, sent 3 times');
    expect(deliveryText({ outcome: responded(200), repeats: 0 })).toBe('delivered 200');
  });
});
