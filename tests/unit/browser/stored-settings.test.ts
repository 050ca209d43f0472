import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
const { storedSettings } = await import('../../../lib/browser/stored-settings.ts');

beforeEach(() => fakeBrowser.reset());

it('tells the settings as they lie there, and each change of them alone', async () => {
  const seen: unknown[] = [];
  const stop = storedSettings.subscribe((stored) => seen.push(stored));
  await vi.waitFor(() => expect(seen).toEqual([undefined]));
  await fakeBrowser.storage.local.set({ settings: 'broken' });
  await fakeBrowser.storage.local.set({ other: 1 });
  await fakeBrowser.storage.session.set({ settings: 2 });
  expect(seen).toEqual([undefined, 'broken']);
  stop();
  await fakeBrowser.storage.local.set({ settings: { version: 1 } });
  expect(seen).toHaveLength(2);
});
