import { afterEach, beforeEach, expect, test } from 'vitest';
import { asTimeMode, clockText, dateTimeText, momentText, timeText } from '../../../lib/view/time-mode.ts';

const AT = Date.UTC(2026, 10, 21, 23, 14, 30, 250);
const zone = process.env['TZ'];
beforeEach(() => {
  process.env['TZ'] = 'Asia/Kolkata';
});
afterEach(() => {
  if (zone === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zone;
});

test('a column counts from the start of the session, or shows either clock', () => {
  expect(timeText(AT, 'relative', AT - 12_300)).toBe('+0:12.3');
  expect(timeText(AT, 'local', AT - 12_300)).toBe('04:44:30.250');
  expect(timeText(AT, 'utc', AT - 12_300)).toBe('23:14:30.250');
});

test('without one session to count from, the time of day stands there', () => {
  expect(timeText(AT, 'relative', null)).toBe('04:44:30.250');
});

test('a whole moment names the zone where it is not the wall\'s', () => {
  expect(dateTimeText(AT, 'relative')).toBe('2026-11-22 04:44:30');
  expect(dateTimeText(AT, 'utc')).toBe('2026-11-21 23:14:30 UTC');
  expect(clockText(AT, 'utc')).toBe('23:14:30');
});

test('the date is left out on the same day, by the same clock', () => {
  expect(momentText(AT, AT + 3_600_000, 'local')).toBe('04:44:30');
  expect(momentText(AT, AT + 3_600_000, 'utc')).toBe('2026-11-21 23:14:30 UTC');
});

test('what was remembered and is no mode counts as none', () => {
  expect([asTimeMode('utc'), asTimeMode('nonsense'), asTimeMode(null)]).toEqual(['utc', 'relative', 'relative']);
});

test('a moment that no calendar has is empty, not an error', () => {
  expect(clockText(9e15, 'utc')).toBe('');
});
