import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FIREFOX_EXTENSION_DIRECTORY } from '../tools/build-extension.ts';
import { compareSessions } from '../tools/demo/compare.ts';
import type { Demo } from '../tools/demo/server.ts';
import { startDemo } from '../tools/demo/server.ts';
import type { SeenSession } from '../tools/demo/truth.ts';
import type { Archive, ArchiveRequest } from './support/archive-shape.ts';
import { exportArchive, textOf, waitForSelector } from './support/browsers.ts';
import type { EnvelopeSite } from './support/envelope-site.ts';
import { envelope, envelopePath, sessionIdOf, startEnvelopeSite } from './support/envelope-site.ts';
import { poll, pollUntil } from './support/expect-poll.ts';
import { FirefoxExtension } from './support/firefox/firefox-extension.ts';
import type { FirefoxView } from './support/firefox/firefox.ts';

/** The little of the browser's API that runs inside our page on behalf of a test. */
declare const browser: { readonly tabs: { query(filter: object): Promise<{ readonly id?: number; readonly url?: string }[]>; remove(id: number): Promise<void> } };

const KRENALIS = new URL('../fixtures/krenalis/krenalis-javascript-sdk-0.12.0--lifecycle.json', import.meta.url);

/** What is otherwise in Firefox: how it shows requests, and that the user may refuse them. */
describe('Firefox', () => {
  let demo: Demo;
  let site: EnvelopeSite;
  let extension: FirefoxExtension;
  /** A page of ours that exports. */
  let view: FirefoxView;
  const tabs: FirefoxView[] = [];

  beforeAll(async () => {
    [demo, site] = await Promise.all([startDemo(), startEnvelopeSite()]);
    extension = await FirefoxExtension.launch(FIREFOX_EXTENSION_DIRECTORY);
    view = await extension.openTab(extension.url('panel.html'));
  });
  afterEach(async () => {
    for (const tab of tabs.splice(0)) await tab.close();
  });
  afterAll(async () => {
    await extension?.close();
    await Promise.all([demo?.close(), site?.close()]);
  });

  async function open(url: string): Promise<FirefoxView> {
    const tab = await extension.openTab(url);
    tabs.push(tab);
    return tab;
  }
  const archived = (holds: (archive: Archive) => boolean, what: string): Promise<Archive> => pollUntil(() => exportArchive(view), holds, { what });
  const requestsOf = ({ requests }: Archive, number: number): ArchiveRequest[] => requests.filter(({ url }) => url.includes(envelopePath(number)));
  const isOver = (archive: Archive, number: number): boolean => requestsOf(archive, number).some(({ outcome }) => outcome.kind !== 'pending');
  const allOver = (...numbers: readonly number[]): Promise<Archive> => archived((archive) => numbers.every((number) => isOver(archive, number)), `requests ${numbers.join(', ')} are over`);

  /** Sends an envelope from a page, and waits for the answer where there will be one. */
  const send = (page: FirefoxView, how: 'fetch' | 'keepalive' | 'beacon' | 'worker', number: number, query = ''): Promise<void> =>
    page.evaluate(
      async ([way, url, body]) => {
        if (way === 'beacon') navigator.sendBeacon(url, new Blob([body], { type: 'text/plain' }));
        else if (way === 'worker') {
          const worker = new Worker('/worker.js');
          await new Promise((resolve) => {
            worker.addEventListener('message', resolve);
            worker.postMessage([url, body], []);
          });
        } else await fetch(url, { method: 'POST', body, keepalive: way === 'keepalive' }).catch(() => undefined);
      },
      [how, envelopePath(number, query), envelope(number, Date.now())] as const,
    );

  test('every session that the SDKs had in the scenario is recorded, and no other', async () => {
    const page = await open(`${demo.siteUrl}/?scenario=auto`);
    await waitForSelector(page, 'html[data-scenario="done"]', 60_000);
    const popup = await extension.openPopup(page);
    const seen: readonly SeenSession[] = await page.evaluate(() => window.demo.history());
    const differences = async (): Promise<string[]> => compareSessions(await exportArchive(popup), seen);
    expect(await pollUntil(differences, ({ length }) => length === 0, { what: 'the sessions recorded are those of the SDKs' })).toEqual([]);
    await popup.close();
  });

  test("Krenalis's batches in Blobs, sent by beacon, are read", async () => {
    const recording = JSON.parse(await readFile(KRENALIS, 'utf8')) as { readonly truth: { readonly sessions: readonly { readonly id: number }[] } };
    demo.recordings.set('krenalis', recording);
    const page = await open(`${demo.siteUrl}/replay.html?recording=krenalis&transport=beacon&body=blob`);
    await waitForSelector(page, 'html[data-replay="done"]');
    const ids = recording.truth.sessions.map(({ id }) => String(id)).toSorted();
    const archive = await archived(({ sessions }) => sessions.filter(({ protocol }) => protocol === 'krenalis').length >= ids.length, 'all sessions of Krenalis are there');
    expect(archive.sessions.filter(({ protocol }) => protocol === 'krenalis').map(({ sessionId }) => sessionId).toSorted()).toEqual(ids);
    const beacons = archive.requests.filter(({ url, method }) => method === 'POST' && url.startsWith(`${demo.collectorUrl}/v1/events`));
    expect(beacons.length).toBeGreaterThan(5);
    for (const beacon of beacons) expect(beacon).toMatchObject({ resourceType: 'beacon', body: { kind: 'bytes' }, pageUrl: `${demo.siteUrl}/replay.html?recording=krenalis&transport=beacon&body=blob` });
  });

  test('requests without a document belong to the page that shows, not to the address of its load or a script', async () => {
    const page = await open(`${site.url}/page`);
    await page.evaluate(() => history.pushState({}, '', '/page/step-2'));
    const tabId = await extension.tabIdOf(page);
    for (const [number, how] of [[11, 'fetch'], [12, 'keepalive'], [13, 'beacon'], [14, 'worker']] as const) await send(page, how, number);
    const archive = await allOver(11, 12, 13, 14);
    for (const number of [11, 12, 13, 14]) expect(requestsOf(archive, number), String(number)).toMatchObject([{ tabId, pageUrl: `${site.url}/page/step-2`, body: { kind: 'bytes' }, outcome: { kind: 'responded', status: 200 } }]);
  });

  test('what a tab sends as it closes is known to be of that tab', async () => {
    const page = await extension.openTab(`${site.url}/leaving`);
    const tabId = await extension.tabIdOf(page);
    await page.evaluate(([beacon, keepalive, body]) => {
      addEventListener('pagehide', () => {
        navigator.sendBeacon(beacon, body);
        void fetch(keepalive, { method: 'POST', body, keepalive: true });
      });
    }, [envelopePath(21), envelopePath(22), envelope(21, Date.now())] as const);
    await page.close();
    const archive = await allOver(21, 22);
    for (const number of [21, 22]) expect(requestsOf(archive, number), String(number)).toMatchObject([{ tabId, pageUrl: `${site.url}/leaving`, outcome: { kind: 'responded', status: 200 } }]);
  });

  test("what goes through the page's service worker is one request, of the page", async () => {
    const page = await open(`${site.url}/page`);
    await page.evaluate(async () => {
      const controlled = new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve));
      await navigator.serviceWorker.register('/sw.js');
      await controlled;
    });
    const tabId = await extension.tabIdOf(page);
    await send(page, 'fetch', 31, '&sw=forward');
    await send(page, 'beacon', 32, '&sw=forward');
    await send(page, 'fetch', 33);
    await send(page, 'fetch', 34, '&sw=answer');
    const archive = await allOver(31, 32, 33, 34);
    expect(site.arrived.filter((number) => number > 30 && number < 40).toSorted()).toEqual([31, 32, 33]);
    for (const number of [31, 32, 33]) {
      expect(requestsOf(archive, number), String(number)).toMatchObject([{ tabId, pageUrl: `${site.url}/page`, outcome: { kind: 'responded', status: 200 } }]);
      expect(archive.sessions.find(({ sessionId }) => sessionId === sessionIdOf(number))?.counts.requests).toBe(1);
    }
    // It never left the browser, and Firefox does not say so.
    expect(requestsOf(archive, 34)).toMatchObject([{ tabId, outcome: { kind: 'unknown' } }]);
    await page.evaluate(async () => {
      for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
    });
  });

  test("Firefox's words for what failed are ours", async () => {
    const page = await open(`${site.url}/page`);
    const tabId = await extension.tabIdOf(page);
    const closed = await closedPort();
    const to = (host: string, number: number): Promise<void> =>
      page.evaluate(([url, body]) => fetch(url, { method: 'POST', body, mode: 'no-cors' }).then(() => undefined, () => undefined), [host + envelopePath(number), envelope(number, Date.now())] as const);
    await to(`http://127.0.0.1:${closed}`, 41);
    await to('http://no-such-host.invalid', 42);
    await send(page, 'fetch', 43, '&status=429');
    const archive = await allOver(41, 42, 43);
    expect(requestsOf(archive, 41)).toMatchObject([{ outcome: { kind: 'failed', error: 'NS_ERROR_CONNECTION_REFUSED' } }]);
    expect(requestsOf(archive, 42)).toMatchObject([{ outcome: { kind: 'failed', error: 'NS_ERROR_UNKNOWN_HOST' } }]);
    // In a tab, as beside a page the list is too narrow for how requests ended.
    const panel = await extension.openTab(extension.url(`panel.html?tabId=${tabId}`));
    const shown = ['failed (connection refused)', 'failed (host not found)', 'rate-limited 429'];
    await pollUntil(() => textOf(panel), (text) => shown.every((words) => text.includes(words)), { what: `the panel says ${shown.join(', ')}` });
    await panel.close();
  });

  test('where the permission to see sites is missing, popup and panel say so and one button asks for it', async () => {
    const missing = 'Not allowed to look yet';
    const page = await open(`${site.url}/fresh`);
    await extension.setHostPermission(false);
    await send(page, 'fetch', 51);

    const panel = await extension.openPanel(page);
    await poll(async () => (await textOf(panel)).includes(missing), { what: 'the panel says what is missing' });
    // DevTools' pages cannot ask themselves, so the button opens one that can.
    await panel.evaluate(() => [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Allow…')?.click());
    const fullViews = (): Promise<number[]> => view.evaluate(async () => (await browser.tabs.query({})).flatMap(({ id, url }) => (id !== undefined && url === `${location.origin}/panel.html` ? [id] : [])));
    const [, opened] = await pollUntil(fullViews, ({ length }) => length === 2, { what: 'the full view is open a second time' });
    await view.evaluate((tab) => browser.tabs.remove(tab), opened ?? 0);
    await panel.close();

    const popup = await extension.openPopup(page);
    await poll(async () => (await textOf(popup)).includes(missing), { what: 'the popup says what is missing' });
    expect(await popup.evaluate(() => [...document.querySelectorAll('main button')].map((button) => button.textContent))).toEqual(['Allow…']);
    await popup.click('main button');
    await extension.allowWhatIsAsked();
    await poll(() => extension.hasHostPermission(), { what: 'Firefox has given the permission' });

    await send(page, 'fetch', 52);
    const archive = await allOver(52);
    expect(requestsOf(archive, 51)).toEqual([]);
    const after = await extension.openPopup(page);
    await pollUntil(() => textOf(after), (text) => text.includes(sessionIdOf(52)) && !text.includes(missing), { what: 'the popup shows the session' });
    await after.close();
  });
});

/** A port of this machine on which nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
