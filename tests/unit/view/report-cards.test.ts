import { describe, expect, it } from 'vitest';
import { reportCards, totalsOf, type Totals } from '../../../lib/view/report-cards.ts';
import { demoSession, NOW } from '../../fakes/demo-sessions.ts';

const HOUR = 3_600_000;
const RANGE = { from: NOW - 4 * HOUR, to: NOW };
const over = { endedAt: NOW - HOUR, lastActivityAt: NOW - HOUR, state: 'ended' as const };
const BEFORE: Totals = { sessions: 4, perHour: 1, users: 2, duration: 60_000, errors: 2, crashFree: 1 };

describe('the numbers of the report', () => {
  it('are counted over the sessions of the time', () => {
    const sessions = [
      demoSession('a', { startedAt: NOW - 2 * HOUR, ...over, identity: { userId: 'ada' }, counts: { events: 5, errors: 2, heartbeats: 0, requests: 5 } }),
      demoSession('b', { startedAt: NOW - 3 * HOUR, ...over, state: 'crashed', identity: { userId: 'ada' } }),
      demoSession('c', { startedAt: NOW - 3 * HOUR, ...over, identity: { anonymousId: 'x' } }),
      demoSession('d', { startedAt: NOW - HOUR, identity: {} }),
    ];
    expect(totalsOf(sessions, RANGE, NOW)).toEqual({ sessions: 4, perHour: 1, users: 2, duration: (1 + 2 + 2 + 1) * HOUR / 4, errors: 2, crashFree: 0.75 });
  });

  it('are none where there is nothing to take them from', () => {
    expect(totalsOf([], RANGE, NOW)).toEqual({ sessions: 0, perHour: 0, users: 0, duration: null, errors: 0, crashFree: null });
    expect(reportCards(totalsOf([], RANGE, NOW), null).map(({ value, change }) => [value, change])).toEqual([['0', null], ['0', null], ['0', null], ['–', null], ['0', null], ['–', null]]);
  });

  it('say how they changed: errors and crashes as good or bad, shares in points', () => {
    const cards = reportCards({ sessions: 6, perHour: 1.5, users: 2, duration: 30_000, errors: 3, crashFree: 0.985 }, BEFORE);
    expect(cards.map(({ id, value, change }) => [id, value, change?.text, change?.tone])).toEqual([
      ['sessions', '6', '+50 %', 'quiet'], ['perHour', '1.5', '+50 %', 'quiet'], ['users', '2', 'as before', 'quiet'], ['duration', '30 s', '−50 %', 'quiet'], ['errors', '3', '+50 %', 'bad'], ['crashFree', '98.5 %', '−1.5 points', 'bad'],
    ]);
    expect(cards[0]?.change?.words).toContain('4');
    expect(reportCards({ ...BEFORE, errors: 0 }, BEFORE)[4]?.change).toMatchObject({ text: '−100 %', tone: 'good', direction: 'down' });
    expect(reportCards({ ...BEFORE, errors: 1 }, { ...BEFORE, errors: 0 })[4]?.change).toMatchObject({ text: 'new', tone: 'bad' });
  });

  it('never round what crashed away', () => {
    expect(reportCards({ ...BEFORE, crashFree: 0.99999 }, null)[5]?.value).toBe('99.9 %');
    expect(reportCards({ ...BEFORE, perHour: 0.002 }, null)[1]?.value).toBe('< 0.01');
  });
});
