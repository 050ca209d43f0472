import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aheadOf, clampView, MIN_SPAN_MS, panBy, showTime, spanOf, tickStep, ticksOf, timeAt, xOf, zoomAt } from '../../../lib/view/time-scale.ts';

const BOUNDS = { from: 1_000_000, to: 1_600_000 };
const range = fc.tuple(fc.integer({ min: 900_000, max: 1_700_000 }), fc.integer({ min: 1, max: 800_000 })).map(([from, span]) => ({ from, to: from + span }));

describe('zooming and panning', () => {
  it('keeps the anchor where it is while inside the bounds', () => {
    const view = zoomAt(BOUNDS, 0.5, 1_300_000, BOUNDS);
    expect(spanOf(view)).toBe(300_000);
    expect(xOf(1_300_000, view, 600)).toBe(xOf(1_300_000, BOUNDS, 600));
  });
  it('never leaves the bounds with their air, and never comes closer than can be read', () => {
    fc.assert(fc.property(range, fc.double({ min: 0.001, max: 1000, noNaN: true }), fc.double({ min: -20, max: 20, noNaN: true }), (start, factor, part) => {
      const view = panBy(zoomAt(clampView(start, BOUNDS), factor, start.from, BOUNDS), part, BOUNDS);
      expect(spanOf(view)).toBeGreaterThanOrEqual(MIN_SPAN_MS - 1e-6);
      expect(view.from).toBeGreaterThanOrEqual(BOUNDS.from - 60_001);
      expect(view.to).toBeLessThanOrEqual(BOUNDS.to + 60_001);
    }));
  });
  it('finds the time of a pixel again', () => {
    fc.assert(fc.property(range, fc.integer({ min: 1, max: 2000 }), (view, width) => {
      expect(timeAt(xOf(view.from + 5, view, width), view, width)).toBeCloseTo(view.from + 5, 3);
    }));
  });
  it('moves no further than shows a moment', () => {
    const view = { from: 1_100_000, to: 1_200_000 };
    expect(showTime(view, 1_150_000, BOUNDS)).toBe(view);
    expect(showTime(view, 1_250_000, BOUNDS)).toEqual({ from: 1_160_000, to: 1_260_000 });
  });
});

describe('lines of the axis', () => {
  it('stand at round distances from the origin', () => {
    const step = tickStep(BOUNDS, 900);
    expect(step).toBe(60_000);
    expect(ticksOf(BOUNDS, step, 1_000_000)).toEqual(Array.from({ length: 11 }, (_, i) => 1_000_000 + i * 60_000));
    expect(tickStep({ from: 0, to: 50 }, 900)).toBe(10);
    expect(tickStep({ from: 0, to: 40 * 365 * 86_400_000 }, 900)).toBeGreaterThan(364 * 86_400_000);
  });
  it('are few at any span and width, and inside the view', () => {
    fc.assert(fc.property(range, fc.integer({ min: 1, max: 4000 }), (view, width) => {
      const ticks = ticksOf(view, tickStep(view, width), BOUNDS.from);
      expect(ticks.length).toBeLessThanOrEqual(width / 90 + 2);
      expect(ticks.every((at) => at >= view.from && at <= view.to)).toBe(true);
    }));
  });
  it('reach ahead of a clock that runs, by steps', () => {
    const ends = Array.from({ length: 600 }, (_, s) => aheadOf(0, s * 1000));
    expect(ends.every((end, s) => end > s * 1000 && end <= s * 1000 * 1.35 + 20_000)).toBe(true);
    expect(new Set(ends).size).toBeLessThan(90);
  });
});
