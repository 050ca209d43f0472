import { createServer, type Server } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDevToolsPanel } from './support/devtools.ts';
import { pollUntil } from './support/expect-poll.ts';
import type { Extension } from './support/extension.ts';
import type { Launched } from './support/launch.ts';
import { listening, openPageStage } from './support/page-stage.ts';
import { readStored, type Stored } from './support/stored.ts';

type StoredRequest = Stored['requests'][number] & { readonly witnesses: readonly string[]; readonly result: string };
/** What the browser's own page of extensions may do. */
declare const chrome: { readonly developerPrivate: { updateExtensionConfiguration(change: { readonly extensionId: string; readonly hostAccess: string }): Promise<void> } };

const WORKER = `self.onmessage = async ({ data: [url, body] }) => {
  await fetch(url, { method: 'POST', body: new Blob([body], { type: 'text/plain' }) });
  self.postMessage('sent');
};`;

async function startSite(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => {
      const [type, text] = request.url === '/worker.js' ? ['text/javascript', WORKER] : request.url === '/page' ? ['text/html', '<!doctype html><title>A page</title>'] : ['application/json', '{}'];
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    });
  });
  return { server, url: await listening(server) };
}

const SESSION = '1795248000123';

/** A batch as the Krenalis SDK sends it. */
function batch(name: string): string {
  const time = new Date().toISOString();
  const event = {
    type: 'track', event: name, messageId: `m-${name}`, anonymousId: '6d2a5b0e-0000-4000-8000-000000000001', timestamp: time, properties: {},
    context: { library: { name: 'krenalis.js', version: '0.0.0' }, page: { url: 'http://shop.test/', path: '/' }, sessionId: '#' },
  };
  return JSON.stringify({ batch: [event], sentAt: time, writeKey: 'k'.repeat(32) }).replace('"#"', SESSION);
}

describe('DevTools as second witness', () => {
  let server: Server;
  let url: string;
  let browser: Launched;
  let extension: Extension;
  let page: Page;

  beforeAll(async () => {
    ({ server, url } = await startSite());
    ({ browser, extension, page } = await openPageStage(`${url}/page`));
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const stored = (holds: (rows: Stored) => boolean, what: string): Promise<Stored> => pollUntil(() => readStored(extension.worker), holds, { what });
  const requestsTo = (rows: Stored, part: string): StoredRequest[] => rows.requests.map((row) => row as StoredRequest).filter((row) => row.url.includes(part));
  const names = (rows: Stored): string[] => rows.events.map((event) => event.name).toSorted();
  const sendFromWorker = (to: string, body: string): Promise<void> =>
    page.evaluate(
      ([address, text]) =>
        new Promise<void>((resolve, reject) => {
          const worker = new Worker('/worker.js');
          worker.addEventListener('message', () => resolve());
          worker.addEventListener('error', () => reject(new Error('the worker failed')));
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has none
          worker.postMessage([address, text]);
        }),
      [`${url}${to}`, body] as const,
    );
  const allow = async (hostAccess: 'ON_CLICK' | 'ON_ALL_SITES'): Promise<void> => {
    const settings = await browser.context.newPage();
    await settings.goto('chrome://extensions');
    await settings.evaluate((change) => chrome.developerPrivate.updateExtensionConfiguration(change), { extensionId: extension.id, hostAccess });
    await settings.close();
  };

  test('the Blob of a worker is missing without, and exact with DevTools', async () => {
    await sendFromWorker('/v1/events?n=1', batch('alone'));
    const before = await stored((rows) => requestsTo(rows, 'n=1').length > 0, 'the first batch is stored');
    expect(requestsTo(before, 'n=1')).toMatchObject([{ bodyKind: 'unavailable', result: 'bodyUnavailable', witnesses: ['webRequest'] }]);

    await openDevToolsPanel(browser.context, page, 'Footsteps', 'panel.html');
    await sendFromWorker('/v1/events?n=2', batch('inspected'));
    const after = await stored((rows) => requestsTo(rows, 'n=2').some((row) => row.bodyKind === 'bytes'), 'the second batch has its body');
    expect(requestsTo(after, 'n=2')).toMatchObject([{ result: 'decoded', witnesses: ['webRequest', 'devtools'], outcome: { kind: 'responded', status: 200 } }]);
    expect(names(after)).toEqual(['inspected']);
    expect(after.sessions.map((session) => session.sessionId)).toContain(SESSION);
  });

  test('what was sent while the extension was not allowed to look is read once it is', async () => {
    await allow('ON_CLICK');
    await stored((rows) => rows.gaps.some((gap) => gap.why === 'noPermission' && gap.to === null), 'it is noted that nothing can be recorded');
    await sendFromWorker('/v1/events?n=3', batch('unseen'));
    expect(requestsTo(await readStored(extension.worker), 'n=3')).toEqual([]);
    await allow('ON_ALL_SITES');
    const rows = await stored((found) => names(found).includes('unseen'), 'what DevTools saw is stored');
    expect(requestsTo(rows, 'n=3')).toMatchObject([{ witnesses: ['devtools'], bodyKind: 'bytes', result: 'decoded' }]);
    // Those that were seen before are there once, as they were.
    expect([requestsTo(rows, 'n=1').length, requestsTo(rows, 'n=2').length, names(rows)]).toEqual([1, 1, ['inspected', 'unseen']]);
  });
});
