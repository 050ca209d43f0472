import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '../tools/demo/server.ts';
import { startDemo } from '../tools/demo/server.ts';
import { SDK_IDS } from '../tools/demo/truth.ts';
import type { TestBrowser, View } from './support/browsers.ts';
import { forEachBrowser, waitForSelector } from './support/browsers.ts';
import { pollUntil } from './support/expect-poll.ts';

const LANES = '[data-pane="timeline"] [role="treegrid"]';
const KEEP = 'button[aria-label^="Keep across navigation"]';

/** Real SDKs on the time axis of the real panel. */
forEachBrowser((launch) => {
  let demo: Demo;
  let browser: TestBrowser;

  beforeAll(async () => {
    demo = await startDemo();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });

  /** Where there is room for one pane, the timeline is behind a tab. */
  const showTimeline = (panel: View): Promise<void> => panel.evaluate(() => [...document.querySelectorAll<HTMLElement>('[role="tab"]')].find((tab) => tab.textContent === 'Timeline')?.click());
  const laneTitles = (panel: View): Promise<string[]> => panel.evaluate((lanes) => [...document.querySelectorAll(`${lanes} [role="rowheader"] [title]`)].map((one) => one.getAttribute('title') ?? ''), LANES);
  const axis = (panel: View): Promise<string> => panel.evaluate((lanes) => document.querySelector(`${lanes} [role="row"]`)?.textContent ?? '', LANES);
  const navigations = (panel: View): Promise<number> => panel.evaluate(() => Number(document.querySelector('[data-navigations]')?.getAttribute('data-navigations') ?? 0));

  test('the timeline draws the sessions that the SDKs say they are in, and follows mouse, keys and navigation', async () => {
    const page = await browser.openTab(`${demo.siteUrl}/`);
    await waitForSelector(page, 'html[data-demo="ready"]');
    await page.evaluate(() => window.demo.run('feature'));
    await page.evaluate(() => window.demo.flush());
    const truth = await page.evaluate(() => window.demo.truth());
    // An identity is no id, and stands on its lane as the user.
    const ids = SDK_IDS.map((sdk) => truth[sdk]?.session ?? `no session of ${sdk}`);

    const panel = await browser.openPanel(page);
    await waitForSelector(panel, '[data-pane]');
    await showTimeline(panel);
    await pollUntil(() => laneTitles(panel), (shown) => ids.every((id) => shown.some((title) => title.includes(id))), { what: `lanes of ${ids.join(', ')}` });

    const row = `${LANES} [role="row"]:has([title="${truth.sentry?.session}"])`;
    await panel.click(`${row} [role="rowheader"]`);
    await waitForSelector(panel, `${row}[aria-selected="true"]`);
    // In the list of sessions too, where there is room for both.
    const beside = await panel.evaluate(() => document.querySelector('[data-pane="sessions"]') !== null);
    if (beside) await waitForSelector(panel, `[data-pane="sessions"] [role="row"][aria-selected="true"] [title="${truth.sentry?.session}"]`);

    const whole = await axis(panel);
    await panel.type('++++');
    await pollUntil(() => axis(panel), (text) => text !== whole, { what: 'the axis is zoomed' });
    await panel.type('0');

    const before = await pollUntil(() => navigations(panel), (count) => count > 0, { what: 'the opening of the page is a line' });
    await page.evaluate(() => void setTimeout(() => location.reload(), 0));
    await pollUntil(() => navigations(panel), (count) => count > before, { what: 'the reload is a line' });
    await waitForSelector(page, 'html[data-demo="ready"]');

    // From this page on: what the page before sent is hidden, counted, and not lost.
    if (await panel.evaluate((keep) => document.querySelector(keep) !== null, KEEP)) {
      await panel.click(KEEP);
      await pollUntil(() => panel.evaluate(() => document.body.innerText), (text) => /\+\d+ before this page/.test(text), { what: 'the panel says how much is hidden' });
    }
    expect(await panel.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(2000);
    await panel.close();
    await page.close();
  });
});
