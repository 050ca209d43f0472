import { describe, expect, it } from 'vitest';
import { formatBytes, formatClock, formatCount, formatDateTime, formatDuration, formatMoment, formatOffset, hostLabel, pageLabel, plural, shortId } from '../../../lib/view/format.ts';

describe('durations', () => {
  it.each([
    [0, '0 ms'], [850, '850 ms'], [999.4, '999 ms'], [1000, '1 s'], [59_999, '59 s'], [60_000, '1 m 00 s'], [272_000, '4 m 32 s'], [3_599_999, '59 m 59 s'],
    [3_600_000, '1 h 00 m'], [86_399_999, '23 h 59 m'], [86_400_000, '1 d 0 h'], [-12_000, '−12 s'],
  ])('%d ms reads %s', (ms, text) => expect(formatDuration(ms)).toBe(text));
});

describe('offsets', () => {
  it.each([
    [0, '+0:00.0'], [12_345, '+0:12.3'], [59_960, '+1:00.0'], [272_000, '+4:32.0'], [3_845_000, '+1:04:05.0'], [-400, '−0:00.4'], [-20, '+0:00.0'],
  ])('%d ms reads %s', (ms, text) => expect(formatOffset(ms)).toBe(text));
});

describe('moments', () => {
  const at = new Date(2026, 10, 21, 9, 4, 5, 60).getTime();
  it('are local, with every digit in its place', () => {
    expect(formatClock(at)).toBe('09:04:05');
    expect(formatClock(at, true)).toBe('09:04:05.060');
    expect(formatDateTime(at)).toBe('2026-11-21 09:04:05');
  });
  it('of today leave the date out', () => {
    expect(formatMoment(at, at + 3_600_000)).toBe('09:04:05');
    expect(formatMoment(at, at + 86_400_000)).toBe('2026-11-21 09:04:05');
  });
});

describe('numbers', () => {
  it.each([[0, '0'], [950, '950'], [5000, '5,000'], [1_234_567, '1,234,567']])('%d reads %s', (n, text) => expect(formatCount(n)).toBe(text));
  it.each([[1, '1 event'], [0, '0 events'], [2000, '2,000 events']])('%d of something reads %s', (n, text) => expect(plural(n, 'event')).toBe(text));
  it.each([[512, '512 B'], [1400, '1.4 kB'], [43_210, '43 kB'], [20_000_000, '20 MB'], [60_500_000_000, '61 GB']])('%d bytes read %s', (n, text) => expect(formatBytes(n)).toBe(text));
});

describe('names', () => {
  it('shortens long ids in their middle only', () => {
    expect(shortId('9f3c51d07be44a1c8a5d20f7c1b9e3aa')).toBe('9f3c51d0…e3aa');
    expect(shortId('1795255800123')).toBe('1795255800123');
  });
  it('shows of a page what tells it from others', () => {
    expect(pageLabel('https://shop.example/p/1?a=b#c')).toBe('/p/1?a=b#c');
    expect(pageLabel('https://shop.example/')).toBe('shop.example');
    expect(pageLabel('Front page')).toBe('Front page');
    expect(pageLabel(null)).toBe('');
  });
  it('shows hosts with their port, and leaves other texts alone', () => {
    expect(hostLabel('http://localhost:8080/x')).toBe('localhost:8080');
    expect(hostLabel('site unknown')).toBe('site unknown');
    expect(hostLabel('file:///tmp/a.html')).toBe('file:///tmp/a.html');
  });
});
