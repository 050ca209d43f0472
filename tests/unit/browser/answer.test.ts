import { expect, test, vi } from 'vitest';
import { answering } from '../../../lib/browser/answer.ts';

test('a message that is another listener\'s is left alone: the browser asks on', () => {
  const respond = vi.fn<(answer?: unknown) => void>();
  expect(answering(() => undefined)('x', {}, respond)).toBeUndefined();
  expect(respond).not.toHaveBeenCalled();
});

test('one of its own keeps the browser waiting, and is answered when the answer is there', async () => {
  const respond = vi.fn<(answer?: unknown) => void>();
  const listener = answering((message, sender: { id: string }) => Promise.resolve([message, sender.id]));
  expect(listener('x', { id: 'me' }, respond)).toBe(true);
  expect(respond).not.toHaveBeenCalled();
  await vi.waitFor(() => expect(respond).toHaveBeenCalledExactlyOnceWith(['x', 'me']));
});

test('nobody waits for ever for a listener that failed', async () => {
  const respond = vi.fn<(answer?: unknown) => void>();
  answering(() => Promise.reject(new Error('gone')))('x', {}, respond);
  await vi.waitFor(() => expect(respond).toHaveBeenCalledExactlyOnceWith(undefined));
});
