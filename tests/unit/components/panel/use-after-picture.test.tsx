// @vitest-environment happy-dom
import { renderHook } from '@testing-library/preact';
import { expect, it } from 'vitest';
import { useAfterPicture } from '../../../../components/panel/use-after-picture.ts';

it('is false in the first picture of what is known, and true from the next one on, for good', async () => {
  const seen: boolean[] = [];
  const { rerender } = renderHook((known: boolean) => void seen.push(useAfterPicture(known)), { initialProps: false });
  rerender(false);
  expect(seen).toEqual([false, false]);
  rerender(true);
  expect(seen[2]).toBe(false);
  await expect.poll(() => seen.at(-1)).toBe(true);
  rerender(false);
  expect(seen.at(-1)).toBe(true);
});
