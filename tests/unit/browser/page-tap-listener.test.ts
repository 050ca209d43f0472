import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
const { listenToPageTap } = await import('../../../lib/browser/page-tap-listener.ts');

beforeEach(() => fakeBrowser.reset());

it('hears scripts of this extension alone, and answers nobody', () => {
  const dropped: string[] = [];
  const add = vi.spyOn(fakeBrowser.runtime.onMessage, 'addListener');
  listenToPageTap({ isOff: () => false, now: () => 0, reported: () => undefined, filled: () => undefined, refused: () => undefined, dropped: (counter) => void dropped.push(counter) });
  const hear = add.mock.calls[0]?.[0] as (message: unknown, sender: unknown) => unknown;
  const message = { kind: 'pageTap.other' };
  for (const id of ['another', undefined]) expect(hear(message, { id, tab: { id: 1 } })).toBeUndefined();
  expect(dropped).toEqual([]);
  expect(hear(message, { id: fakeBrowser.runtime.id, tab: { id: 1 } })).toBeUndefined();
  expect(dropped).toEqual(['pageTap.invalid']);
});
