import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordings } from '../tools/corpus.ts';
import type { Demo } from '../tools/demo/server.ts';
import { startDemo } from '../tools/demo/server.ts';
import { CANARY, hostileRecording } from '../tools/endurance/hostile-recording.ts';
import type { TestBrowser, View } from './support/browsers.ts';
import { forEachBrowser, waitForSelector } from './support/browsers.ts';
import { pollUntil } from './support/expect-poll.ts';
import { readStored } from './support/stored.ts';

const MARKUP = '<img src=x onerror=';
const RUN = `window.${CANARY}=1;document.title='ran'`.replaceAll("'", '`');
const VENDORS = ['exceptionless', 'krenalis', 'rudderstack', 'sentry', 'snowplow'];

/** Hostile text in every surface of ours, in both browsers: shown as text, and none of it run. */
forEachBrowser((launch) => {
  let demo: Demo;
  let browser: TestBrowser;
  let page: View;

  beforeAll(async () => {
    demo = await startDemo();
    browser = await launch();
    page = await browser.openTab(`${demo.siteUrl}/replay.html`);
    for (const vendor of VENDORS) {
      const found = recordings(vendor).findLast((one) => /lifecycle/.test(one.name));
      if (!found) throw new Error(`no recording of ${vendor}`);
      await page.evaluate((recording) => window.replay(recording as never, { transport: 'fetch', body: 'string' }), hostileRecording(found.recording) as unknown as { [key: string]: unknown });
    }
    // The newest session, so that it stands first in every list.
    const last = { type: 'track', channel: 'web', event: `${MARKUP}"${RUN}">`, userId: `${MARKUP}'${RUN}'>`, anonymousId: 'a', messageId: 'm-1', originalTimestamp: new Date().toISOString(), sentAt: new Date().toISOString(), context: { sessionId: Date.now(), library: { name: 'RudderLabs JavaScript SDK', version: '3.34.1' } }, properties: {} };
    await page.evaluate(async ([url, body]) => void (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Basic ${btoa('demoWriteKeyABCDEFGHIJKLMNOP:')}` }, body })), [`${demo.collectorUrl}/v1/track`, JSON.stringify(last)] as const);
    const sent = demo.collector.sent().length;
    const desk = await browser.openExtensionPage('options.html');
    await pollUntil(() => readStored(desk), (now) => now.inbox.length === 0 && now.requests.length >= sent && now.requests.every((r) => r.outcome.kind !== 'pending'), { what: 'all requests are stored' });
    await desk.close();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });

  /** The view shows hostile text as text, in `within`, and has run none of it. */
  async function expectInert(view: View, within = 'body'): Promise<void> {
    await pollUntil(() => view.evaluate(([selector, markup]) => [...document.querySelectorAll(selector)].some((one) => one.textContent?.includes(markup)), [within, MARKUP] as const), Boolean, { what: `${within} shows the text` });
    const seen = await view.evaluate((canary) => ({
      ran: canary in window, title: document.title, polluted: 'polluted' in {},
      elements: [...document.querySelectorAll('img, iframe, object, embed, script:not([src]), [onload], [onerror], a[href^="javascript:"], a[href^="data:"]')].map((one) => one.outerHTML.slice(0, 200)),
    }), CANARY);
    expect(seen).toEqual({ ran: false, title: expect.not.stringContaining('ran'), polluted: false, elements: [] });
  }
  const press = (view: View, selector: string): Promise<void> => view.evaluate((of) => {
    const found = document.querySelector<HTMLElement>(of);
    if (!found) throw new Error(`nothing matches ${of}`);
    found.click();
  }, selector);

  test('is text in the real popup and the real side panel', async () => {
    const popup = await browser.openPopup(page);
    await expectInert(popup, 'article');
    await popup.close();
    const side = await browser.openSidePanel(page);
    await expectInert(side, 'article');
    await side.close();
  });

  test('is text in what an SDK of the page says', async () => {
    await page.evaluate((markup) => {
      const say = () => `${markup}"window.ran=1">`;
      Object.assign(window, { krenalis: { getSessionId: say, getAnonymousId: say, user: () => ({ id: say }), startSession: say, endSession: () => { throw new Error(say()); }, identify: say, reset: say } });
    }, MARKUP);
    const view = await browser.openExtensionPage(`sidepanel.html?tab=${await browser.tabIdOf(page)}`);
    await waitForSelector(view, 'button[aria-label^="SDKs in this page"]');
    await press(view, 'button[aria-label^="SDKs in this page"]');
    await expectInert(view, 'dialog section');
    await view.evaluate(() => [...document.querySelectorAll('dialog button')].find((one) => one.textContent === 'End the session')?.dispatchEvent(new MouseEvent('click', { bubbles: true })));
    await expectInert(view, 'dialog [role=alert]');
    await view.close();
  });

  test('is text in the panel', async () => {
    const view = await browser.openExtensionPage(`panel.html?tabId=${await browser.tabIdOf(page)}`);
    await expectInert(view, '[aria-label="Footsteps"]');
    await view.close();
  });

  test('is text in the report: table, groups, one session, a user, two sessions compared', async () => {
    const view = await browser.openExtensionPage('report.html');
    const rows = '[id^="report-sessions-"]';
    await waitForSelector(view, rows);
    await expectInert(view, 'main');
    for (const group of ['user', 'site']) {
      await view.evaluate((id) => {
        const select = [...document.querySelectorAll('select')].find((one) => [...one.options].some(({ value }) => value === id));
        if (!select) throw new Error('no choice of groups');
        select.value = id;
        select.dispatchEvent(new Event('change', { bubbles: true }));
      }, group);
      await pollUntil(() => view.evaluate((of) => new URLSearchParams(location.search).get('group') === of, group), Boolean, { what: `grouped by ${group}` });
      await expectInert(view, 'main');
    }
    const { events, sessions } = await readStored(view);
    // The shortest first, whose footsteps are all on screen.
    const named = sessions.filter(({ key }) => events.some(({ sessionKey, name }) => sessionKey === key && name.includes(MARKUP))).toSorted((a, b) => a.counts.events - b.counts.events).map(({ key }) => key);
    const [one, other] = [named[0] ?? 'none', named[1] ?? 'no second'];
    const session = await browser.openExtensionPage(`report.html?${new URLSearchParams({ session: one }).toString()}`);
    await waitForSelector(session, '#report-detail-tab-footsteps');
    await press(session, '#report-detail-tab-footsteps');
    await expectInert(session, '#report-detail');
    await session.close();
    const compared = await browser.openExtensionPage(`report.html?${new URLSearchParams({ compare: one, with: other }).toString()}`);
    await waitForSelector(compared, '#report-compare-0');
    await expectInert(compared, 'main');
    await compared.close();
    await view.close();
  });

  test('is text in the options, where a recorded request is shown before and after redaction', async () => {
    const view = await browser.openExtensionPage('options.html');
    await waitForSelector(view, '#redaction option + option');
    const { events } = await readStored(view);
    const carriers = events.filter(({ name }) => name.includes(MARKUP)).map(({ requestId }) => requestId);
    const chosen = await view.evaluate((ids) => {
      const select = document.querySelector<HTMLSelectElement>('#redaction select');
      const option = [...(select?.options ?? [])].find(({ value }) => ids.includes(value));
      if (!select || !option) return null;
      select.value = option.value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
      return option.value;
    }, carriers);
    expect(carriers).toContain(chosen);
    await expectInert(view, '#redaction pre');
    await view.close();
  });
});
