import { extensionOf, openExtensionPage } from '../../e2e/support/extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { figure, median, type Figure } from '../measure.ts';
import { fillDatabase } from './fill.ts';

const OPENED = 9;
const FEW = 60;

type Watched = Window & { bench: { first: number } };

/** The popup over a database of so many events in a hundredth of as many sessions, all of one tab, beside one of a few events. */
export async function popup(directory: string, events: number): Promise<Figure[]> {
  const browser = await launchBrowser({ extensions: [directory] });
  try {
    const extension = await extensionOf(browser.context);
    await browser.context.addInitScript(watch);
    const filler = await openExtensionPage(browser.context, extension, 'panel.html');
    await filler.waitForFunction(async () => (await indexedDB.databases()).some(({ name }) => name === 'footsteps'));
    // A page that draws nothing of what is being written.
    await filler.goto(extension.url('popup.html'));
    const measured = async (): Promise<number[]> => {
      await filler.evaluate(openSessions, Date.now());
      const first: number[] = [];
      for (let n = 0; n < OPENED; n++) {
        const page = await openExtensionPage(browser.context, extension, 'popup.html?tab=1');
        await page.waitForFunction(() => (window as unknown as Watched).bench.first > 0);
        first.push(await page.evaluate(() => (window as unknown as Watched).bench.first));
        await page.close();
      }
      return first;
    };
    const now = Date.now();
    await fillDatabase(filler, { events: FEW, sessions: 3, now });
    const few = await measured();
    await fillDatabase(filler, { events, sessions: Math.max(3, Math.round(events / 100)), now });
    const many = await measured();
    return [figure('popup.first', `popup: opening to first picture with sessions, ${events} stored`, 'ms', many, { what: `${FEW} stored`, value: median(few) })];
  } finally {
    await browser.close();
  }
}

/** In the page, before its own scripts: when the first picture with a session is there, since the page was opened. */
function watch(): void {
  const bench = { first: 0 };
  Object.assign(window, { bench });
  new MutationObserver((_changes, observer) => {
    if (!document.querySelector('article')) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      bench.first = performance.now();
    });
  }).observe(document, { childList: true, subtree: true });
}

/** In a page of the extension: the last three stored sessions are open in the tab, as of now. Self-contained, as it is sent as text. */
async function openSessions(now: number): Promise<void> {
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open('footsteps');
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not opened')));
  });
  const tx = db.transaction('sessions', 'readwrite');
  const cursor = tx.objectStore('sessions').index('lastActivityAt').openCursor(null, 'prev');
  let left = 3;
  cursor.addEventListener('success', () => {
    const at = cursor.result;
    if (!at || left-- === 0) return;
    const row = at.value as object;
    at.update({ ...row, endedAt: null, end: null, state: 'live', lastActivityAt: now + left, openTabs: [1] });
    at.continue();
  });
  await new Promise<void>((resolve, reject) => {
    tx.addEventListener('complete', () => resolve());
    tx.addEventListener('error', () => reject(tx.error ?? new Error('not written')));
  });
  db.close();
}
