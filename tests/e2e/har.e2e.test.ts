import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRequests } from '../../lib/app/read-requests.ts';
import { archiveBody, buildArchive } from '../../lib/archive/build-archive.ts';
import { parseHar } from '../../lib/archive/har.ts';
import { collect, partsOf } from '../../lib/archive/parts.ts';
import { harText } from '../../lib/archive/write-har.ts';
import type { CapturedRequest } from '../../lib/domain/request.ts';
import { findBrowser } from '../tools/browser-finder.ts';
import { openDevTools } from './support/devtools.ts';
import type { EnvelopeSite } from './support/envelope-site.ts';
import { envelope, envelopePath, sessionIdOf, startEnvelopeSite } from './support/envelope-site.ts';
import { pollUntil } from './support/expect-poll.ts';
import { Firefox, FirefoxView } from './support/firefox/firefox.ts';
import { launchFirefox } from './support/firefox/launch-firefox.ts';
import { CHROMIUM_ARGS, launchBrowser } from './support/launch.ts';

/** The little of Firefox's window that a test of its network monitor needs; internal to it, of ESR 153. */
type Toolbox = {
  getHARFromNetMonitor(): Promise<object>;
  selectTool(id: string): Promise<{ readonly panelWin: { readonly windowRequire: (module: string) => { HarImporter: new (actions: object) => { import(text: string): void } }; readonly actions: object; readonly store: { getState(): { readonly requests: { readonly requests: readonly { readonly url: string; readonly method: string; readonly status: string }[] } } } } }>;
};
declare const gBrowser: { readonly selectedTab: object };
declare const ChromeUtils: { importESModule(url: string): { require(module: string): { readonly gDevTools: { showToolboxForTab(tab: object, options: object): Promise<Toolbox> } } } };

/** Of a DevTools page of Chromium, by its own internal modules. Text, as a test runner puts a function of its own in place of each `import()`. */
const CHROMIUM_EXPORT = `(async () => {
  const [logs, har] = [await import('./models/logs/logs.js'), await import('./models/har/har.js')];
  const log = await har.Log.Log.build(logs.NetworkLog.NetworkLog.instance().requests(), { sanitize: false });
  return JSON.stringify({ log });
})()`;
const chromiumImport = (text: string): string => `(async () => {
  const har = await import('./models/har/har.js');
  const requests = har.Importer.Importer.requestsFromHARLog(new har.HARFormat.HARRoot(JSON.parse(${JSON.stringify(text)})).log);
  return Promise.all(requests.map(async (request) => ({ url: request.url(), method: request.requestMethod, status: request.statusCode, body: await request.requestFormData() })));
})()`;

const NUMBERS = [1, 2, 3, 4];

/** Sends the same in each browser: text, a beacon, text beyond ASCII, and bytes that are no text. Runs in the page. */
async function sendAll([urls, bodies]: readonly [readonly string[], readonly string[]]): Promise<void> {
  const [text = '', beacon = '', wide = '', packed = ''] = urls;
  await fetch(text, { method: 'POST', body: bodies[0] ?? '' });
  navigator.sendBeacon(beacon, bodies[1] ?? '');
  await fetch(wide, { method: 'POST', body: (bodies[2] ?? '').replace('shop@1', 'Läden € 👣') });
  const stream = new Blob([bodies[3] ?? '']).stream().pipeThrough(new CompressionStream('gzip'));
  await fetch(packed, { method: 'POST', headers: { 'content-encoding': 'gzip' }, body: await new Response(stream).arrayBuffer() });
}

function read(text: string): readonly CapturedRequest[] {
  const parsed = parseHar(text);
  if (!parsed.ok) throw new Error(parsed.error.message);
  expect(parsed.value.problems).toEqual([]);
  return parsed.value.requests.filter(({ method, url }) => method === 'POST' && url.includes('/envelope/'));
}

async function sessionsOf(requests: readonly CapturedRequest[]): Promise<string[]> {
  const { sessions } = await readRequests(requests, { now: Date.now() });
  return sessions.flatMap(({ sessionId }) => sessionId ?? []).toSorted();
}

/** The same as our own HAR. */
async function written(requests: readonly CapturedRequest[]): Promise<string> {
  const recorded = await readRequests(requests, { now: Date.now() });
  const archive = buildArchive(recorded, { exporter: { name: 'Footsteps', version: '0.0.0' }, createdAt: Date.now() });
  return (await collect(harText(partsOf({ ...archive, requests: archive.requests.map((r) => ({ ...r, body: archiveBody(requests.find(({ id }) => id === r.id)?.body ?? { kind: 'none' }) })) })))).join('');
}

