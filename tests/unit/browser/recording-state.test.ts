import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { liveOf } from '../../../lib/base/observable.ts';
import type { RecordingState } from '../../../lib/domain/views.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
vi.mock('../../../lib/browser/permission.ts', async () => ({ livePermission: (await import('../../../lib/base/observable.ts')).liveOf(true) }));
const { liveRecording } = await import('../../../lib/browser/recording-state.ts');

beforeEach(() => fakeBrowser.reset());

it('tells of the site and the tab whether they are recorded, at once when it changes', async () => {
  const told: RecordingState[] = [];
  const stop = liveRecording(7, liveOf({ url: 'https://www.shop.example:8443/x' })).subscribe((state) => told.push(state));
  const last = (state: RecordingState) => vi.waitFor(() => expect(told.at(-1)).toEqual(state));
  await last({ on: true, hasPermission: true, site: { host: 'www.shop.example', on: true }, tab: { on: true } });
  await fakeBrowser.storage.local.set({ settings: { version: 1, sites: { mode: 'except', hosts: [7, 'https://x', 'shop.example'] } } });
  await last({ on: true, hasPermission: true, site: { host: 'www.shop.example', on: false }, tab: { on: true } });
  await fakeBrowser.storage.session.set({ pausedTabs: [7] });
  await last({ on: true, hasPermission: true, site: { host: 'www.shop.example', on: false }, tab: { on: false } });
  await fakeBrowser.storage.local.set({ settings: { version: 2, recording: false } });
  await last({ on: true, hasPermission: true, site: { host: 'www.shop.example', on: true }, tab: { on: false } });
  stop();
});

it('knows neither where a page is about all tabs', async () => {
  const told: RecordingState[] = [];
  await fakeBrowser.storage.local.set({ settings: { version: 1, recording: false } });
  liveRecording(null, liveOf({ url: null })).subscribe((state) => told.push(state));
  await vi.waitFor(() => expect(told.at(-1)).toEqual({ on: false, hasPermission: true }));
});
