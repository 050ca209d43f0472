import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { liveOf, type Live } from '../../../lib/base/observable.ts';
import type { SeenTab } from '../../../lib/browser/page.ts';
import type { Session } from '../../../lib/domain/session.ts';
import type { ViewScope } from '../../../lib/domain/views.ts';
import { createReader } from '../../../lib/store/reader.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));
const { readPopup, startPopup } = await import('../../../lib/app/popup-start.ts');

const SHOP = { id: 7, url: 'https://shop.example/', title: 'Shop', isPrivate: false } satisfies SeenTab;
const NONE_STORED = liveOf<unknown>(undefined);

beforeEach(() => {
  fakeBrowser.reset();
  vi.spyOn(fakeBrowser.permissions, 'contains').mockImplementation(async () => true);
  vi.spyOn(fakeBrowser.permissions.onAdded, 'addListener').mockImplementation(() => undefined);
  vi.spyOn(fakeBrowser.permissions.onRemoved, 'addListener').mockImplementation(() => undefined);
  vi.spyOn(fakeBrowser.tabs, 'get').mockImplementation(async () => tab({}) as never);
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const tab = (more: object): object => ({ id: 7, url: SHOP.url, title: SHOP.title, incognito: false, ...more });

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

describe('what was recorded of a popup\'s tab', () => {
  it('is known before the popup is put together, as far as the first picture shows it', async () => {
    const asked: ViewScope[] = [];
    const read = await readPopup(reader((scope) => {
      asked.push(scope);
      return { subscribe: (next) => void setTimeout(() => next([]), 5) as never };
    }), SHOP, NONE_STORED);
    expect(known(read.sessions({ tabId: 7 }))).toEqual([]);
    expect(known(read.findings({ tabId: 7 }))).toEqual([]);
    expect(known(read.captureLedger())).toEqual({});
    expect(known(read.tab)).toEqual({ url: SHOP.url, title: SHOP.title });
    expect(known(read.recording())).toMatchObject({ on: true, hasPermission: true, site: { host: 'shop.example' }, tab: { on: true } });
    // It is asked for once, and of its tab; another question is another.
    expect(asked).toEqual([{ tabId: 7 }]);
    void read.sessions({ tabId: null });
    expect(asked).toEqual([{ tabId: 7 }, { tabId: null }]);
  });

  it('holds the popup up no longer than nobody notices where the database does not answer', async () => {
    vi.useFakeTimers();
    const made = readPopup(reader(() => ({ subscribe: () => () => undefined })), SHOP, NONE_STORED);
    const state = vi.fn<(is: string) => void>();
    void made.then(() => state('made'));
    await vi.advanceTimersByTimeAsync(50);
    expect(state).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(50);
    expect(state).toHaveBeenCalledExactlyOnceWith('made');
    expect(known((await made).sessions({ tabId: 7 }))).toBeUndefined();
  });

  it('is of the tab as it is, where it has gone on since it was seen', async () => {
    vi.spyOn(fakeBrowser.tabs, 'get').mockImplementation(async () => tab({ url: 'https://shop.example/basket', title: 'Basket' }) as never);
    const read = await readPopup(reader(() => ({ subscribe: (next) => void next([]) as never })), SHOP, NONE_STORED);
    await expect.poll(() => known(read.tab)).toEqual({ url: 'https://shop.example/basket', title: 'Basket' });
  });
});

describe('the popup\'s first script', () => {
  it('reads what was recorded of the tab on screen', async () => {
    const asked = vi.spyOn(fakeBrowser.tabs, 'query').mockImplementation(async () => [tab({})] as never);
    const about = await startPopup('').about;
    expect(asked).toHaveBeenCalledExactlyOnceWith({ active: true, currentWindow: true });
    if ('privateTab' in about) throw new Error('it is not private');
    expect(about.tabId).toBe(7);
    expect(known(about.sessions({ tabId: 7 }))).toEqual([]);
  });

  it('reads what was recorded of the tab that the address names, also where that is gone', async () => {
    const about = await startPopup('?tab=12').about;
    expect(about).toMatchObject({ tabId: 12 });
    vi.spyOn(fakeBrowser.tabs, 'get').mockImplementation(async () => {
      throw new Error('No tab with id: 13');
    });
    expect(await startPopup('?tab=13').about).toMatchObject({ tabId: 13 });
  });

  it('asks for the settings once, for the theme and for what is recorded', async () => {
    vi.spyOn(fakeBrowser.tabs, 'query').mockImplementation(async () => [tab({})] as never);
    await fakeBrowser.storage.local.set({ settings: { version: 1, theme: 'dark', recording: false } });
    const asked = vi.spyOn(fakeBrowser.storage.local, 'get');
    const { theme, about } = startPopup('');
    const read = await about;
    if ('privateTab' in read) throw new Error('it is not private');
    expect(known(theme)).toBe('dark');
    expect(known(read.recording())).toMatchObject({ on: false });
    expect(asked).toHaveBeenCalledExactlyOnceWith('settings');
  });

  it('reads nothing of a tab in a private window', async () => {
    vi.spyOn(fakeBrowser.tabs, 'query').mockImplementation(async () => [tab({ incognito: true })] as never);
    expect(await startPopup('').about).toEqual({ privateTab: 7 });
  });

  it('is of no tab where none is on screen', async () => {
    vi.spyOn(fakeBrowser.tabs, 'query').mockImplementation(async () => []);
    const about = await startPopup('').about;
    if ('privateTab' in about) throw new Error('it is not private');
    expect(about.tabId).toBeNull();
    expect(known(about.tab)).toEqual({ url: null, title: null });
  });
});
