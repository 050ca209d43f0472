import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXTENSION_DIRECTORY } from '../tools/build-extension.ts';
import { poll, pollUntil } from './support/expect-poll.ts';
import { extensionOf, openExtensionPage } from './support/extension.ts';
import { launchBrowser, type Launched } from './support/launch.ts';
import { readStored } from './support/stored.ts';

/** The little of the browser's API that runs inside our page on behalf of a test. */
declare const chrome: {
  readonly developerPrivate: { updateExtensionConfiguration(change: object): Promise<void>; updateProfileConfiguration(change: object): Promise<void> };
  readonly scripting: { executeScript(how: object): Promise<unknown> };
  readonly tabs: { get(id: number): Promise<{ readonly status: string }> };
  readonly windows: { create(window: object): Promise<{ readonly tabs: readonly { readonly id: number }[] }> };
};

const SESSION = '1795248000777';
const WORKER = "self.onmessage = ({ data: [url, body] }) => fetch(url, { method: 'POST', body: new Blob([body], { type: 'text/plain' }) });";

let server: Server;
let url: string;
let browser: Launched;

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const [type, text] = request.url === '/worker.js' ? ['text/javascript', WORKER] : request.url?.startsWith('/page') ? ['text/html', '<!doctype html><title>A page</title>'] : ['application/json', '{}'];
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  browser = await launchBrowser({ extensions: [EXTENSION_DIRECTORY] });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
});

/** A batch as the Krenalis SDK sends it: all of one session. */
function batch(name: string): string {
  const time = new Date().toISOString();
  const event = {
    type: 'track', event: name, messageId: `m-${name}`, anonymousId: '6d2a5b0e-0000-4000-8000-000000000007', timestamp: time, properties: {},
    context: { library: { name: 'krenalis.js', version: '0.0.0' }, page: { url: 'http://shop.test/', path: '/' }, sessionId: '#' },
  };
  return JSON.stringify({ batch: [event], sentAt: time, writeKey: 'k'.repeat(32) }).replace('"#"', SESSION);
}

test('DevTools on a private window give the bodies of workers, to memory alone', async () => {
  const { context } = browser;
  const { id } = await extensionOf(context);
  const settings = await context.newPage();
  await settings.goto('chrome://extensions');
  await settings.evaluate(async (extensionId) => {
    await chrome.developerPrivate.updateProfileConfiguration({ inDeveloperMode: true });
    await chrome.developerPrivate.updateExtensionConfiguration({ extensionId, incognitoAccess: true });
  }, id);
  // It is loaded anew with that.
  const extension = await extensionOf(context);
  const inside = await poll(() => openExtensionPage(context, extension, 'options.html'), { what: 'a page of the extension opens' });
  const address = `${url}/page?private`;
  const tabId = await inside.evaluate(async (at) => (await chrome.windows.create({ incognito: true, url: at })).tabs[0]?.id ?? -1, address);
  await poll(() => inside.evaluate(async (tab) => (await chrome.tabs.get(tab)).status === 'complete', tabId), { what: 'the private page has loaded' });

  let sent = 0;
  const sendFromWorker = (): Promise<unknown> =>
    inside.evaluate(
      ([tab, to, body]) => {
        const func = (script: string, message: readonly string[]): void => new Worker(script).postMessage(message, []);
        return chrome.scripting.executeScript({ target: { tabId: tab }, world: 'MAIN', func, args: ['/worker.js', [to, body]] });
      },
      [tabId, `${url}/v1/events?n=${++sent}`, batch(`e${sent}`)] as const,
    );
  const panel = await openExtensionPage(context, extension, `panel.html?tabId=${tabId}`);
  const text = (): Promise<string> => panel.evaluate(() => document.body.innerText);
  await sendFromWorker();
  await panel.getByText('Private window').first().waitFor();
  expect(await text()).not.toContain(SESSION);

  const cdp = await browser.context.browser()?.newBrowserCDPSession();
  if (!cdp) throw new Error('this context has no browser');
  const { targetInfos } = await cdp.send('Target.getTargets');
  const target = targetInfos.find((one) => one.url === address && one.type === 'page');
  await (cdp.send as (method: string, params: object) => Promise<unknown>)('Target.openDevTools', { targetId: target?.targetId });
  // DevTools show nothing of before they were open, and when that is nobody tells.
  const shown = async (): Promise<string> => {
    await sendFromWorker();
    return text();
  };
  await pollUntil(shown, (words) => words.includes(SESSION), { what: 'the session of the private window is known', interval: 1_000 });
  const { requests, sessions } = await readStored(panel);
  expect([requests.filter((request) => request.url.startsWith(url)), sessions]).toEqual([[], []]);
});
