import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Live } from '../../../lib/base/observable.ts';
import type { Session } from '../../../lib/domain/session.ts';
import type { ReadSettings } from '../../../lib/domain/settings.ts';
import type { ViewScope } from '../../../lib/domain/views.ts';
import { createReader } from '../../../lib/store/reader.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
vi.mock('../../../lib/app/page-core.ts', async () => {
  const { liveOf } = await import('../../../lib/base/observable.ts');
  return { createPageCore: () => ({ tab: liveOf({ url: 'https://shop.example/', title: null }), recording: () => liveOf({ on: true, hasPermission: true }) }) };
});
const { createPopupServices } = await import('../../../lib/app/popup-services.ts');

beforeEach(() => fakeBrowser.reset());
afterEach(() => vi.useRealTimers());

/** What a subscriber is told in the turn in which it asks. */
function known<T>(live: Live<T>): T | undefined {
  let told: T | undefined;
  live.subscribe((value) => {
    told ??= value;
  })();
  return told;
}

let count = 0;
/** A reader over no database, whose sessions are those of `sessions`. */
const reader = (sessions: (scope: ViewScope) => Live<readonly Session[]>) => ({ ...createReader(async () => 0, `popup-${++count}`), sessions: sessions as never });

it('what the first picture shows is known before the popup is put together', async () => {
  const asked: ViewScope[] = [];
  const services = await createPopupServices(reader((scope) => {
    asked.push(scope);
    return { subscribe: (next) => void setTimeout(() => next([]), 5) as never };
  }), { tabId: 7 });
  expect(known(services.sessions({ tabId: 7 }))).toEqual([]);
  expect(known(services.findings({ tabId: 7 }))).toEqual([]);
  expect(known(services.captureLedger())).toEqual({});
  expect(known(services.tab)).toEqual({ url: 'https://shop.example/', title: null });
  expect(known(services.recording())).toEqual({ on: true, hasPermission: true });
  // It is asked for once, and of its tab; another question is another.
  expect(asked).toEqual([{ tabId: 7 }]);
  void services.sessions({ tabId: null });
  expect(asked).toEqual([{ tabId: 7 }, { tabId: null }]);
});

it('a database that does not answer holds the popup up no longer than nobody notices', async () => {
  vi.useFakeTimers();
  const made = createPopupServices(reader(() => ({ subscribe: () => () => undefined })), { tabId: 7 });
  const state = vi.fn<(is: string) => void>();
  void made.then(() => state('made'));
  await vi.advanceTimersByTimeAsync(50);
  expect(state).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(50);
  expect(state).toHaveBeenCalledExactlyOnceWith('made');
  expect(known((await made).sessions({ tabId: 7 }))).toBeUndefined();
});

it('the settings are read when the first picture has been drawn: it shows none of them', async () => {
  const services = await createPopupServices(reader(() => ({ subscribe: (next) => void next([]) as never })), { tabId: 7 });
  vi.useFakeTimers();
  const asked = vi.spyOn(fakeBrowser.storage.local, 'get');
  let told: ReadSettings | undefined;
  services.settings().subscribe((read) => {
    told = read;
  });
  await vi.advanceTimersByTimeAsync(90);
  expect(asked).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(20);
  vi.useRealTimers();
  await expect.poll(() => told?.problem).toBeNull();
});
