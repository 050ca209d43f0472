import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { EventId } from '../../../lib/domain/event.ts';
import type { LaneMark, MarkKind } from '../../../lib/view/timeline.ts';
import { markAt, neighbourMark, pixelsOf } from '../../../lib/view/timeline-pixels.ts';

const VIEW = { from: 0, to: 1000 };
const mark = (at: number, kind: MarkKind = 'event', footstep: string | null = `f${at}`): LaneMark => ({ at, kind, footstep: footstep as EventId | null });

it('draws no more ticks than there are pixels, and none twice', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: -500, max: 1500 }), { maxLength: 3000 }), fc.integer({ min: 1, max: 300 }), (times, width) => {
    const pixels = pixelsOf(times.toSorted((a, b) => a - b).map((at) => ({ at })), null, VIEW, width);
    expect(pixels.length).toBeLessThanOrEqual(width + 1);
    expect(new Set(pixels).size).toBe(pixels.length);
    expect(pixels.length > 0).toBe(times.some((at) => at >= 0 && at <= 1000));
  }));
});
it('takes the kinds that are asked for, at a distance that is asked for', () => {
  const marks = [mark(10), mark(20, 'beat'), mark(23, 'beat'), mark(40, 'beat')];
  expect(pixelsOf(marks, ['beat'], VIEW, 1000)).toEqual([20, 23, 40]);
  expect(pixelsOf(marks, ['beat'], VIEW, 1000, 5)).toEqual([20, 40]);
});
it('finds the mark under the pointer, the rarer of two, with how many more are there', () => {
  const marks = [mark(100, 'beat'), mark(101, 'error'), mark(101), mark(300)];
  expect(markAt(marks, 101, VIEW, 1000)).toEqual({ mark: marks[1], more: 1 });
  expect(markAt(marks, 200, VIEW, 1000)).toBeNull();
});
it('steps from footstep to footstep', () => {
  const marks = [mark(10), mark(20, 'missedBeat', null), mark(30)];
  expect(neighbourMark(marks, 10, 1)?.at).toBe(30);
  expect(neighbourMark(marks, 30, -1)?.at).toBe(10);
  expect(neighbourMark(marks, 30, 1)).toBeNull();
});
