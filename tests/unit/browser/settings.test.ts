import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { DEFAULT_SETTINGS } from '../../../lib/domain/settings.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
const { changeSettings, liveSettings, readSettings, resetSettings } = await import('../../../lib/browser/settings.ts');

beforeEach(() => fakeBrowser.reset());

it('are the defaults where nothing is stored', async () => {
  expect(await readSettings()).toEqual({ settings: DEFAULT_SETTINGS, problem: null });
});

it('are kept, and told to whoever listens', async () => {
  const told: boolean[] = [];
  const stop = liveSettings.subscribe(({ settings }) => told.push(settings.recording));
  await vi.waitFor(() => expect(told).toEqual([true]));
  await changeSettings({ recording: false });
  await changeSettings({ rules: { snowplow: { idleMs: 60_000, maxMs: null } } });
  stop();
  await changeSettings({ recording: true });
  expect(told).toEqual([true, false, false]);
  expect((await readSettings()).settings).toMatchObject({ recording: true, rules: { snowplow: { idleMs: 60_000, maxMs: null } } });
});

it('lose no change to another made at the same time', async () => {
  await Promise.all([changeSettings({ recording: false }), changeSettings({ theme: 'dark' }), changeSettings({ privateWindows: false })]);
  expect((await readSettings()).settings).toMatchObject({ recording: false, theme: 'dark', privateWindows: false });
});

it('of a newer version are never overwritten', async () => {
  const newer = { version: 2, recording: false, more: true };
  await fakeBrowser.storage.local.set({ settings: newer });
  await expect(changeSettings({ theme: 'dark' })).rejects.toThrow(/newer version/);
  expect(await fakeBrowser.storage.local.get('settings')).toEqual({ settings: newer });
});

it.each([[{ version: 2, recording: false }], ['broken'], [{ ...DEFAULT_SETTINGS, theme: 'pink' }]])('are the defaults again when the person says so, whatever is stored: %j', async (stored) => {
  await fakeBrowser.storage.local.set({ settings: stored });
  await resetSettings();
  expect(await readSettings()).toEqual({ settings: DEFAULT_SETTINGS, problem: null });
});

it('keep what could be read of a damaged record with the next change', async () => {
  await fakeBrowser.storage.local.set({ settings: { ...DEFAULT_SETTINGS, recording: false, theme: 'pink' } });
  await changeSettings({});
  expect(await readSettings()).toEqual({ settings: { ...DEFAULT_SETTINGS, recording: false }, problem: null });
});
