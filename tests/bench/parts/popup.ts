import type { Page, Worker } from 'playwright-core';
import { extensionOf, openExtensionPage, openPopup, tabIdOf, type Extension } from '../../e2e/support/extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { BARE_BACKGROUND, barePopup } from '../control-extension.ts';
import { figure, median, type Figure } from '../measure.ts';
import { fillDatabase } from './fill.ts';

const OPENED = 15;
const FEW = 60;
/** Live in the tab that the popup is about. */
const LIVE = 3;
/** As SDKs send that collect; a request for each event would take twice as long to fill in. */
const A_REQUEST = 10;

type Watched = Window & { bench: { first: number } };

/**
 * The real popup, over a page in which three sessions are live, with so many events stored in a hundredth of as many sessions, beside one with
 * a few: from its opening to the first picture that has all three cards. In turns with a bare popup of another extension, which shows what of it
 * is the browser's.
 */
export async function popup(directory: string, events: number): Promise<Figure[]> {
  const browser = await launchBrowser({ extensions: [directory, await barePopup(LIVE)] });
  try {
    const isBare = (worker: Worker): boolean => worker.url().endsWith(`/${BARE_BACKGROUND}`);
    const extension = await extensionOf(browser.context, (worker) => !isBare(worker));
    const bare = await extensionOf(browser.context, isBare);
    // A page of each stays open: no opening waits for a new process.
    await openExtensionPage(browser.context, bare, 'popup.html');
    await browser.context.addInitScript(watch, LIVE);
    const desk = await openExtensionPage(browser.context, extension, 'popup.html');
    await desk.waitForFunction(async () => (await indexedDB.databases()).some(({ name }) => name === 'footsteps'));
    const page = await browser.context.newPage();
    await page.goto('data:text/html,<title>A page</title>');
    const tab = await tabIdOf(extension, page);
    const opened = async (of: Extension): Promise<number> => {
      const shown: Page = await openPopup(browser.context, of, page);
      await shown.waitForFunction(() => (window as unknown as Watched).bench.first > 0);
      const first = await shown.evaluate(() => (window as unknown as Watched).bench.first);
      await shown.close();
      return first;
    };
    const measured = async (stored: number): Promise<{ readonly ours: number[]; readonly others: number[] }> => {
      const held = await desk.evaluate(openSessions, { tab, now: Date.now(), live: LIVE });
      if (held < stored) throw new Error(`${held} events are stored, and not ${stored}`);
      const [ours, others]: [number[], number[]] = [[], []];
      for (let n = 0; n < OPENED; n++) {
        others.push(await opened(bare));
        ours.push(await opened(extension));
      }
      return { ours, others };
    };
    const now = Date.now();
    await fillDatabase(desk, { events: FEW, sessions: LIVE, now });
    const few = await measured(FEW);
    await fillDatabase(desk, { events, sessions: Math.max(LIVE, Math.round(events / 100)), now, aRequest: A_REQUEST });
    const many = await measured(events);
    return [
      figure('popup.first', `popup: opening to first picture with sessions, ${events} stored`, 'ms', many.ours, { what: `${FEW} stored`, value: median(few.ours) }),
      figure('popup.bare', 'the same beside a bare popup', 'ms', many.ours, { what: `${LIVE} lines that a script draws`, value: median(many.others) }),
    ];
  } finally {
    await browser.close();
  }
}

/** In the page, before its own scripts: when the first picture with that many cards is drawn, since the page was opened. */
function watch(cards: number): void {
  const bench = { first: 0 };
  Object.assign(window, { bench });
  new MutationObserver((_changes, observer) => {
    if (document.querySelectorAll('article [data-state]').length < cards) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      // Its turn comes when the picture has been made.
      const drawn = new MessageChannel();
      drawn.port1.addEventListener('message', () => {
        bench.first = performance.now();
      });
      drawn.port1.start();
      drawn.port2.postMessage(null);
    });
  }).observe(document, { childList: true, subtree: true });
}

/** In a page of the extension: the last stored sessions are live in the tab, as of now. Gives how many events are stored. Self-contained, as it is sent as text. */
async function openSessions({ tab, now, live }: { readonly tab: number; readonly now: number; readonly live: number }): Promise<number> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('footsteps');
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
  });
  const tx = db.transaction(['sessions', 'events'], 'readwrite');
  const count = tx.objectStore('events').count();
  const cursor = tx.objectStore('sessions').index('lastActivityAt').openCursor(null, 'prev');
  let left = live;
  cursor.addEventListener('success', () => {
    const at = cursor.result;
    if (!at || left-- === 0) return;
    const row = at.value as object;
    at.update({ ...row, endedAt: null, end: null, state: 'live', lastActivityAt: now + left, tabIds: [tab], openTabs: [tab] });
    at.continue();
  });
  await new Promise<void>((resolve, reject) => {
    tx.addEventListener('complete', () => resolve());
    tx.addEventListener('error', () => reject(tx.error ?? new Error('not written')));
  });
  db.close();
  return count.result;
}
