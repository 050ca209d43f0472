import { describe } from 'vitest';
import type { Frame, Page } from 'playwright-core';
import type { BrowserName } from '../../tools/browser-finder.ts';
import { EXTENSION_DIRECTORY, FIREFOX_EXTENSION_DIRECTORY } from '../../tools/build-extension.ts';
import { readArchive } from './archive-shape.ts';
import type { Archive } from './archive-shape.ts';
import { openDevToolsPanel, screenshot, setDevToolsTheme } from './devtools.ts';
import { PATIENCE_MS, poll, pollUntil } from './expect-poll.ts';
import { extensionOf, killWorker, openExtensionPage, openPopup, openSidePanel, stopWorker, tabIdOf, workerRuns } from './extension.ts';
import { FirefoxExtension } from './firefox/firefox-extension.ts';
import type { FirefoxView } from './firefox/firefox.ts';
import { launchBrowser } from './launch.ts';

/** The little of the browser's API that runs inside our pages on behalf of a test. */
declare const chrome: { readonly tabs: { remove(id: number): Promise<void> } };
declare const browser: { readonly runtime: { getBackgroundPage(): Promise<Window & { readonly Date: DateConstructor }> } };

/** A page on screen, in whichever browser: of a site in a tab, or of the extension in a tab, popup or DevTools. */
export type View = {
  url(): Promise<string>;
  /** Runs a function in the page's own world. It is sent as text, and its argument and result as JSON. */
  evaluate<Result>(script: () => Result | Promise<Result>): Promise<Result>;
  evaluate<Result, Argument>(script: (argument: Argument) => Result | Promise<Result>, argument: Argument): Promise<Result>;
  click(selector: string): Promise<void>;
  /** Types into whatever has the focus. */
  type(text: string): Promise<void>;
  /** Presses a key that types nothing, by its name in the DOM; it goes to whatever has the focus. */
  press(key: Key): Promise<void>;
  screenshot(file: string): Promise<void>;
  close(): Promise<void>;
};

export type Key = 'ArrowDown' | 'ArrowUp' | 'ArrowLeft' | 'ArrowRight' | 'Home' | 'End' | 'Enter' | 'Escape' | 'Tab' | 'Backspace';

/** A browser with the built extension in it. */
export type TestBrowser = {
  readonly name: BrowserName;
  /** Opens an address in a tab, in front, and waits for its load. */
  openTab(url: string): Promise<View>;
  openExtensionPage(page: string): Promise<View>;
  /** The true popup over a tab, as from the toolbar button. */
  openPopup(tab: View): Promise<View>;
  /** The real side panel beside a tab. */
  openSidePanel(tab: View): Promise<View>;
  /** The real DevTools on a tab, with our panel in front. */
  openPanel(tab: View): Promise<View>;
  /** Chooses the theme of DevTools, as in their settings. `panel` is of them. */
  setDevToolsTheme(panel: View, theme: 'light' | 'dark'): Promise<void>;
  /** The browser's number of a tab. */
  tabIdOf(tab: View): Promise<number>;
  /** Sets the clock of the background, which has to be running, so much ahead, until it is stopped. `page` is one of the extension's. */
  shiftClock(ms: number, page: View): Promise<void>;
  /** Closes a tab by its number, also one whose page the browser has discarded. `page` is one of the extension's. */
  closeTab(id: number, page: View): Promise<void>;
  /** Stops the background at once, as the browser does; the next event starts it anew. */
  killWorker(): Promise<void>;
  /** The same, and waits until it is gone. */
  stopWorker(): Promise<void>;
  /** Resolves when the background has come up. It does so by itself when there is an event for it. */
  workerRuns(): Promise<void>;
  close(): Promise<void>;
};

/** Declares a suite once for each browser; `launch` starts that browser with the extension. */
export function forEachBrowser(suite: (launch: () => Promise<TestBrowser>, name: BrowserName) => void): void {
  describe('in Chromium', () => {
    suite(() => launchChromium(), 'chromium');
  });
  describe('in Firefox', () => {
    suite(() => launchFirefoxBrowser(), 'firefox');
  });
}

/**
 * @param profile to start with and to keep, as a restart of the browser does; by default a fresh one that is removed at the end
 * @param directory of the extension; by default of the one that was built
 */
export const launchTestBrowser = (name: BrowserName, profile?: string, directory?: string): Promise<TestBrowser> =>
  name === 'firefox' ? launchFirefoxBrowser(profile, directory) : launchChromium(profile, directory);

/** The archive that the extension exports, by its own code. `view` is an open popup or panel, also as a tab. */
export async function exportArchive(view: View): Promise<Archive> {
  type Exporting = Window & { readonly __footsteps?: { exportArchive(): Promise<string> } };
  await poll(() => view.evaluate(() => (window as Exporting).__footsteps !== undefined), { what: 'the page can export' });
  const text = await view.evaluate(() => (window as Exporting).__footsteps?.exportArchive());
  if (text === undefined) throw new Error(`${await view.url()} offers no exportArchive()`);
  return readArchive(text);
}

