import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXTENSION_DIRECTORY, FIREFOX_EXTENSION_DIRECTORY } from '../tools/build-extension.ts';
import { envelope, envelopePath, sessionIdOf, startEnvelopeSite, type EnvelopeSite } from './support/envelope-site.ts';
import { poll, pollUntil } from './support/expect-poll.ts';
import { extensionOf, openExtensionPage } from './support/extension.ts';
import { FirefoxExtension } from './support/firefox/firefox-extension.ts';
import { launchBrowser } from './support/launch.ts';
import { readStored, type Stored } from './support/stored.ts';

/** The little of the browser's API that runs inside our page on behalf of a test. */
declare const chrome: {
  readonly developerPrivate: { updateExtensionConfiguration(change: object): Promise<void>; updateProfileConfiguration(change: object): Promise<void> };
  readonly runtime: { sendMessage(message: object): Promise<{ readonly ok: boolean; readonly error?: string }> };
  readonly extension: { isAllowedIncognitoAccess(): Promise<boolean> };
  readonly action: { getTitle(of: object): Promise<string> };
  readonly scripting: { executeScript(how: object): Promise<unknown> };
  readonly storage: { readonly local: { get(): Promise<object> } };
  readonly tabs: { create(tab: object): Promise<{ readonly id: number }>; getCurrent(): Promise<{ readonly windowId: number }>; get(id: number): Promise<{ readonly status: string; readonly url?: string }>; remove(id: number): Promise<void> };
  readonly windows: { create(window: object): Promise<{ readonly id: number; readonly tabs: readonly { readonly id: number }[] }>; remove(id: number): Promise<void> };
};

/** A page of ours, in either browser. */
type Inside = { evaluate<T, A = undefined>(run: (arg: A) => T | Promise<T>, arg?: A): Promise<T> };
type Stage = { readonly inside: Inside; open(page: string): Promise<Inside>; close(): Promise<void> };

async function chromium(): Promise<Stage> {
  const browser = await launchBrowser({ extensions: [EXTENSION_DIRECTORY] });
  const { id } = await extensionOf(browser.context);
  const settings = await browser.context.newPage();
  await settings.goto('chrome://extensions');
  await settings.evaluate(async (extensionId) => {
    // It is loaded anew with the other permission, which needs the developer mode.
    await chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
    await chrome.developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });
  }, id);
  const extension = await extensionOf(browser.context);
  const open = async (page: string): Promise<Inside> => (await poll(() => openExtensionPage(browser.context, extension, page), { what: `${page} opens` })) as Inside;
  return { inside: await open('panel.html'), open, close: () => browser.close() };
}

async function firefox(): Promise<Stage> {
  const extension = await FirefoxExtension.launch(FIREFOX_EXTENSION_DIRECTORY, { allowPrivateBrowsing: true });
  const open = async (page: string): Promise<Inside> => (await extension.openTab(extension.url(page))) as Inside;
  return { inside: await open('panel.html'), open, close: () => extension.close() };
}

