import type { Page } from 'playwright-core';
import { extensionOf, openExtensionPage } from '../../e2e/support/extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { figure, median, quantile, type Figure } from '../measure.ts';
import { fillDatabase, type Fill } from './fill.ts';

const OPENED = 5;
/** As good as empty, and yet with rows to draw. */
const FEW = 60;
const MILLION = 1_000_000;
const WORDS = ['basket', 'kind:error', 'checkout 9', 'user:user-7'];
const ROWS = '#footsteps [role=row], [aria-label="Footsteps"] [role=row]';

/** Set in the page before its own scripts: when rows were first there, how long tasks were, and how long after a key the next picture came. */
type Watched = Window & { bench: { first: number; tasks: number[]; keys: number[] } };

/**
 * The panel over a database of so many events in a hundredth of as many sessions, beside one of a few events.
 *
 * @param profile a browser's profile to fill and to keep: one that is filled already is measured as it is. Absent: a fresh one
 */
export async function panel(directory: string, events: number, profile?: string): Promise<Figure[]> {
  const few = await stored(directory, { events: FEW, sessions: 1 });
  // Of a million, as SDKs send that collect: a request for each would take twice as long to fill in.
  const many = await stored(directory, { events, sessions: Math.max(1, Math.round(events / 100)), aRequest: events < MILLION ? 1 : 10 }, profile);
  return [
    figure('panel.first', `panel: first rows after its script starts, ${events} stored`, 'ms', many.first, { what: `${FEW} stored`, value: median(few.first) }),
    figure('panel.key', 'filter: key to picture, p95', 'ms', [quantile(many.keys, 0.95)], { what: `${FEW} stored`, value: quantile(few.keys, 0.95) }),
    figure('panel.results', 'filter: key to first results, of words that only few have', 'ms', many.results, { what: `${FEW} stored`, value: median(few.results) }),
    figure('panel.deep', 'filter: word to its row, of the one in the middle of the store', 'ms', [many.deep]),
    figure('panel.blocked', 'filter: longest task', 'ms', [Math.max(0, ...many.tasks)], { what: `${FEW} stored`, value: Math.max(1, ...few.tasks) }),
    figure('panel.elements', 'elements in the panel', '', [Math.max(...many.elements)]),
    figure('panel.frames', 'scrolling 5 s: frames over 32 ms', '', [many.frames.filter((ms) => ms > 32).length], { what: 'frames', value: many.frames.length }),
  ];
}

async function stored(directory: string, fill: Omit<Fill, 'now'>, profile?: string): Promise<Measures> {
  const browser = await launchBrowser({ extensions: [directory], ...(profile === undefined ? {} : { profile }) });
  try {
    const extension = await extensionOf(browser.context);
    const open = async (): Promise<Page> => openExtensionPage(browser.context, extension, 'panel.html');
    await browser.context.addInitScript(watch);
    const filler = await open();
    await filler.waitForFunction(async () => (await indexedDB.databases()).some(({ name }) => name === 'footsteps'));
    await filler.goto(extension.url('popup.html'));
    if ((await storedEvents(filler)) < fill.events) await fillDatabase(filler, { ...fill, now: Date.now() });
    await filler.close();
    return await measured(open, fill.sessions);
  } finally {
    await browser.close();
  }
}

type Measures = { readonly first: number[]; readonly keys: number[]; readonly results: number[]; readonly deep: number; readonly tasks: number[]; readonly elements: number[]; readonly frames: number[] };

async function measured(open: () => Promise<Page>, sessions: number): Promise<Measures> {
  const first: number[] = [];
  for (let n = 0; n < OPENED; n++) {
    const page = await open();
    await page.waitForFunction(() => (window as unknown as Watched).bench.first > 0);
    first.push(await page.evaluate(() => (window as unknown as Watched).bench.first));
    await page.close();
  }
  const page = await open();
  await settled(page);
  const elements: number[] = [];
  await page.evaluate(() => {
    const { bench } = window as unknown as Watched;
    [bench.tasks, bench.keys] = [[], []];
  });
  for (const word of WORDS) {
    await page.locator('input[role=combobox]').first().click();
    for (const key of word) await press(page, key);
    elements.push(await page.evaluate(() => document.querySelectorAll('*').length));
    await page.keyboard.press('Control+A');
    await press(page, 'Backspace');
  }
  const { keys } = await page.evaluate(() => (window as unknown as Watched).bench);
  // A word that many have, and one of a session that is held in memory; then one of a session in the middle of the store.
  const results: number[] = [];
  for (const word of ['basket', `${sessions - 1}-`]) results.push(await found(page, word));
  const deep = await found(page, `${sessions >> 1}-`);
  const { tasks } = await page.evaluate(() => (window as unknown as Watched).bench);
  await settled(page);
  const frames = await page.evaluate(scroll);
  await page.close();
  return { first, keys, results, deep, tasks, elements, frames };
}

