// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { LiveRegion } from '../../../../components/ui/LiveRegion.tsx';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

it('says politely what has changed, at most one sentence in five seconds, the latest', () => {
  const { rerender } = render(<LiveRegion text={null} />);
  const region = screen.getByRole('status');
  const said: string[] = [];
  const say = (text: string | null, wait: number): void => {
    rerender(<LiveRegion text={text} />);
    act(() => void vi.advanceTimersByTime(wait));
    said.push(region.textContent);
  };
  expect(region.getAttribute('aria-live')).toBe('polite');
  say('1 session', 10_000);
  for (let n = 2; n <= 11; n++) say(`${n} sessions`, 1_000);
  // What was there at the beginning is no news.
  expect(said).toEqual(['', ...Array.from({ length: 4 }, () => '2 sessions'), ...Array.from({ length: 5 }, () => '6 sessions'), '11 sessions']);
  say('12 sessions', 4_000);
  expect(said.at(-1)).toBe('11 sessions');
  say('12 sessions', 1_000);
  expect(said.at(-1)).toBe('12 sessions');
});
