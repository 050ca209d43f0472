import { describe, expect, it } from 'vitest';
import type { Heartbeat } from '../../../lib/domain/session.ts';
import { beatStrip, nextBeatText, periodText } from '../../../lib/view/beats.ts';

const heart = (seen: readonly number[], more: Partial<Heartbeat> = {}): Heartbeat => ({ periodMs: 30, periodFrom: 'observed', seen, nextDueAt: (seen.at(-1) ?? 0) + 30, suspended: false, ...more });

describe('strip', () => {
  it('sets beats on a time axis that ends now', () => {
    const strip = beatStrip(heart([0, 30, 60]), 75);
    expect(strip?.marks.map((mark) => [mark.place, mark.seen])).toEqual([[0, true], [0.4, true], [0.8, true]]);
    expect(strip?.nowPlace).toBe(1);
  });
  it('marks where a beat was due and none came, between others and at the end', () => {
    const strip = beatStrip(heart([0, 30, 90]), 150);
    expect(strip?.marks.filter((mark) => !mark.seen).map((mark) => mark.at)).toEqual([60, 120]);
    expect(strip?.missed).toBe(2);
  });
  it('misses none while the tab is hidden, nor after the session is over', () => {
    expect(beatStrip(heart([0, 30], { suspended: true }), 300)?.missed).toBe(0);
    expect(beatStrip(heart([0, 30], { nextDueAt: null }), 300)?.missed).toBe(0);
  });
  it('takes jitter for no gap', () => expect(beatStrip(heart([0, 44, 60]), 62)?.missed).toBe(0));
  it('draws a bounded number of missing beats for a night', () => expect(beatStrip(heart([0, 100_000]), 100_001)?.missed).toBe(10));
  it('is nothing without beats', () => expect(beatStrip(heart([]), 10)).toBeNull());
  it('shows the newest of many', () => expect(beatStrip(heart(Array.from({ length: 50 }, (_, i) => i * 30)), 1480, 20)?.from).toBe(900));
});

describe('words', () => {
  it('counts down to the next beat and up from a missing one', () => {
    const due = heart([], { nextDueAt: 100_000 });
    expect(nextBeatText(due, 58_000)).toBe('next beat in 42 s');
    expect(nextBeatText(due, 99_700)).toBe('next beat in 1 s');
    expect(nextBeatText(due, 112_000)).toBe('beat 12 s overdue');
    expect(nextBeatText(heart([], { nextDueAt: null }), 0)).toBeNull();
    expect(nextBeatText({ ...due, suspended: true }, 112_000)).toBe('no beats while the tab is hidden');
    expect(nextBeatText({ ...due, suspended: true, periodMs: null }, 112_000)).toBeNull();
  });
  it('says where the period is from', () => {
    expect(periodText(heart([], { periodMs: 30_000 }))).toBe('every 30 s, as seen');
    expect(periodText(heart([], { periodMs: 60_000, periodFrom: 'default' }))).toBe("every 1 min, the vendor's default");
    expect(periodText(heart([], { periodMs: null, periodFrom: null }))).toBeNull();
  });
});
