import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
const { DEFAULT_SETTINGS, liveSettings, parseSettings, readSettings, writeSettings } = await import('../../../lib/browser/settings.ts');

beforeEach(() => fakeBrowser.reset());

it('are the defaults where nothing is stored', async () => {
  expect(await readSettings()).toEqual({ settings: DEFAULT_SETTINGS, problem: null });
});

it('are kept, and told to whoever listens', async () => {
  const told: boolean[] = [];
  const stop = liveSettings.subscribe(({ settings }) => told.push(settings.recording));
  await vi.waitFor(() => expect(told).toEqual([true]));
  await writeSettings({ recording: false });
  await writeSettings({ rules: { snowplow: { idleMs: 60_000, maxMs: null } } });
  stop();
  await writeSettings({ recording: true });
  expect(told).toEqual([true, false, false]);
  expect((await readSettings()).settings).toMatchObject({ recording: true, rules: { snowplow: { idleMs: 60_000, maxMs: null } } });
});

it.each([[null], ['text'], [{ ...DEFAULT_SETTINGS, version: 2 }], [{ ...DEFAULT_SETTINGS, recording: 'yes' }]])('fall back where they are damaged, and say so: %j', (stored) => {
  const read = parseSettings(stored);
  expect(read.settings).toEqual(DEFAULT_SETTINGS);
  expect(read.problem).toMatch(/cannot be read/);
});

it('lose only the rules where only those are damaged', () => {
  expect(parseSettings({ ...DEFAULT_SETTINGS, recording: false, rules: { sentry: { idleMs: -1 } } })).toEqual({ settings: { ...DEFAULT_SETTINGS, recording: false }, problem: null });
});
