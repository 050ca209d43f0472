import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext, Frame, Page, Worker } from 'playwright-core';
import { readArchive } from './archive-shape.ts';
import type { Archive } from './archive-shape.ts';
import { poll } from './expect-poll.ts';

/** The little of the browser's API that runs inside the worker on behalf of a test. */
declare const chrome: {
  readonly tabs: { query(filter: object): Promise<{ readonly id?: number; readonly url?: string }[]> };
  /** Only where it is permitted. */
  readonly webRequest?: { readonly onBeforeRequest: { hasListeners(): boolean } };
  readonly action: { openPopup(): Promise<void> };
};

/** The extension as a test sees it from outside. */
export type Extension = {
  readonly id: string;
  /** Playwright's handle follows the worker over its deaths. */
  readonly worker: Worker;
  /** Address of one of the extension's own pages: `url('popup.html?tab=3')`. */
  url(page: string): string;
};

/**
 * Waits until the extension's worker runs and listens: Chromium shows an extension nothing of a page that was opened before. With several extensions loaded, `isOurs` picks.
 * The worker is looked for anew each time, as one that is being replaced (the extension is loaded anew) never listens again.
 */
export async function extensionOf(context: BrowserContext, isOurs: (worker: Worker) => boolean = () => true): Promise<Extension> {
  const worker = await poll(
    async () => {
      const found = context.serviceWorkers().filter((one) => one.url().startsWith('chrome-extension://') && isOurs(one));
      return (await Promise.all(found.map(async (one) => ((await listens(one)) ? one : undefined)))).find((one) => one !== undefined);
    },
    { what: 'a worker of the extension listens' },
  );
  const id = new URL(worker.url()).host;
  return { id, worker, url: (page) => `chrome-extension://${id}/${page}` };
}

/** False also where the worker does not answer: one that is just going away may not for good. */
async function listens(worker: Worker): Promise<boolean> {
  const asked = worker.evaluate(() => chrome.webRequest?.onBeforeRequest.hasListeners() ?? true).catch(() => false);
  return Promise.race([asked, pause(ANSWERS_MS, false, { ref: false })]);
}

const ANSWERS_MS = 2_000;

/** Opens a page of the extension as an ordinary tab: the cheap way to look at popup and panel. */
export async function openExtensionPage(context: BrowserContext, extension: Extension, page: string): Promise<Page> {
  const opened = await context.newPage();
  await opened.goto(extension.url(page));
  return opened;
}

/** The browser's number of the tab that shows `page`, asked of the extension itself. The page needs an address of its own. */
export async function tabIdOf(extension: Extension, page: Page): Promise<number> {
  const url = page.url();
  return poll(() => extension.worker.evaluate(async (wanted) => (await chrome.tabs.query({})).find((tab) => tab.url === wanted)?.id, url), {
    what: `the extension sees a tab at ${url}`,
  });
}

/** Opens the true popup over `page`, as a click on the toolbar button does. It closes as soon as the page gets the focus. */
export async function openPopup(context: BrowserContext, extension: Extension, page: Page): Promise<Page> {
  await page.bringToFront();
  const isPopup = (candidate: Page): boolean => candidate.url().startsWith(extension.url('popup.html'));
  const before = new Set(context.pages());
  // Refused while the window is not yet the focused one, which it becomes a moment after bringToFront().
  await poll(() => extension.worker.evaluate(() => chrome.action.openPopup().then(() => true)), { what: 'the browser opens the popup' });
  const popup = await poll(() => context.pages().find((candidate) => !before.has(candidate) && isPopup(candidate)), { what: 'the popup is on screen' });
  await popup.waitForLoadState('domcontentloaded');
  return popup;
}

/** Opens the true side panel beside `page`. The browser wants a click for it, which only its debugger can pretend, in a page of ours. */
export async function openSidePanel(context: BrowserContext, extension: Extension, page: Page): Promise<Page> {
  const isSidePanel = (candidate: Page): boolean => candidate.url().startsWith(extension.url('sidepanel.html'));
  const before = new Set(context.pages());
  const tabId = await tabIdOf(extension, page);
  const helper = await openExtensionPage(context, extension, `popup.html?tab=${tabId}`);
  const session = await context.newCDPSession(helper);
  await page.bringToFront();
  await session.send('Runtime.evaluate', { expression: `chrome.sidePanel.open({ tabId: ${tabId} })`, userGesture: true, awaitPromise: true });
  const side = await poll(() => context.pages().find((candidate) => !before.has(candidate) && isSidePanel(candidate)), { what: 'the side panel is on screen' });
  await side.waitForLoadState('domcontentloaded');
  await session.detach();
  await helper.close();
  return side;
}

/** Stops the extension's worker at once, as the browser does when it needs the memory; the next event starts a new one. */
export async function killWorker(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  try {
    await session.send('ServiceWorker.enable');
    await session.send('ServiceWorker.stopAllWorkers');
  } finally {
    await session.detach();
  }
}

/** The same, and waits until the worker is gone: a request that is sent before may still be told to it. */
export async function stopWorker(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  try {
    const [alive, going] = [new Set<string>(), new Set<string>()];
    const { promise: known, resolve: know } = Promise.withResolvers<void>();
    const { promise: gone, resolve: go } = Promise.withResolvers<void>();
    session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const { versionId, runningStatus, scriptURL } of versions) {
        if (!scriptURL.startsWith('chrome-extension://')) continue;
        if (runningStatus === 'stopping') going.add(versionId);
        // One that is wanted again while it goes away runs without a word of its end.
        else if (going.has(versionId) || (runningStatus !== 'running' && alive.has(versionId))) go();
        else if (runningStatus === 'running') alive.add(versionId);
        know();
      }
    });
    // Tells of the versions that there are, too, in its own time.
    await session.send('ServiceWorker.enable');
    await Promise.race([known, pause(RUNS_MS, undefined, { ref: false })]);
    await session.send('ServiceWorker.stopAllWorkers');
    if (alive.size + going.size) await Promise.race([gone, pause(RUNS_MS, undefined, { ref: false })]);
  } finally {
    await session.detach();
  }
}

/** Resolves when the extension's worker has come up. */
export async function workerRuns(context: BrowserContext, page: Page): Promise<void> {
  const session = await context.newCDPSession(page);
  try {
    const runs = new Promise<void>((resolve) => {
      session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
        if (versions.some(({ runningStatus, scriptURL }) => runningStatus === 'running' && scriptURL.startsWith('chrome-extension://'))) resolve();
      });
    });
    await session.send('ServiceWorker.enable');
    await Promise.race([runs, pause(RUNS_MS, undefined, { ref: false })]);
  } finally {
    await session.detach();
  }
}

const RUNS_MS = 10_000;

/** What the page of the extension offers to tests and to the demo. */
type ExportingWindow = Window & { readonly __footsteps?: { exportArchive(): Promise<string> } };

/**
 * The archive that the extension exports, by its own code.
 *
 * @param page an open panel (as a frame of DevTools or as a tab) or popup of the extension
 */
export async function exportArchive(page: Page | Frame): Promise<Archive> {
  await page.waitForFunction(() => (window as ExportingWindow).__footsteps !== undefined);
  const text = await page.evaluate(() => (window as ExportingWindow).__footsteps?.exportArchive());
  if (text === undefined) throw new Error(`${page.url()} offers no exportArchive()`);
  return readArchive(text);
}
