import { describe, expect, it } from 'vitest';
import { dayStart, fromField, moved, rangeAt, rangeBefore, toField, zoomed } from '../../../lib/view/report-range.ts';

const HOUR = 3_600_000;
const NOW = new Date(2026, 10, 21, 10, 14, 30).getTime();

describe('the time of the report', () => {
  it('reaches back from now by its name', () => {
    expect(rangeAt({ id: 'day' }, NOW, null)).toEqual({ from: NOW - 24 * HOUR, to: NOW });
    expect(rangeAt({ id: 'week' }, NOW, null)).toEqual({ from: NOW - 7 * 24 * HOUR, to: NOW });
    expect(rangeAt({ id: 'today' }, NOW, null)).toEqual({ from: new Date(2026, 10, 21).getTime(), to: NOW });
  });

  it('is all time from the first session on, and never empty', () => {
    expect(rangeAt({ id: 'all' }, NOW, NOW - 5 * HOUR)).toEqual({ from: NOW - 5 * HOUR, to: NOW });
    const none = rangeAt({ id: 'all' }, NOW, null);
    expect(none.to - none.from).toBe(24 * HOUR);
    expect(rangeAt({ id: 'all' }, NOW, NOW + HOUR).from).toBeLessThan(NOW);
  });

  it('is compared with the equally long time before; today with yesterday until now; all time with nothing', () => {
    expect(rangeBefore({ id: 'week' }, { from: 100, to: 150 })).toEqual({ from: 50, to: 100 });
    expect(rangeBefore({ id: 'all' }, { from: 100, to: 150 })).toBeNull();
    const today = rangeAt({ id: 'today' }, NOW, null);
    expect(rangeBefore({ id: 'today' }, today)).toEqual({ from: new Date(2026, 10, 20).getTime(), to: new Date(2026, 10, 20, 10, 14, 30).getTime() });
  });

  it('zooms about its middle and moves by parts of itself, never beyond now', () => {
    const range = { from: NOW - 8 * HOUR, to: NOW - 4 * HOUR };
    expect(zoomed(range, 0.5, NOW)).toEqual({ id: 'custom', from: NOW - 7 * HOUR, to: NOW - 5 * HOUR });
    expect(zoomed(range, 4, NOW)).toEqual({ id: 'custom', from: NOW - 16 * HOUR, to: NOW });
    expect(zoomed({ from: NOW - 1000, to: NOW }, 0.5, NOW)).toMatchObject({ to: NOW });
    expect(moved(range, -0.25, NOW)).toEqual({ id: 'custom', from: NOW - 9 * HOUR, to: NOW - 5 * HOUR });
    expect(moved({ from: NOW - HOUR, to: NOW }, 0.25, NOW)).toEqual({ id: 'custom', from: NOW - HOUR, to: NOW });
  });

  it('goes through fields for date and time by the minute', () => {
    expect(toField(NOW)).toBe('2026-11-21T10:14');
    expect(fromField('2026-11-21T10:14')).toBe(NOW - 30_000);
    expect(fromField('')).toBeNull();
    expect(fromField('nonsense')).toBeNull();
    expect(dayStart(NOW)).toBe(fromField('2026-11-21T00:00'));
  });
});
