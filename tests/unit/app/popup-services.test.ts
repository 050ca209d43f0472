import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { PopupReading } from '../../../lib/app/popup-start.ts';
import { liveOf } from '../../../lib/base/observable.ts';
import type { ReadSettings } from '../../../lib/domain/settings.ts';
import { GOOD_STORE } from '../../../lib/domain/store-state.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
vi.mock('../../../lib/app/page-core.ts', () => ({ createPageCore: ({ tabId }: { readonly tabId: number | null }) => ({ of: tabId, tab: liveOf(null), recording: () => liveOf(null) }) }));
const { createPopupServices } = await import('../../../lib/app/popup-services.ts');

beforeEach(() => fakeBrowser.reset());

const known = { ...liveOf([]), first: Promise.resolve() };
const READING = {
  tabId: 7, tab: { ...liveOf({ url: 'https://shop.example/', title: null }), first: Promise.resolve() }, recording: () => ({ ...liveOf({ on: true, hasPermission: true }), first: Promise.resolve() }),
  sessions: () => known, findings: () => known, footsteps: () => known, gaps: () => known, captureLedger: () => ({ ...liveOf({}), first: Promise.resolve() }), storeState: () => liveOf(GOOD_STORE),
} satisfies PopupReading;

it('what its first script has read already is not asked for again', () => {
  const services = createPopupServices(READING);
  expect(services).toMatchObject({ of: 7, tabId: 7, tab: READING.tab, recording: READING.recording, sessions: READING.sessions });
});

it('the settings are read when the first picture has been drawn: it shows none of them', async () => {
  vi.useFakeTimers();
  const asked = vi.spyOn(fakeBrowser.storage.local, 'get');
  let told: ReadSettings | undefined;
  createPopupServices(READING).settings().subscribe((read) => {
    told = read;
  });
  await vi.advanceTimersByTimeAsync(90);
  expect(asked).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(20);
  vi.useRealTimers();
  await expect.poll(() => told?.problem).toBeNull();
});
