import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '../tools/demo/server.ts';
import { startDemo } from '../tools/demo/server.ts';
import type { Archive } from './support/archive-shape.ts';
import type { TestBrowser, View } from './support/browsers.ts';
import { exportArchive, forEachBrowser, textOf, waitForSelector } from './support/browsers.ts';
import { pollUntil } from './support/expect-poll.ts';

/** A page that may load nothing, run nothing but its own script, and is nobody's: the strictest that there are. */
const STRICT = "default-src 'none'; script-src 'nonce-own'; require-trusted-types-for 'script'; sandbox allow-scripts";
const KRENALIS = `<!doctype html><title>strict</title><script nonce="own">
  window.calls = [];
  window.krenalis = {
    id: 1795255800123, getSessionId() { return this.id; }, user() { return { id: () => 'u-9' }; }, getAnonymousId: () => 'anon-9',
    startSession(id) { this.id = id ?? this.id + 1; window.calls.push(['startSession', id ?? null]); }, endSession() { this.id = null; window.calls.push(['endSession']); },
    identify(id) { window.calls.push(['identify', id]); }, reset() { window.calls.push(['reset']); },
  };
</script>`;

/** The SDKs of a page, asked and called from the real panel: real SDKs where the demo has them. */
forEachBrowser((launch) => {
  let demo: Demo;
  let site: Server;
  let browser: TestBrowser;

  beforeAll(async () => {
    demo = await startDemo();
    site = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': STRICT }).end(KRENALIS)).listen(0, '127.0.0.1');
    browser = await launch();
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await demo?.close();
  });

  /** By the button of the toolbar, which in a narrow panel stands in its menu. */
  const openControls = async (panel: View): Promise<void> => {
    const press = (): Promise<boolean> =>
      panel.evaluate(() => {
        const button = [...document.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent)?.startsWith('SDKs in this page'));
        if (button) button.click();
        else document.querySelector<HTMLElement>('button[aria-controls="more"][aria-expanded="false"]')?.click();
        return button !== undefined;
      });
    await pollUntil(press, Boolean, { what: 'the panel offers the SDKs of the page' });
    await waitForSelector(panel, 'dialog section');
  };
  /** Presses a button of an SDK's section, and waits until the call is told of. */
  const press = async (panel: View, vendor: string, button: string, argument?: string): Promise<void> => {
    await panel.evaluate(
      ([of, label, typed]) => {
        const section = [...document.querySelectorAll('dialog section')].find((one) => one.querySelector('h3')?.textContent?.includes(of));
        const row = [...(section?.querySelectorAll('li') ?? [])].find((one) => one.querySelector('button')?.textContent === label);
        const input = row?.querySelector('input');
        if (input && typed) {
          input.value = typed;
          input.dispatchEvent(new Event('input', { bubbles: true }));
        }
        requestAnimationFrame(() => row?.querySelector('button')?.click());
      },
      [vendor, button, argument ?? ''] as const,
    );
  };

  test('real SDKs say the sessions that are on the wire; a call rotates them, and a mismatch is a finding', async () => {
    const page = await browser.openTab(`${demo.siteUrl}/?globals=1`);
    await waitForSelector(page, 'html[data-demo="ready"]');
    await page.evaluate(() => window.demo.flush());
    const truth = await page.evaluate(() => window.demo.truth());
    const panel = await browser.openPanel(page);
    await pollUntil(() => exportArchive(panel), ({ sessions }) => [truth.rudderstack?.session, truth.sentry?.session, truth.exceptionless?.session].every((id) => sessions.some(({ sessionId }) => sessionId === id)), { what: 'the sessions are recorded' });
    await openControls(panel);
    const said = await pollUntil(() => textOf(panel), (text) => text.match(/same as on the wire/g)?.length === 4, { what: 'all four SDKs say what is on the wire' });
    for (const sdk of ['rudderstack', 'sentry', 'exceptionless', 'snowplow'] as const) expect(said, sdk).toContain(truth[sdk]?.session);

    await press(panel, 'RudderStack', 'Start with an id', '1795255800999');
    await pollUntil(() => textOf(panel), (text) => text.includes('Called: rudderanalytics.startSession(…)') && text.includes('another session than on the wire'), { what: 'the SDK is in its new session, of which nothing was sent' });
    expect((await page.evaluate(() => window.demo.truth())).rudderstack?.session).toBe('1795255800999');
    await pollUntil(() => exportArchive(panel), ({ findings }) => findings.some(({ code, message }) => code === 'sdk.otherSession' && message.includes('1795255800999')), { what: 'the mismatch is a finding' });

    await page.evaluate(() => window.demo.run('feature'));
    await pollUntil(() => exportArchive(panel), ({ sessions }) => sessions.some(({ sessionId }) => sessionId === '1795255800999'), { what: 'the new session is on the wire' });
    await press(panel, 'Sentry', 'End the session');
    await pollUntil(() => textOf(panel), (text) => text.includes('Called: session.status = "exited"'), { what: 'Sentry was called' });
    const ended = await pollUntil(() => exportArchive(panel), ({ sessions, findings }) => sessions.some(({ sessionId, state }) => sessionId === truth.sentry?.session && state === 'ended') && !findings.some(({ code }) => code.startsWith('sdk.')), { what: 'Sentry sent its end, and no SDK says other than the wire' });
    expect(ended.sessions.find(({ sessionId }) => sessionId === truth.sentry?.session)?.end).toMatchObject({ cause: 'declaredEnd', confidence: 'certain' });
    await pollUntil(() => textOf(panel), (text) => !text.includes('another session than on the wire') && !text.includes('no session, yet'), { what: 'the sheet says so too' });
    await panel.close();
    await page.close();
  });

  test('what is pressed is what a real SDK does: signs of life, users and sessions are on the wire', async () => {
    const page = await browser.openTab(`${demo.siteUrl}/?globals=1&controls=1`);
    await waitForSelector(page, 'html[data-demo="ready"]');
    await page.evaluate(() => window.demo.flush());
    const truth = await page.evaluate(() => window.demo.truth());
    const panel = await browser.openPanel(page);
    const own = (id: string | null | undefined): boolean => [truth.rudderstack, truth.sentry, truth.exceptionless, truth.snowplow].some((sdk) => sdk?.session === id);
    const recorded = await pollUntil(() => exportArchive(panel), ({ sessions }) => sessions.filter(({ sessionId }) => own(sessionId)).length === 4, { what: 'the sessions are recorded' });
    await openControls(panel);
    await pollUntil(() => textOf(panel), (text) => text.match(/same as on the wire/g)?.length === 4, { what: 'all four SDKs are asked' });
    const called = async (vendor: string, button: string, call: string, argument?: string): Promise<void> => {
      await press(panel, vendor, button, argument);
      await pollUntil(() => textOf(panel), (text) => text.split('\n').some((line) => line.startsWith('Called: ') && line.includes(call)), { what: `${call} was made` });
    };
    const onWire = (what: string, isThere: (archive: Archive) => boolean): Promise<unknown> => pollUntil(() => exportArchive(panel), isThere, { what });
    const count = ({ events }: Archive, of: string, ...kinds: readonly string[]): number => events.filter(({ protocol, kind }) => protocol === of && kinds.includes(kind)).length;

    await called('Exceptionless', 'Send a sign of life', 'submitSessionHeartbeat()');
    await onWire('its heartbeat is on the wire', (archive) => count(archive, 'exceptionless', 'heartbeat') > count(recorded, 'exceptionless', 'heartbeat'));
    await called('Sentry', 'Send a sign of life', 'captureSession(session)');
    await onWire("Sentry's update is on the wire", (archive) => count(archive, 'sentry', 'sessionUpdate', 'sessionStart') > count(recorded, 'sentry', 'sessionUpdate', 'sessionStart'));
    await called('Exceptionless', 'Set the user', 'setUserIdentity("…")', 'u-5005');
    await called('RudderStack', 'Set the user', 'rudderanalytics.identify("…")', 'u-6006');
    await called('RudderStack', 'Start a session', 'rudderanalytics.startSession()');
    await page.evaluate(() => window.demo.run('feature'));
    await page.evaluate(() => window.demo.flush());
    await onWire('both users are on the wire', ({ events }) => [['exceptionless', 'u-5005'], ['rudderstack', 'u-6006']].every(([of, user]) => events.some(({ protocol, identity }) => protocol === of && identity?.['userId'] === user)));
    await onWire('RudderStack is in another session, of that user', ({ sessions }) => sessions.some(({ protocol, sessionId, identity }) => protocol === 'rudderstack' && !own(sessionId) && identity['userId'] === 'u-6006'));
    // Its tracker is in a module: there its session can be read, and nothing called.
    expect(await textOf(panel)).toContain('the page keeps the tracker itself out of reach');
    await panel.close();
    await page.close();
  });

  test('a page with the strictest policy can be asked and called, from the real popup and from the panel', async () => {
    const page = await browser.openTab(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
    const popup = await browser.openPopup(page);
    await waitForSelector(popup, 'button[aria-label^="SDKs in this page"]');
    await popup.evaluate(() => document.querySelector<HTMLElement>('button[aria-label^="SDKs in this page"]')?.click());
    await pollUntil(() => textOf(popup), (text) => text.includes('1795255800123'), { what: 'the SDK said its session in the popup' });
    await press(popup, 'Krenalis', 'Set the user', 'u-8');
    await pollUntil(() => textOf(popup), (text) => text.includes('Called: krenalis.identify("…")'), { what: 'the call was made from the popup' });
    await popup.close();
    const panel = await browser.openPanel(page);
    await openControls(panel);
    await pollUntil(() => textOf(panel), (text) => text.includes('1795255800123'), { what: 'the SDK said its session' });
    await press(panel, 'Krenalis', 'Start with an id', '42');
    await pollUntil(() => textOf(panel), (text) => text.includes('Called: krenalis.startSession(…)'), { what: 'the call was made' });
    await press(panel, 'Krenalis', 'Set the user', 'u "7"');
    await pollUntil(() => textOf(panel), (text) => text.includes('Called: krenalis.identify("…")'), { what: 'the user was set' });
    expect(await page.evaluate(() => (window as Window & { readonly calls?: unknown }).calls)).toEqual([['identify', 'u-8'], ['startSession', 42], ['identify', 'u "7"']]);
    await panel.close();
    await page.close();
  });
});
