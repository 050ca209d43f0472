import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestBrowser, View } from './support/browsers.ts';
import { forEachBrowser, textOf } from './support/browsers.ts';
import type { EnvelopeSite } from './support/envelope-site.ts';
import { envelopePath, sessionIdOf, startEnvelopeSite } from './support/envelope-site.ts';
import { poll, pollUntil } from './support/expect-poll.ts';

/** The real panel in the real DevTools, as a person uses it: with the mouse, the keyboard, and a page that goes on sending. */
forEachBrowser((launch, name) => {
  let site: EnvelopeSite;
  let browser: TestBrowser;
  let page: View;
  let panel: View;

  beforeAll(async () => {
    site = await startEnvelopeSite();
    browser = await launch();
    page = await browser.openTab(`${site.url}/first`);
    panel = await browser.openPanel(page);
    await send(60);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  let sent = 0;
  /** Has the page send a session of one id and so many errors in it: "step 1", "step 2"… */
  async function send(count: number): Promise<void> {
    const now = Date.now();
    const at = (i: number): string => new Date(now - 1000 + i).toISOString();
    const steps = Array.from({ length: count }, (_, i) => [{ type: 'event' }, { event_id: String(sent + i).padStart(32, '0'), timestamp: at(i), level: 'error', platform: 'javascript', message: `step ${sent + i + 1}` }]).flat();
    const session = [{ type: 'session' }, { sid: sessionIdOf(1), init: sent === 0, started: at(0), timestamp: at(0), status: 'ok', errors: 0, attrs: { release: 'shop@1' } }];
    const body = [{ sent_at: at(count) }, ...session, ...steps].map((line) => JSON.stringify(line)).join('\n');
    sent += count;
    await page.evaluate(([url, text]) => fetch(url, { method: 'POST', body: text }).then(() => undefined), [envelopePath(1), body] as const);
  }

  const rows = (pane: 'sessions' | 'footsteps'): Promise<string[]> => panel.evaluate((of) => [...document.querySelectorAll<HTMLElement>(`[data-pane="${of}"] [role="row"][data-index]`)].map((row) => row.innerText.replace(/\s+/g, ' ')), pane);
  const chosen = (): Promise<string> => panel.evaluate(() => document.querySelector<HTMLElement>('[data-pane="footsteps"] [aria-selected="true"]')?.innerText.replace(/\s+/g, ' ') ?? '');
  const details = (): Promise<string> => panel.evaluate(() => document.querySelector<HTMLElement>('[data-pane="details"]')?.innerText.replace(/\s+/g, ' ') ?? '');
  const focused = (): Promise<string> => panel.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');
  const filterIs = (): Promise<string> => panel.evaluate(() => document.querySelector<HTMLInputElement>('[role="combobox"]')?.value ?? 'no filter');
  const until = <T>(ask: () => Promise<T>, holds: (answer: T) => boolean, what: string): Promise<T> => pollUntil(ask, holds, { what });

  test('the mouse chooses a session, then a footstep, whose details come', async () => {
    await until(() => rows('sessions'), (all) => all.some((row) => row.includes(sessionIdOf(1).slice(0, 8))), 'the session is in the list');
    await panel.click(`[data-pane="sessions"] [role="row"][aria-level="3"]`);
    await until(() => rows('footsteps'), (all) => all.some((row) => row.includes('step 60')), 'the newest footsteps are in view');
    await until(details, (text) => text.includes(sessionIdOf(1)) && text.includes('shop@1'), 'the session is told');
    await panel.click('[data-pane="footsteps"] [role="row"][data-index="59"]');
    expect(await until(details, (text) => text.includes('step 59'), 'the footstep is told')).toContain('Summary');
  });

  test('the keyboard goes from the filter to the footsteps, their details and back', async () => {
    await panel.click('[data-pane="footsteps"] [role="row"][data-index="59"]');
    await panel.type('/');
    await until(focused, (label) => label === 'Filter', 'the filter has the focus');
    await panel.type('kind:er');
    await poll(() => panel.evaluate(() => document.querySelector('[role="option"]')?.textContent?.includes('error')), { what: 'a word is proposed' });
    await panel.press('Tab');
    await until(filterIs, (text) => text === 'kind:error ', 'the proposal is taken');
    await panel.type('"step 7"');
    await until(() => rows('footsteps'), (all) => all.length === 1 && all[0]?.includes('step 7') === true, 'one footstep is left');
    expect(await panel.evaluate(() => document.querySelector('[data-pane="footsteps"] mark')?.textContent)).toBe('step 7');
    await panel.press('ArrowDown');
    await until(focused, (label) => label === 'Footsteps', 'the footsteps have the focus');
    await panel.press('Home');
    await until(chosen, (row) => row.includes('step 7'), 'the footstep is chosen');
    await panel.press('Enter');
    await until(focused, (label) => label === 'Summary', 'its details have the focus');
    await panel.press('ArrowRight');
    await until(details, (text) => text.includes('Level'), 'its fields are shown');
    // Firefox's toolbox opens its console with Esc before any panel hears of it, and gives it the focus; in Chromium the panel keeps both.
    const back = name === 'firefox' ? 'Backspace' : 'Escape';
    await panel.press(back);
    await until(filterIs, (text) => text === '', 'the filter is empty again');
    expect(await focused()).toBe('Fields');
    await panel.press(back);
    await until(details, (text) => text.includes(sessionIdOf(1)), 'the session is told again');
    await until(focused, (label) => label === 'Footsteps', 'the footsteps have the focus');
    await panel.type('?');
    const sheet = (): Promise<boolean> => panel.evaluate(() => document.querySelector('dialog[open]') !== null);
    await until(sheet, (open) => open, 'the sheet of keys is open');
    await panel.press(name === 'firefox' ? 'Enter' : 'Escape');
    await until(sheet, (open) => !open, 'the sheet of keys is closed');
    await until(focused, (label) => label === 'Footsteps', 'the footsteps have the focus again');
    await panel.press(back);
    await until(focused, (label) => label === 'Sessions', 'the sessions have the focus');
    await panel.type('/');
    await panel.type('step 9');
    await until(filterIs, (text) => text === 'step 9', 'the filter is typed');
    await panel.press('Escape');
    await until(filterIs, (text) => text === '', 'Esc empties it, in either browser');
  });

  test('footsteps that come in leave the reader where they are, also in another order', async () => {
    const place = (): Promise<string> => panel.evaluate(() => {
      const grid = document.querySelector<HTMLElement>('[aria-label="Footsteps"][aria-rowcount]');
      const first = Math.floor((grid?.scrollTop ?? 0) / 22);
      return `${grid?.scrollTop} ${document.querySelector<HTMLElement>(`#footsteps-${first}`)?.innerText.replace(/\s+/g, ' ') ?? 'nothing'}`;
    });
    const scrollTo = (y: number): Promise<void> => panel.evaluate((top) => document.querySelector('[aria-label="Footsteps"][aria-rowcount]')?.scrollTo(0, top), y);
    const fresh = (words: string): Promise<unknown> => until(() => textOf(panel), (text) => text.includes(words), words);
    await panel.click(`[data-pane="sessions"] [role="row"][aria-level="3"]`);
    await until(() => panel.evaluate(() => document.querySelector('[data-pane="footsteps"] h2')?.textContent), (title) => title === 'Sentry', 'the footsteps are those of the session');
    // A list that has just come goes to its end once more as its rows are read.
    const scrolled = async (): Promise<string> => {
      await scrollTo(225);
      return place();
    };
    const before = await until(scrolled, (text) => text.startsWith('225 ') && !text.endsWith('nothing'), 'the list is scrolled');
    await send(12);
    // Each batch tells of the session too.
    await fresh('13 new below');
    expect(await place()).toBe(before);
    const sortBy = (column: string) => panel.evaluate((label) => [...document.querySelectorAll<HTMLElement>('[data-pane="footsteps"] [role="columnheader"] button')].find((one) => one.textContent === label)?.click(), column);
    await sortBy('Name');
    await until(() => panel.evaluate(() => document.querySelector('[data-pane="footsteps"] [aria-sort]')?.textContent), (label) => label === 'Name', 'the list is sorted by name');
    const sorted = await until(scrolled, (text) => text.startsWith('225 ') && !text.endsWith('nothing'), 'the list is scrolled');
    const top = sorted.replace(/^225 /, '');
    await send(3);
    await fresh('4 new: sort by time');
    expect((await place()).replace(/^\d+ /, '')).toBe(top);
    await panel.evaluate(() => [...document.querySelectorAll('button')].find((one) => one.textContent?.includes('sort by time'))?.click());
    await until(() => rows('footsteps'), (all) => all.some((row) => row.includes('step 75')), 'the newest are in view');
  });

  test('another theme of DevTools shows at once', async () => {
    const look = (): Promise<string> => panel.evaluate(() => `${document.documentElement.dataset['theme']} ${getComputedStyle(document.documentElement).backgroundColor}`);
    await browser.setDevToolsTheme(panel, 'dark');
    const dark = await until(look, (now) => now.startsWith('dark '), 'the panel is dark');
    await browser.setDevToolsTheme(panel, 'light');
    expect(await until(look, (now) => now.startsWith('light '), 'the panel is light')).not.toBe(dark.replace('dark', 'light'));
  });

  test('it goes on when the page is another, and holds what was when DevTools are opened again', async () => {
    await page.evaluate(() => void setTimeout(() => location.assign('/second'), 0));
    await poll(() => page.evaluate(() => location.pathname === '/second' && document.readyState === 'complete'), { what: 'the page is another' });
    await send(2);
    await until(() => rows('footsteps'), (all) => all.some((row) => row.includes('step 77')), 'what the next page sent is there');
    await panel.close();
    panel = await browser.openPanel(page);
    await until(() => rows('footsteps'), (all) => all.some((row) => row.includes('step 77')), 'all is there again');
    expect(await rows('sessions')).toContainEqual(expect.stringContaining(sessionIdOf(1).slice(0, 8)));
  });
});