describe('HAR files of real browsers', () => {
  let site: EnvelopeSite;
  let folder: string;
  beforeAll(async () => {
    [site, folder] = [await startEnvelopeSite(), await mkdtemp(path.join(tmpdir(), 'footsteps-har-'))];
  });
  afterAll(async () => {
    await site.close();
    await rm(folder, { recursive: true });
  });
  const load = (): readonly [readonly string[], readonly string[]] => [NUMBERS.map((number) => envelopePath(number)), NUMBERS.map((number) => envelope(number, Date.now()))];
  const arrivedAgain = (before: number): Promise<number> => pollUntil(() => Promise.resolve(site.arrived.length - before), (count) => count >= NUMBERS.length, { what: 'the envelopes have arrived' });
  /** Those whose bodies a browser's HAR holds as they were. */
  const ids = (...numbers: readonly number[]): string[] => numbers.map((number) => sessionIdOf(number));

  test("Playwright's gives the sessions", async () => {
    const { chromium } = await import('playwright-core');
    const browser = await chromium.launch({ executablePath: await findBrowser('chromium'), args: [...CHROMIUM_ARGS] });
    const file = path.join(folder, 'playwright.har');
    try {
      const context = await browser.newContext({ recordHar: { path: file, content: 'embed' } });
      const page = await context.newPage();
      await page.goto(`${site.url}/page`);
      const before = site.arrived.length;
      await page.evaluate(sendAll, load());
      await arrivedAgain(before);
      await context.close();
    } finally {
      await browser.close();
    }
    const requests = read(await readFile(file, 'utf8'));
    expect(requests).toHaveLength(NUMBERS.length);
    expect(requests.every(({ pageUrl }) => pageUrl === `${site.url}/page`)).toBe(true);
    expect(await sessionsOf(requests)).toEqual(ids(1, 2, 3));
    expect(await sessionsOf(read(await written(requests)))).toEqual(await sessionsOf(requests));
  });

  test("Chromium's gives the sessions, and its network panel opens ours", async () => {
    const { context, close } = await launchBrowser();
    try {
      const page = await context.newPage();
      await page.goto(`${site.url}/page`);
      const devtools = await openDevTools(context, page);
      const hasLog = (): Promise<boolean> => devtools.evaluate<boolean>(`import('./models/logs/logs.js').then(({ NetworkLog }) => NetworkLog.NetworkLog.instance().requests().some((request) => request.url().endsWith('/page')))`).catch(() => false);
      await pollUntil(async () => (await page.reload(), hasLog()), (ready) => ready, { what: 'DevTools looks at the network', interval: 500 });
      const before = site.arrived.length;
      await page.evaluate(sendAll, load());
      await arrivedAgain(before);
      const requests = await pollUntil(async () => read(await devtools.evaluate<string>(CHROMIUM_EXPORT)), (found) => found.filter(({ outcome }) => outcome.kind === 'responded').length >= NUMBERS.length, { what: "DevTools' log is whole" });
      expect(requests).toHaveLength(NUMBERS.length);
      expect(await sessionsOf(requests)).toEqual(expect.arrayContaining(ids(1, 2, 3)));

      const ours = await written(requests);
      const shown = await devtools.evaluate<readonly { readonly url: string; readonly method: string; readonly status: number; readonly body: string | null }[]>(chromiumImport(ours));
      expect(shown.map(({ url, method, status }) => [url, method, status])).toEqual(requests.map(({ url, method }) => [url, method, 200]));
      expect(shown[0]?.body).toContain(sessionIdOf(1));
    } finally {
      await close();
    }
  });

  test("Firefox's gives the sessions, and its network monitor opens ours", async () => {
    const launched = await launchFirefox();
    try {
      const firefox = await Firefox.over(launched);
      const tab = new FirefoxView(firefox, await firefox.run((desk, url) => desk.openTab(url), `${site.url}/page`), () => Promise.resolve());
      await pollUntil(() => firefox.run((desk, view) => desk.hasLoaded(view), tab.id), (loaded) => loaded, { what: 'the page has loaded' });
      const har = (): Promise<string> => firefox.run(async () => {
        const { gDevTools } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs').require('devtools/client/framework/devtools');
        const toolbox = await gDevTools.showToolboxForTab(gBrowser.selectedTab, { toolId: 'netmonitor' });
        return JSON.stringify({ log: await toolbox.getHARFromNetMonitor() });
      });
      await har();
      // The monitor is there before it listens to everything, and what it has missed never comes back: so they are sent until it has all of them with their answers.
      const sendAndRead = async (): Promise<readonly CapturedRequest[]> => {
        const before = site.arrived.length;
        await tab.evaluate(sendAll, load());
        await arrivedAgain(before);
        const answered = read(await har()).filter(({ outcome }) => outcome.kind === 'responded');
        return [...new Map(answered.map((request) => [request.url, request])).values()];
      };
      const requests = await pollUntil(sendAndRead, (found) => found.length === NUMBERS.length, { what: "the monitor's log is whole", interval: 1_000 });
      expect(await sessionsOf(requests)).toEqual(expect.arrayContaining(ids(1, 2, 3)));

      const shown = await firefox.run(async (_desk, text) => {
        const { gDevTools } = ChromeUtils.importESModule('resource://devtools/shared/loader/Loader.sys.mjs').require('devtools/client/framework/devtools');
        const toolbox = await gDevTools.showToolboxForTab(gBrowser.selectedTab, { toolId: 'netmonitor' });
        const { panelWin } = await toolbox.selectTool('netmonitor');
        const { HarImporter } = panelWin.windowRequire('devtools/client/netmonitor/src/har/har-importer');
        new HarImporter(panelWin.actions).import(text);
        await new Promise((resolve) => setTimeout(resolve, 0));
        return panelWin.store.getState().requests.requests.map(({ url, method, status }) => [url, method, Number(status)] as const);
        // Under other addresses, as the monitor's own log has these already.
      }, (await written(requests)).replaceAll('/envelope/', '/imported/'));
      expect(shown).toEqual(expect.arrayContaining(requests.map(({ url, method }) => [url.replace('/envelope/', '/imported/'), method, 200])));
    } finally {
      await launched.close();
    }
  });
});
