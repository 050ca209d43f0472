import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestBrowser, View } from './support/browsers.ts';
import { forEachBrowser, textOf } from './support/browsers.ts';
import type { EnvelopeSite } from './support/envelope-site.ts';
import { envelope, envelopePath, sessionIdOf, startEnvelopeSite } from './support/envelope-site.ts';
import { poll, pollUntil } from './support/expect-poll.ts';

type Badge = { readonly text: string; readonly colour: readonly number[]; readonly title: string };
type ActionApi = {
  readonly action: { getBadgeText(of: object): Promise<string>; getBadgeBackgroundColor(of: object): Promise<readonly number[]>; getTitle(of: object): Promise<string> };
};

const BLUE = [26, 115, 232, 255];
const RED = [197, 34, 31, 255];
const GREY = [128, 134, 139, 255];

/** The real side panel and the button of the toolbar, over real requests. */
forEachBrowser((launch) => {
  let site: EnvelopeSite;
  let browser: TestBrowser;

  beforeAll(async () => {
    site = await startEnvelopeSite();
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  const send = (page: View, number: number, body = envelope(number, Date.now())): Promise<number> =>
    page.evaluate(async ([url, text]) => (await fetch(url as string, { method: 'POST', body: text as string })).status, [envelopePath(number), body]);

  test('the side panel follows the tab on screen, and shows its sessions and footsteps', async () => {
    const first = await browser.openTab(`${site.url}/first`);
    await send(first, 71);
    const panel = await browser.openSidePanel(first);
    await pollUntil(() => textOf(panel), (text) => text.includes(sessionIdOf(71)) && text.includes('session start'), { what: 'the side panel shows the session of the first tab' });

    const second = await browser.openTab(`${site.url}/second`);
    await pollUntil(() => textOf(panel), (text) => !text.includes(sessionIdOf(71)) && text.includes('No session seen on this page yet'), { what: 'the side panel is about the second tab' });
    await send(second, 72);
    await pollUntil(() => textOf(panel), (text) => text.includes(sessionIdOf(72)), { what: 'the side panel shows the session of the second tab' });
    expect(await textOf(panel)).not.toContain(sessionIdOf(71));

    await second.close();
    await pollUntil(() => textOf(panel), (text) => text.includes(sessionIdOf(71)), { what: 'the side panel is back at the first tab' });
    await panel.click('article h2 button');
    await pollUntil(() => textOf(panel), (text) => text.includes('Footsteps of Sentry'), { what: 'the footsteps are those of the session' });
    await panel.close();
    await first.close();
  });

  test('the badge counts open sessions, marks trouble in red, is grey while paused, and says all of it in words', async () => {
    const page = await browser.openTab(`${site.url}/badge`);
    const tabId = await browser.tabIdOf(page);
    const desk = await browser.openExtensionPage(`popup.html?tab=${tabId}`);
    const badge = (): Promise<Badge> =>
      desk.evaluate(async (of) => {
        const { action } = (globalThis as unknown as { readonly chrome: ActionApi }).chrome;
        return { text: await action.getBadgeText(of), colour: [...(await action.getBadgeBackgroundColor(of))], title: await action.getTitle(of) };
      }, { tabId });
    const becomes = (wanted: Badge): Promise<Badge> => pollUntil(badge, (shown) => JSON.stringify(shown) === JSON.stringify(wanted), { what: `the badge is ${JSON.stringify(wanted)}` });

    await send(page, 73);
    await becomes({ text: '1', colour: BLUE, title: 'Footsteps: 1 open session in this tab' });
    const error = { event_id: '0f'.repeat(16), level: 'error', timestamp: new Date().toISOString(), exception: { values: [{ type: 'TypeError', value: 'boom' }] } };
    await send(page, 73, [JSON.stringify({ event_id: error.event_id, sent_at: error.timestamp }), JSON.stringify({ type: 'event' }), JSON.stringify(error)].join('\n'));
    const wrong: Badge = { text: '1!', colour: RED, title: 'Footsteps: 1 open session in this tab: 1 error' };
    await becomes(wrong);
    await desk.evaluate(() => (globalThis as unknown as { readonly chrome: { readonly runtime: { sendMessage(message: object): Promise<unknown> } } }).chrome.runtime.sendMessage({ command: { type: 'setRecording', on: false } }));
    const paused: Badge = { text: '1!', colour: GREY, title: 'Footsteps: 1 open session in this tab: 1 error. Recording is paused.' };
    expect(await becomes(paused)).toEqual(paused);
    const none: Badge = { text: '', colour: GREY, title: 'Footsteps: no open session in this tab. Recording is paused.' };
    // A session of Sentry ends with its page. Browsers take the badge of a tab away with each page; nothing is written at the second.
    for (const query of ['?one', '?two']) {
      await page.evaluate((to) => void setTimeout(() => location.assign(`/badge${to}`), 0), query);
      await poll(() => page.evaluate((to) => location.search === to && document.readyState === 'complete', query), { what: `the page is ${query}` });
      expect(await becomes(none)).toEqual(none);
    }
    await desk.close();
    await page.close();
  });
});
