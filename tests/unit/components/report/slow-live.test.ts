import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { slowed } from '../../../../components/report/slow-live.ts';
import { Source } from '../../../fakes/app-services.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('gives the first value at once, then at most one a second, the last', () => {
  const source = new Source(0);
  const seen: number[] = [];
  const stop = slowed(source, 1000).subscribe((value) => seen.push(value));
  source.set(1);
  source.set(2);
  expect(seen).toEqual([0]);
  vi.advanceTimersByTime(1000);
  expect(seen).toEqual([0, 2]);
  vi.advanceTimersByTime(5000);
  source.set(3);
  expect(seen).toEqual([0, 2, 3]);
  source.set(4);
  stop();
  vi.advanceTimersByTime(5000);
  source.set(5);
  expect(seen).toEqual([0, 2, 3]);
});