/** Waits until an element is there. */
export async function waitForSelector(view: View, selector: string, timeout = PATIENCE_MS): Promise<void> {
  await poll(() => view.evaluate((wanted) => document.querySelector(wanted) !== null, selector), { what: `${selector} is there`, timeout });
}

/** All text that the view shows. */
export function textOf(view: View): Promise<string> {
  return view.evaluate(() => document.body.innerText);
}

const closeTabById = (id: number, page: View): Promise<void> => page.evaluate((tabId) => chrome.tabs.remove(tabId), id);

async function launchChromium(profile?: string, directory = EXTENSION_DIRECTORY): Promise<TestBrowser> {
  const launched = await launchBrowser({ extensions: [directory], ...(profile === undefined ? {} : { profile }) });
  const { context } = launched;
  const extension = await extensionOf(context);
  const pages = new WeakMap<View, Page>();
  const viewOf = (target: Page | Frame, window: Page): View => {
    const view: View = {
      url: () => Promise.resolve(target.url()),
      evaluate: <Result, Argument>(script: (argument: Argument) => Result | Promise<Result>, argument?: Argument): Promise<Result> =>
        (target.evaluate as (run: unknown, given: unknown) => Promise<Result>)(script, argument),
      click: (selector) => target.click(selector),
      type: (text) => window.keyboard.type(text),
      press: (key) => window.keyboard.press(key),
      screenshot: (file) => screenshot(window, file),
      close: () => window.close(),
    };
    pages.set(view, window);
    return view;
  };
  const pageOf = (view: View): Page => {
    const page = pages.get(view);
    if (page === undefined) throw new Error('this view is of another browser');
    return page;
  };
  return {
    name: 'chromium',
    async openTab(url) {
      const page = await context.newPage();
      await page.goto(url);
      return viewOf(page, page);
    },
    async openExtensionPage(file) {
      const page = await openExtensionPage(context, extension, file);
      return viewOf(page, page);
    },
    async openPopup(tab) {
      const popup = await openPopup(context, extension, pageOf(tab));
      return viewOf(popup, popup);
    },
    async openSidePanel(tab) {
      const side = await openSidePanel(context, extension, pageOf(tab));
      return viewOf(side, side);
    },
    async openPanel(tab) {
      const { devtools, panel } = await openDevToolsPanel(context, pageOf(tab), 'Footsteps', 'panel.html');
      return viewOf(panel, devtools);
    },
    setDevToolsTheme: (panel, theme) => setDevToolsTheme(pageOf(panel), theme),
    tabIdOf: (tab) => tabIdOf(extension, pageOf(tab)),
    shiftClock: (ms) => extension.worker.evaluate((ahead) => {
      const { now } = Date;
      Date.now = () => now() + ahead;
    }, ms),
    closeTab: closeTabById,
    killWorker: () => killWorker(context, context.pages()[0] as Page),
    stopWorker: () => stopWorker(context, context.pages()[0] as Page),
    workerRuns: () => workerRuns(context, context.pages()[0] as Page),
    close: () => launched.close(),
  };
}

/** An extension that is loaded for the time of a run is taken out at its end, with all that it stored: unless Firefox is told to keep that. */
const KEEPS_STORAGE = { 'extensions.webextensions.keepStorageOnUninstall': true, 'extensions.webextensions.keepUuidOnUninstall': true };

async function launchFirefoxBrowser(profile?: string, directory = FIREFOX_EXTENSION_DIRECTORY): Promise<TestBrowser> {
  const extension = await FirefoxExtension.launch(directory, profile === undefined ? {} : { profile, prefs: KEEPS_STORAGE });
  // Every view here is one that this browser gave.
  const tabOf = (view: View): FirefoxView => view as FirefoxView;
  return {
    name: 'firefox',
    openTab: (url) => extension.openTab(url),
    openExtensionPage: (page) => extension.openTab(extension.url(page)),
    openPopup: (tab) => extension.openPopup(tabOf(tab)),
    openSidePanel: (tab) => extension.openSidebar(tabOf(tab)),
    openPanel: (tab) => extension.openPanel(tabOf(tab)),
    setDevToolsTheme: (_, theme) => extension.setDevToolsTheme(theme),
    tabIdOf: (tab) => extension.tabIdOf(tabOf(tab)),
    shiftClock: (ms, page) => page.evaluate(async (ahead) => {
      const background = await browser.runtime.getBackgroundPage();
      const { now } = background.Date;
      background.Date.now = () => now() + ahead;
    }, ms),
    closeTab: closeTabById,
    killWorker: () => extension.killBackground(),
    stopWorker: () => extension.killBackground(),
    workerRuns: async () => void (await pollUntil(() => extension.backgroundState(), (state) => state === 'running', { what: 'the background runs' })),
    close: () => extension.close(),
  };
}
