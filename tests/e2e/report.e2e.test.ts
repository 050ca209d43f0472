import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '../tools/demo/server.ts';
import { startDemo } from '../tools/demo/server.ts';
import type { TestBrowser, View } from './support/browsers.ts';
import { forEachBrowser, textOf, waitForSelector } from './support/browsers.ts';
import { pollUntil } from './support/expect-poll.ts';

const ROW = '[id^="report-sessions-"]';

/** Real SDKs' sessions in the report. */
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

  /** The text of each line of the table, from the top. */
  const lines = (view: View): Promise<string[]> => view.evaluate((row) => [...document.querySelectorAll<HTMLElement>(row)].map((line) => line.innerText.replaceAll(/\s+/g, ' ').trim()), ROW);
  const idsIn = (view: View): Promise<string[]> => view.evaluate((row) => [...document.querySelectorAll(`${row} [role=gridcell]:nth-child(2) [title]`)].map((one) => one.getAttribute('title') ?? ''), ROW);
  const press = (view: View, name: string): Promise<void> =>
    view.evaluate((label) => {
      const button = [...document.querySelectorAll<HTMLElement>('button')].find((one) => one.textContent?.trim() === label || one.getAttribute('aria-label') === label);
      if (!button) throw new Error(`no button says ${label}`);
      button.click();
    }, name);
  const query = async (view: View): Promise<string> => new URL(await view.url()).search;
  const shows = (view: View, text: string): Promise<unknown> => pollUntil(() => textOf(view), (all) => all.includes(text), { what: `the report shows "${text}"` });
  const check = (view: View, id: string): Promise<void> => view.evaluate((title) => document.querySelector(`[role=gridcell] [title="${title}"]`)?.closest('[role=row]')?.querySelector('input')?.click(), id);

  test('shows the sessions of the SDKs; filters, sorts, opens by address, compares and deletes them', async () => {
    const page = await browser.openTab(`${demo.siteUrl}/`);
    await waitForSelector(page, 'html[data-demo="ready"]');
    await page.evaluate(() => window.demo.run('feature'));
    await page.evaluate(() => window.demo.flush());
    const truth = await page.evaluate(() => window.demo.truth());
    const sentry = truth.sentry?.session ?? 'no session of Sentry';
    const snowplow = truth.snowplow?.session ?? 'no session of Snowplow';

    const report = await browser.openExtensionPage('report.html');
    await pollUntil(() => idsIn(report), (ids) => ids.includes(sentry) && ids.includes(snowplow), { what: 'the sessions that the SDKs are in stand in the table' });
    await waitForSelector(report, '[data-drawn=true] canvas');
    const counted = (): Promise<string> => report.evaluate(() => document.querySelector('[data-card=sessions] dd')?.textContent ?? '');
    const [, all] = await pollUntil(async () => [await counted(), await lines(report)] as const, ([count, shown]) => shown.length >= 4 && count === String(shown.length), { what: 'a session of each SDK at least is drawn and counted' });
    expect(all.length).toBeGreaterThanOrEqual(4);

    // Sorted, twice the other way round.
    await press(report, 'Vendor');
    const vendors = (): Promise<string[]> => report.evaluate((row) => [...document.querySelectorAll<HTMLElement>(`${row} [role=gridcell]:nth-child(3) [title]`)].map((one) => one.title), ROW);
    await pollUntil(vendors, (names) => names.length > 1 && names.join() === names.toSorted().join(), { what: 'the table is sorted by vendor' });
    await press(report, 'Vendor');
    await pollUntil(vendors, (names) => names.join() === names.toSorted().toReversed().join(), { what: 'the table is sorted the other way round' });

    await report.click('input[role=combobox]');
    await report.type('vendor:sentry');
    await pollUntil(() => idsIn(report), (ids) => ids.includes(sentry) && !ids.includes(snowplow), { what: 'the filter leaves the sessions of Sentry' });
    await pollUntil(() => query(report), (search) => search.includes('filter=vendor%3Asentry'), { what: 'the filter stands in the address' });

    // The address of a session opens it in another tab.
    await report.click(`[role=gridcell] [title="${sentry}"]`);
    await pollUntil(() => query(report), (search) => search.includes('session='), { what: 'the session stands in the address' });
    const search = await query(report);
    const again = await browser.openExtensionPage(`report.html${search}`);
    await waitForSelector(again, 'section[aria-label="The chosen session"]');
    await shows(again, sentry);
    expect(await again.evaluate(() => document.querySelector<HTMLInputElement>('input[role=combobox]')?.value)).toBe('vendor:sentry');
    await again.close();

    const two = await browser.openExtensionPage('report.html');
    await pollUntil(() => idsIn(two), (ids) => ids.includes(sentry) && ids.includes(snowplow), { what: 'both sessions are there again' });
    await check(two, sentry);
    await check(two, snowplow);
    await press(two, 'Compare');
    await waitForSelector(two, '#report-compare-0');
    await pollUntil(() => textOf(two), (text) => /\d+ the same, \d+ changed, \d+ missing in the second, \d+ extra in it\./.test(text) && text.includes('not there'), { what: 'footsteps and attributes are compared' });
    await press(two, 'Back to the sessions');

    // Its page sends no more, so that it stays deleted.
    await page.close();
    await waitForSelector(two, ROW);
    await pollUntil(() => textOf(two), (text) => text.includes('2 chosen'), { what: 'both are still chosen' });
    await check(two, sentry);
    await press(two, 'Delete…');
    await shows(two, 'This cannot be undone.');
    expect(await idsIn(two)).toContain(snowplow);
    await press(two, 'Delete 1 session');
    await pollUntil(() => idsIn(two), (ids) => !ids.includes(snowplow) && ids.includes(sentry), { what: 'the session is gone from the report' });
    const panel = await browser.openExtensionPage('panel.html');
    await pollUntil(() => panel.evaluate(() => document.body.innerHTML), (html) => html.includes(sentry), { what: 'the panel shows what is left' });
    expect(await panel.evaluate(() => document.body.innerHTML)).not.toContain(snowplow);
    await panel.close();
    await two.close();
    await report.close();
  });
});
