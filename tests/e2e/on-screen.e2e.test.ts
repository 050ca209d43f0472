import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '../tools/demo/server.ts';
import { startDemo } from '../tools/demo/server.ts';
import { SDK_IDS } from '../tools/demo/truth.ts';
import type { TestBrowser, View } from './support/browsers.ts';
import { exportArchive, forEachBrowser, textOf, waitForSelector } from './support/browsers.ts';
import type { EnvelopeSite } from './support/envelope-site.ts';
import { envelope, envelopePath, sessionIdOf, startEnvelopeSite } from './support/envelope-site.ts';
import { pollUntil } from './support/expect-poll.ts';

/** What a person sees of real SDKs, and what stays when the background is stopped: the same in every browser. */
forEachBrowser((launch) => {
  let demo: Demo;
  let site: EnvelopeSite;
  let browser: TestBrowser;

  beforeAll(async () => {
    [demo, site] = await Promise.all([startDemo(), startEnvelopeSite()]);
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([demo?.close(), site?.close()]);
  });

  /** Ids stand whole in tooltips where a list has no room for them. */
  const titles = (view: View): Promise<string[]> => view.evaluate(() => [...document.querySelectorAll('[title]')].map((element) => element.getAttribute('title') ?? ''));

  test('popup and panel show the sessions that the SDKs themselves say they are in', async () => {
    const page = await browser.openTab(`${demo.siteUrl}/`);
    await waitForSelector(page, 'html[data-demo="ready"]');
    await page.evaluate(() => window.demo.run('feature'));
    await page.evaluate(() => window.demo.flush());
    const truth = await page.evaluate(() => window.demo.truth());
    const ids = SDK_IDS.map((sdk) => truth[sdk]?.session ?? `no session of ${sdk}`);

    const popup = await browser.openPopup(page);
    await pollUntil(() => titles(popup), (shown) => ids.every((id) => shown.includes(id)), { what: `the popup shows ${ids.join(', ')}` });
    expect(await popup.evaluate(() => document.querySelectorAll('article').length)).toBe(ids.length);
    expect(await textOf(popup)).toContain('u-1001');
    const overflow = (): Promise<number> => popup.evaluate(() => {
      const main = document.querySelector('main');
      return Math.max((main?.scrollHeight ?? Infinity) - (main?.clientHeight ?? 0), document.documentElement.scrollHeight - window.innerHeight);
    });
    expect(await pollUntil(overflow, (pixels) => pixels <= 0, { what: 'the popup shows all of them without scrolling' })).toBeLessThanOrEqual(0);
    await popup.close();

    const panel = await browser.openPanel(page);
    await pollUntil(() => titles(panel), (shown) => ids.every((id) => shown.includes(id)), { what: `the panel shows ${ids.join(', ')}` });
    expect(await textOf(panel)).toContain('u-1001');
    await panel.close();
    await page.close();
  });

  test('nothing is lost and nothing doubled when the background is stopped between requests', async () => {
    const view = await browser.openExtensionPage('panel.html');
    const page = await browser.openTab(`${site.url}/page`);
    const numbers = Array.from({ length: 8 }, (_, i) => i + 1);
    const stored = async () => (await exportArchive(view)).requests.filter(({ url }) => url.startsWith(`${site.url}/api/`));
    for (const number of numbers) {
      await page.evaluate(([url, body]) => fetch(url, { method: 'POST', body }).then(() => undefined), [envelopePath(number), envelope(number, Date.now())] as const);
      await pollUntil(stored, (requests) => requests.some(({ url, outcome }) => url.includes(envelopePath(number)) && outcome.kind === 'responded'), { what: `request ${number} is stored` });
      await browser.stopWorker();
    }
    expect(site.arrived).toEqual(numbers);
    expect((await stored()).map(({ url }) => Number(/\/api\/(\d+)/.exec(url)?.[1])).toSorted()).toEqual(numbers);
    const sessions = (await exportArchive(view)).sessions.filter(({ sessionId }) => numbers.some((number) => sessionIdOf(number) === sessionId));
    expect(sessions.map(({ sessionId, counts }) => [sessionId, counts.requests]).toSorted()).toEqual(numbers.map((number) => [sessionIdOf(number), 1]));
    await view.close();
    await page.close();
  });
});