describe.each([['Chromium', chromium], ['Firefox', firefox]] as const)('what the user wants recorded, in %s', (_, launch) => {
  let site: EnvelopeSite;
  let stage: Stage;
  beforeAll(async () => {
    site = await startEnvelopeSite();
    stage = await launch();
  });
  afterAll(async () => {
    await stage?.close();
    await site?.close();
  });

  const stored = (holds: (rows: Stored) => boolean, what: string): Promise<Stored> => pollUntil(() => readStored(stage.inside), holds, { what });
  const has = ({ requests }: Stored, number: number): boolean => requests.some(({ url, outcome }) => url.includes(envelopePath(number)) && outcome.kind === 'responded');
  const counted = ({ counters }: Stored, name: string): number => counters.find((counter) => counter.name === name)?.n ?? 0;
  const command = async (given: object): Promise<void> => expect(await stage.inside.evaluate((it) => chrome.runtime.sendMessage({ command: it }), given)).toEqual({ ok: true, value: null });
  /** A new tab has loaded an empty page first. */
  const loaded = (tabId: number): Promise<unknown> => pollUntil(() => stage.inside.evaluate((id) => chrome.tabs.get(id), tabId), ({ status, url }) => status === 'complete' && url !== 'about:blank', { what: 'the page has loaded' });
  async function openTab(url: string): Promise<number> {
    const tabId = await stage.inside.evaluate(async (to) => {
      // Not in a private window, though that may be the one in front.
      const { windowId } = await chrome.tabs.getCurrent();
      return (await chrome.tabs.create({ url: to, windowId })).id;
    }, url);
    await loaded(tabId);
    return tabId;
  }
  const send = (tabId: number, number: number): Promise<unknown> =>
    stage.inside.evaluate(
      ([id, url, body]) => chrome.scripting.executeScript({ target: { tabId: id }, args: [url, body], func: (to: string, text: string) => fetch(to, { method: 'POST', body: text }).then(() => undefined) }),
      [tabId, envelopePath(number), envelope(number, Date.now())] as const,
    );
  /** The button of the tab says so, in a moment: what it shows is looked over a few times a second. */
  const isTitled = (tabId: number, words: RegExp): Promise<string> => pollUntil(() => stage.inside.evaluate((id) => chrome.action.getTitle({ tabId: id }), tabId), (title) => words.test(title), { what: `the button says ${words}` });

  test('a site and a tab are paused and resumed; the others go on; each pause is counted and a gap', async () => {
    const [one, two] = [await openTab(`${site.url}/page`), await openTab(`${site.url}/page`)];
    const elsewhere = await openTab(`${site.url.replace('127.0.0.1', 'localhost')}/page`);
    await send(one, 1);
    await stored((rows) => has(rows, 1), 'the first is recorded');

    await command({ type: 'recordTab', tabId: one, on: false });
    await send(one, 2);
    await send(two, 3);
    await stored((rows) => has(rows, 3), 'another tab of the site is recorded');
    await isTitled(one, /This tab is not recorded\.$/);
    await command({ type: 'recordTab', tabId: one, on: true });
    await send(one, 4);
    await stored((rows) => has(rows, 4), 'the tab is recorded again');

    await command({ type: 'recordSite', host: '127.0.0.1', on: false });
    await send(one, 5);
    await send(elsewhere, 6);
    await stored((rows) => has(rows, 6), 'another site is recorded');
    await isTitled(one, /This site is not recorded\.$/);
    await command({ type: 'recordSite', host: '127.0.0.1', on: true });
    await send(one, 7);
    const rows = await stored((all) => has(all, 7) && counted(all, 'dropped.pausedSite') > 0 && counted(all, 'dropped.pausedTab') > 0, 'the site is recorded again, and what was not is counted');

    expect([1, 2, 3, 4, 5, 6, 7].filter((number) => rows.requests.some(({ url }) => url.includes(envelopePath(number))))).toEqual([1, 3, 4, 6, 7]);
    expect(site.arrived.filter((number) => number <= 7)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect([counted(rows, 'dropped.pausedTab'), counted(rows, 'dropped.pausedSite')]).toEqual([1, 1]);
    expect(rows.gaps.map(({ why, to, scope }) => [why, to !== null, scope])).toEqual([['paused', true, { kind: 'tab', tabId: one }], ['paused', true, { kind: 'site', host: '127.0.0.1' }]]);
  });

  test('a pause of a tab ends with the tab', async () => {
    const tabId = await openTab(`${site.url}/page`);
    await command({ type: 'recordTab', tabId, on: false });
    await stored(({ gaps }) => gaps.some(({ to }) => to === null), 'the pause goes on');
    await stage.inside.evaluate((id) => chrome.tabs.remove(id), tabId);
    const { gaps: over } = await stored(({ gaps }) => gaps.every(({ to }) => to !== null), 'the pause is over');
    expect(over.at(-1)?.scope).toEqual({ kind: 'tab', tabId });
  });

  test('a private window is shown while it is there, and is never on the disk', async () => {
    expect(await stage.inside.evaluate(() => chrome.extension.isAllowedIncognitoAccess())).toBe(true);
    const { windowId, tabId } = await stage.inside.evaluate(async (url) => {
      const opened = await chrome.windows.create({ incognito: true, url });
      return { windowId: opened.id, tabId: opened.tabs[0]?.id ?? -1 };
    }, `${site.url}/page?private`);
    await loaded(tabId);
    await send(tabId, 21);
    const popup = await stage.open(`popup.html?tab=${tabId}`);
    const text = (): Promise<string> => popup.evaluate(() => document.body.innerText);
    expect(await pollUntil(text, (words) => words.includes(sessionIdOf(21)), { what: 'the popup shows the private session' })).toContain('Private window: kept in memory only');

    const sidePanel = await stage.open(`sidepanel.html?tab=${tabId}`);
    const beside = (): Promise<string> => sidePanel.evaluate(() => document.body.innerText);
    expect(await pollUntil(beside, (words) => words.includes(sessionIdOf(21)), { what: 'the side panel shows the private session' })).toContain('Private window: kept in memory only');

    // What is written after it came after it.
    const ordinary = await openTab(`${site.url}/page`);
    await send(ordinary, 22);
    await stored((rows) => has(rows, 22), 'what is not private is recorded');
    const onDisk = await stage.inside.evaluate(async () => {
      const done = <T>(request: IDBRequest<T>): Promise<T> =>
        new Promise((resolve, reject) => {
          request.addEventListener('success', () => resolve(request.result));
          request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
        });
      const all: unknown[] = [await chrome.storage.local.get(), { ...localStorage }];
      for (const { name = '' } of await indexedDB.databases()) {
        const db = await done(indexedDB.open(name));
        for (const store of db.objectStoreNames) all.push(await done(db.transaction(store).objectStore(store).getAll()));
        db.close();
      }
      return JSON.stringify(all, (_key, value: unknown) => (value instanceof Uint8Array ? new TextDecoder().decode(value) : value));
    });
    expect(onDisk).toContain(sessionIdOf(22));
    for (const secret of [sessionIdOf(21), envelopePath(21), '?private', `"tabId":${tabId},`]) expect(onDisk).not.toContain(secret);

    await stage.inside.evaluate((id) => chrome.windows.remove(id), windowId);
    await pollUntil(text, (words) => !words.includes(sessionIdOf(21)), { what: 'it is gone with its window' });
    await pollUntil(beside, (words) => !words.includes(sessionIdOf(21)), { what: 'and from the side panel' });
    expect((await readStored(stage.inside)).requests.some(({ url }) => url.includes(envelopePath(21)))).toBe(false);
  });
});
