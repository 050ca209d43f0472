import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIREFOX_EXTENSION_DIRECTORY } from '../tools/build-extension.ts';
import { recordings } from '../tools/corpus.ts';
import { startDemo, type Demo } from '../tools/demo/server.ts';
import { CANARY, hostileRecording } from '../tools/endurance/hostile-recording.ts';
import { waitForSelector, type View } from './support/browsers.ts';
import { pollUntil } from './support/expect-poll.ts';
import { FirefoxExtension } from './support/firefox/firefox-extension.ts';
import { readStored } from './support/stored.ts';

const MARKUP = '<img src=x onerror=';
const VENDORS = ['exceptionless', 'krenalis', 'rudderstack', 'sentry', 'snowplow'];

/** As in Chromium (`hostile-text.e2e.test.ts`), which shows more of it: formats of export, sizes, what the policy refuses. */
describe('hostile text in Firefox', () => {
  let demo: Demo;
  let extension: FirefoxExtension;
  let tabId: number;
  /** Sessions that are stored. */
  let stores = 0;

  beforeAll(async () => {
    demo = await startDemo();
    extension = await FirefoxExtension.launch(FIREFOX_EXTENSION_DIRECTORY);
    const observer = await extension.openTab(extension.url('icon/16.png'));
    const page = await extension.openTab(`${demo.siteUrl}/replay.html`);
    tabId = await extension.tabIdOf(page);
    await pollUntil(() => page.evaluate(() => typeof window.replay), (type) => type === 'function', { what: 'the page can replay' });
    for (const vendor of VENDORS) {
      const found = recordings().filter((one) => one.vendor === vendor && /lifecycle/.test(one.name)).at(-1);
      if (!found) throw new Error(`no recording of ${vendor}`);
      await page.evaluate((recording) => window.replay(recording as never, { transport: 'fetch', body: 'string' } as never), hostileRecording(found.recording) as object);
    }
    const sent = demo.collector.sent().length;
    const stored = () => readStored({ evaluate: (script) => observer.evaluate(script) });
    await pollUntil(stored, (now) => now.inbox.length === 0 && now.requests.length >= sent && now.requests.every(({ outcome }) => outcome.kind !== 'pending'), { what: 'all requests are stored' });
    stores = (await stored()).sessions.length;
  });
  afterAll(async () => {
    await extension?.close();
    await demo?.close();
  });

  /** The page shows hostile text as text, and has run none of it. */
  async function expectInert(view: View): Promise<void> {
    const seen = await view.evaluate(([canary, markup]) => ({
      ran: canary in window, title: document.title, elements: document.querySelectorAll('img, iframe, object, embed, script:not([src]), [onload], [onerror], a[href^="javascript:"], a[href^="data:"]').length,
      polluted: 'polluted' in {}, text: document.body.textContent?.includes(markup) ?? false,
    }), [CANARY, MARKUP] as const);
    expect(seen).toEqual({ ran: false, title: expect.not.stringContaining('ran'), elements: 0, polluted: false, text: true });
  }
  const shown = (view: View): Promise<boolean> => pollUntil(() => view.evaluate((markup) => document.body.textContent?.includes(markup) ?? false, MARKUP), Boolean, { what: 'the hostile text is on screen' });

  test('every vendor has told sessions of it', () => {
    expect(stores).toBeGreaterThanOrEqual(VENDORS.length);
  });

  test.each(['popup.html?tab=', 'sidepanel.html?tab='])('is text in %s', async (file) => {
    const view = await extension.openTab(extension.url(`${file}${tabId}`));
    await shown(view);
    await expectInert(view);
    await view.close();
  });

  test('is text in the panel, in every tab of the details', async () => {
    const view = await extension.openTab(extension.url(`panel.html?tabId=${tabId}`));
    await shown(view);
    await view.evaluate((markup) => [...document.querySelectorAll<HTMLElement>('[aria-label="Footsteps"] [role="row"]')].find((row) => row.textContent?.includes(markup))?.click(), MARKUP);
    await waitForSelector(view, '[data-pane="details"] [role="tab"]');
    const tabs = await view.evaluate(() => document.querySelectorAll('[data-pane="details"] [role="tab"]').length);
    expect(tabs).toBeGreaterThan(2);
    for (let n = 0; n < tabs; n++) {
      await view.evaluate((index) => document.querySelectorAll<HTMLElement>('[data-pane="details"] [role="tab"]')[index]?.click(), n);
      await pollUntil(() => view.evaluate((index) => document.querySelectorAll('[data-pane="details"] [role="tab"]')[index]?.getAttribute('aria-selected') === 'true', n), Boolean, { what: `tab ${n} of the details is shown` });
      await expectInert(view);
    }
    await view.close();
  });
});
