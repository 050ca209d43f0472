import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
const { chosenTheme } = await import('../../../lib/browser/theme.ts');
const { DEFAULT_SETTINGS } = await import('../../../lib/domain/settings.ts');

beforeEach(() => fakeBrowser.reset());

it('tells the theme that was chosen, and each change of it; what is none counts as none', async () => {
  const seen: unknown[] = [];
  await fakeBrowser.storage.local.set({ settings: { ...DEFAULT_SETTINGS, theme: 'dark' } });
  const stop = chosenTheme.subscribe((theme) => seen.push(theme));
  await vi.waitFor(() => expect(seen).toEqual(['dark']));
  for (const stored of [{ ...DEFAULT_SETTINGS, theme: 'light' }, DEFAULT_SETTINGS, { version: 2, theme: 'dark' }, 'broken']) await fakeBrowser.storage.local.set({ settings: stored });
  expect(seen).toEqual(['dark', 'light', null, null, null]);
  stop();
  await fakeBrowser.storage.local.set({ settings: { ...DEFAULT_SETTINGS, theme: 'dark' } });
  expect(seen).toHaveLength(5);
});
