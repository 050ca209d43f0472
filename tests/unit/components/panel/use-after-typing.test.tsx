// @vitest-environment happy-dom
import { renderHook } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { useAfterTyping } from '../../../../components/panel/use-after-typing.ts';

it('follows what changes by itself at once, and what changes by typing when nothing has been typed for a while', async () => {
  const { result, rerender } = renderHook(({ value, typed }: { value: number; typed: string }) => useAfterTyping(value, typed), { initialProps: { value: 1, typed: '' } });
  rerender({ value: 2, typed: '' });
  expect(result.current).toBe(2);
  rerender({ value: 3, typed: 'a' });
  expect(result.current).toBe(2);
  rerender({ value: 4, typed: 'ab' });
  expect(result.current).toBe(2);
  rerender({ value: 5, typed: 'ab' });
  await expect.poll(() => result.current).toBe(5);
  rerender({ value: 6, typed: 'ab' });
  expect(result.current).toBe(6);
});