/** Milliseconds from a word in the filter to the first picture in which it is marked in a row. */
async function found(page: Page, word: string): Promise<number> {
  const box = page.locator('input[role=combobox]').first();
  await box.fill('');
  await settled(page);
  await page.evaluate(watchResults, word);
  await box.fill(word);
  await page.waitForFunction(() => (window as unknown as { readonly foundMs: number | null }).foundMs !== null, undefined, { timeout: 300_000 });
  return page.evaluate(() => (window as unknown as { readonly foundMs: number }).foundMs);
}

/** Runs in the page, before the word is entered. */
function watchResults(word: string): void {
  Object.assign(window, { foundMs: null });
  addEventListener('input', () => {
    const at = performance.now();
    const look = (): void => {
      const isThere = [...document.querySelectorAll('[aria-label="Footsteps"] mark')].some(({ textContent }) => textContent.toLowerCase() === word);
      if (isThere) setTimeout(() => Object.assign(window, { foundMs: performance.now() - at }));
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, { capture: true, once: true });
}

/** Presses a key, and waits until the page has drawn. */
async function press(page: Page, key: string): Promise<void> {
  const before = await page.evaluate(() => (window as unknown as Watched).bench.keys.length);
  await page.keyboard.press(key === ' ' ? 'Space' : key);
  await page.waitForFunction((n) => (window as unknown as Watched).bench.keys.length > n, before);
}

/** Waits until rows are there and no more are being read: their number stays the same for a second. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction((rows) => {
    const counts = (window as unknown as { seen?: { n: string; at: number } }).seen;
    const n = document.querySelector(rows)?.closest('[aria-rowcount]')?.getAttribute('aria-rowcount') ?? '';
    if (n !== '' && counts?.n === n) return performance.now() - counts.at > 1_000;
    Object.assign(window, { seen: { n, at: performance.now() } });
    return false;
  }, ROWS, { timeout: 120_000, polling: 100 });
}

function watch(): void {
  const bench = { first: 0, tasks: [] as number[], keys: [] as number[] };
  Object.assign(window, { bench });
  const from = performance.now();
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => bench.tasks.push(entry.duration))).observe({ entryTypes: ['longtask'] });
  const painted = (then: () => void): void => void requestAnimationFrame(() => setTimeout(then));
  const observer = new MutationObserver(() => {
    if (document.querySelectorAll('[aria-label="Footsteps"] [role=row]').length < 5) return;
    observer.disconnect();
    painted(() => (bench.first = performance.now() - from));
  });
  observer.observe(document, { childList: true, subtree: true });
  addEventListener('input', () => {
    const at = performance.now();
    painted(() => bench.keys.push(performance.now() - at));
  }, true);
}

async function scroll(): Promise<number[]> {
  const grid = document.querySelector<HTMLElement>('[aria-label="Footsteps"][aria-rowcount]');
  if (!grid) return [];
  const frames: number[] = [];
  let last = performance.now();
  const until = last + 5_000;
  await new Promise<void>((resolve) => {
    const step = (): void => {
      const now = performance.now();
      frames.push(now - last);
      last = now;
      grid.scrollTop -= 90;
      if (now < until) requestAnimationFrame(step);
      else resolve();
    };
    requestAnimationFrame(step);
  });
  return frames;
}

async function storedEvents(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const answer = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
      request.addEventListener('success', () => resolve(request.result));
      request.addEventListener('error', () => reject(request.error ?? new Error('not read')));
    });
    const db = await answer(indexedDB.open('footsteps'));
    const count = await answer(db.transaction('events').objectStore('events').count());
    db.close();
    return count;
  });
}
