import type { Page } from 'playwright-core';
import { extensionOf, openExtensionPage } from '../../e2e/support/extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { figure, median, quantile, type Figure } from '../measure.ts';
import { fillDatabase } from './fill.ts';

const OPENED = 5;
/** As good as empty, and yet with rows to draw. */
const FEW = 60;
const WORDS = ['basket', 'kind:error', 'checkout 9', 'user:user-7'];
const ROWS = '#footsteps [role=row], [aria-label="Footsteps"] [role=row]';

/** Set in the page before its own scripts: when rows were first there, how long tasks were, and how long after a key the next picture came. */
type Watched = Window & { bench: { first: number; tasks: number[]; keys: number[]; rows: number } };

/** The panel over a database of so many events in a hundredth of as many sessions, beside one of a few events. */
export async function panel(directory: string, events: number): Promise<Figure[]> {
  const browser = await launchBrowser({ extensions: [directory] });
  try {
    const extension = await extensionOf(browser.context);
    const open = async (): Promise<Page> => openExtensionPage(browser.context, extension, 'panel.html');
    await browser.context.addInitScript(watch);
    const filler = await open();
    await filler.waitForFunction(async () => (await indexedDB.databases()).some(({ name }) => name === 'footsteps'));
    await filler.goto(extension.url('popup.html'));
    const now = Date.now();
    await fillDatabase(filler, { events: FEW, sessions: 1, now });
    const few = await measured(open);
    await fillDatabase(filler, { events, sessions: Math.max(1, Math.round(events / 100)), now });
    await filler.close();
    const many = await measured(open);
    return [
      figure('panel.first', `panel: first rows after its script starts, ${events} stored`, 'ms', many.first, { what: `${FEW} stored`, value: median(few.first) }),
      figure('panel.key', 'filter: key to picture, p95', 'ms', [quantile(many.keys, 0.95)], { what: `${FEW} stored`, value: quantile(few.keys, 0.95) }),
      figure('panel.blocked', 'filter: longest task', 'ms', [Math.max(0, ...many.tasks)], { what: `${FEW} stored`, value: Math.max(1, ...few.tasks) }),
      figure('panel.elements', 'elements in the panel', '', [Math.max(...many.elements)]),
      figure('panel.frames', 'scrolling 5 s: frames over 32 ms', '', [many.frames.filter((ms) => ms > 32).length], { what: 'frames', value: many.frames.length }),
    ];
  } finally {
    await browser.close();
  }
}

type Measures = { readonly first: number[]; readonly keys: number[]; readonly tasks: number[]; readonly elements: number[]; readonly frames: number[] };

async function measured(open: () => Promise<Page>): Promise<Measures> {
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
  const { keys, tasks } = await page.evaluate(() => (window as unknown as Watched).bench);
  await settled(page);
  const frames = await page.evaluate(scroll);
  await page.close();
  return { first, keys, tasks, elements, frames };
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
  const bench = { first: 0, tasks: [] as number[], keys: [] as number[], rows: 0 };
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
