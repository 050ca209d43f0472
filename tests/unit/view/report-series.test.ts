import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisText, barOf, reportSeries } from '../../../lib/view/report-series.ts';
import { demoSession, NOW } from '../../fakes/demo-sessions.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime();

describe('sessions over time', () => {
  it('are counted in bars of round local times, each user once a bar', () => {
    const range = { from: at(20, 9, 10), to: at(20, 12, 50) };
    const sessions = [
      demoSession('a', { startedAt: at(20, 9, 12), identity: { userId: 'ada' }, counts: { events: 1, errors: 2, heartbeats: 0, requests: 1 } }), demoSession('b', { startedAt: at(20, 9, 14), identity: { userId: 'ada' } }),
      demoSession('c', { startedAt: at(20, 12, 50), identity: { userId: 'bob' } }), demoSession('d', { startedAt: at(20, 8, 0) }),
    ];
    const { at: bars, end, sessions: counts, users, errors } = reportSeries(sessions, range);
    expect(bars[0]).toBe(at(20, 9, 10));
    expect((bars[1] as number) - (bars[0] as number)).toBe(barOf(range));
    expect([counts.reduce((a, b) => a + b), users.reduce((a, b) => a + b), errors.reduce((a, b) => a + b)]).toEqual([3, 2, 2]);
    expect([counts[0], users[0], counts.at(-1)]).toEqual([2, 1, 1]);
    expect(end).toBeGreaterThan(range.to);
  });

  it('lose none, whatever the time', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 * DAY }), { maxLength: 40 }), fc.integer({ min: 60_000, max: 400 * DAY }), (starts, span) => {
        const range = { from: NOW - span, to: NOW };
        const sessions = starts.map((before, i) => demoSession(String(i), { startedAt: NOW - before }));
        const series = reportSeries(sessions, range);
        expect(series.sessions.reduce((a, b) => a + b, 0)).toBe(starts.filter((before) => before <= span).length);
        expect(series.at.length).toBeLessThanOrEqual(98);
        expect(series.at[0]).toBeLessThanOrEqual(range.from);
        expect(series.at).toEqual([...series.at].toSorted((a, b) => a - b));
      }),
    );
  });

  it('stand over an axis that names the day where it changes', () => {
    expect(axisText(at(20, 9), HOUR, null)).toBe('11-20 09:00');
    expect(axisText(at(20, 10), HOUR, at(20, 9))).toBe('10:00');
    expect(axisText(at(21, 0), HOUR, at(20, 23))).toBe('11-21');
    expect(axisText(at(21, 0), DAY, at(20, 0))).toBe('11-21');
    expect(axisText(at(21, 0), DAY, null)).toBe('2026-11-21');
    expect(axisText(at(1, 0), 28 * DAY, null)).toBe('2026-11');
  });
});
