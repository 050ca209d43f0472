import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXTENSION_DIRECTORY, FIREFOX_EXTENSION_DIRECTORY } from '../tools/build-extension.ts';
import type { EnvelopeSite } from './support/envelope-site.ts';
import { envelope, envelopePath, sessionIdOf, startEnvelopeSite } from './support/envelope-site.ts';
import { poll, pollUntil } from './support/expect-poll.ts';
import { extensionOf, openExtensionPage, openPopup, type Extension } from './support/extension.ts';
import { FirefoxExtension } from './support/firefox/firefox-extension.ts';
import type { FirefoxView } from './support/firefox/firefox.ts';
import { launchBrowser, type Launched } from './support/launch.ts';

const MENU_ENTRY = 'Sessions of this tab in the side panel';

/** What the page of a test does: begins a session. */
async function begin([url, body]: readonly [string, string]): Promise<void> {
  await fetch(url, { method: 'POST', body });
}
const beginning = (number: number): readonly [string, string] => [envelopePath(number), envelope(number, Date.now())];

/** The ways to the side panel, by the real button, menu and keys where a browser lets a test press them. */
let site: EnvelopeSite;
beforeAll(async () => {
  site = await startEnvelopeSite();
});
afterAll(async () => site?.close());

describe('in Chromium', () => {
  let browser: Launched;
  let extension: Extension;
  beforeAll(async () => {
    browser = await launchBrowser({ extensions: [EXTENSION_DIRECTORY] });
    extension = await extensionOf(browser.context);
  });
  afterAll(async () => browser?.close());

  test('the button of the real popup opens the side panel beside its page, and closes the popup', async () => {
    const page = await browser.context.newPage();
    await page.goto(`${site.url}/ways`);
    await page.evaluate(begin, beginning(81));
    const popup = await openPopup(browser.context, extension, page);
    const closed = popup.waitForEvent('close');
    await popup.getByRole('button', { name: 'Side panel' }).click();
    const isSide = (one: Page): boolean => one.url().startsWith(extension.url('sidepanel.html'));
    const side = await poll(() => browser.context.pages().find(isSide), { what: 'the side panel is on screen' });
    await side.getByText(sessionIdOf(81)).first().waitFor();
    expect((await closed).isClosed()).toBe(true);
    await side.close();
    await page.close();
  });

  // No driver reaches the browser's own menus and keys: that they lead to the side panel is shown for the handlers (tests/unit/browser/side-panel.test.ts).
  test('the browser knows its keys, and its entry in the menu', async () => {
    const desk = await openExtensionPage(browser.context, extension, 'popup.html');
    type Offers = { readonly commands: { getAll(): Promise<readonly { readonly name: string; readonly shortcut: string }[]> }; readonly contextMenus: { update(id: string, change: object): Promise<void> } };
    const known = await desk.evaluate(async (title) => {
      const { commands, contextMenus } = (globalThis as unknown as { readonly chrome: Offers }).chrome;
      const menu = (id: string): Promise<string> => contextMenus.update(id, { title }).then(() => 'there', (error: Error) => error.message);
      return { keys: (await commands.getAll()).find(({ name }) => name === 'open-side-panel')?.shortcut, menu: await menu('open-side-panel'), other: await menu('another') };
    }, MENU_ENTRY);
    expect(known).toEqual({ keys: expect.stringContaining('F'), menu: 'there', other: expect.stringContaining('another') });
    await desk.close();
  });
});

describe('in Firefox', () => {
  let extension: FirefoxExtension;
  let tab: FirefoxView;
  beforeAll(async () => {
    extension = await FirefoxExtension.launch(FIREFOX_EXTENSION_DIRECTORY);
    tab = await extension.openTab(`${site.url}/ways`);
    await tab.evaluate(begin, beginning(82));
    // Somewhere to click.
    await tab.evaluate(() => void (document.body.style.height = '300px'));
  });
  afterAll(async () => extension?.close());

  test.each([
    ['the button of the real popup', async () => (await extension.openPopup(tab)).click('footer button[title^="Keep this beside"]')],
    ['the menu of the page', () => extension.chooseInPageMenu(tab, MENU_ENTRY)],
    ['its keys', () => extension.pressKeysOf('F', ['alt', 'shift'])],
  ] as const)('%s opens the sidebar beside the page', async (_, open) => {
    await extension.select(tab);
    await open();
    const side = await extension.sidebar();
    const text = await pollUntil(() => side.evaluate(() => document.body.innerText), (shown) => shown.includes(sessionIdOf(82)), { what: 'the sidebar shows the session of the page' });
    expect(text).toContain('127.0.0.1');
    await side.close();
  });
});
