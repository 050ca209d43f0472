import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
const { createPausedTabs, livePausedTab } = await import('../../../lib/browser/paused-tabs.ts');

beforeEach(() => fakeBrowser.reset());

it('outlive the worker, and end with the tab', async () => {
  const first = createPausedTabs(() => undefined);
  await first.set(7, true);
  await first.set(8, true);
  const closed = vi.fn<() => void>();
  const second = createPausedTabs(closed);
  await second.ready;
  expect([second.has(7), second.has(8), second.has(9)]).toEqual([true, true, false]);
  await fakeBrowser.tabs.onRemoved.trigger(7, { windowId: 1, isWindowClosing: false });
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  expect([...second.all()]).toEqual([8]);
  const third = createPausedTabs(() => undefined);
  await third.ready;
  expect([...third.all()]).toEqual([8]);
});

it('are told to pages as they change', async () => {
  const told: boolean[] = [];
  const stop = livePausedTab(7).subscribe((paused) => told.push(paused));
  await vi.waitFor(() => expect(told).toEqual([false]));
  const tabs = createPausedTabs(() => undefined);
  await tabs.set(7, true);
  await tabs.set(8, true);
  await tabs.set(7, false);
  expect(told).toEqual([false, true, true, false]);
  stop();
});

it('take what others left there for nothing', async () => {
  await fakeBrowser.storage.session.set({ pausedTabs: ['7', null, 3] });
  const tabs = createPausedTabs(() => undefined);
  await tabs.ready;
  expect([...tabs.all()]).toEqual([3]);
});
