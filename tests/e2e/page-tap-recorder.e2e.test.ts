import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXTENSION_DIRECTORY } from '../tools/build-extension.ts';
import { poll, pollUntil } from './support/expect-poll.ts';
import { extensionOf, stopWorker, type Extension } from './support/extension.ts';
import { launchBrowser, type Launched } from './support/launch.ts';
import { readStored, type Stored } from './support/stored.ts';
import { startTapSite, type TapSite } from './support/tap/site.ts';

type StoredRequest = Stored['requests'][number] & { readonly witnesses: readonly string[]; readonly result: string };
declare const chrome: {
  readonly scripting: { getRegisteredContentScripts(): Promise<readonly unknown[]> };
  readonly storage: { readonly local: { set(items: object): Promise<void> } };
};

/** A session update as Sentry's SDK sends it. */
function envelope(sid: string): string {
  const time = new Date().toISOString();
  return [
    JSON.stringify({ sent_at: time, sdk: { name: 'sentry.javascript.browser', version: '11.12.0' } }),
    JSON.stringify({ type: 'session' }),
    JSON.stringify({ sid, init: true, started: time, timestamp: time, status: 'ok', errors: 0, attrs: { release: 'shop@1' } }),
  ].join('\n');
}
const sessionId = (n: number): string => `5a8c1b7ed0f94a0f8e0a2b3c4d5e6f${String(n).padStart(2, '0')}`;
const path = (n: number): string => `/api/${n}/envelope/?sentry_key=0123456789abcdef0123456789abcdef`;

/** The whole way: a Blob that the browser hides ends as a session in the store. */
describe('the page tap behind the recorder', () => {
  let site: TapSite;
  let browser: Launched;
  let extension: Extension;
  let page: Page;

  const scripts = (count: number): Promise<unknown> =>
    pollUntil(() => extension.worker.evaluate(async () => (await chrome.scripting.getRegisteredContentScripts()).length), (n) => n === count, { what: `${count} scripts are registered` });

  beforeAll(async () => {
    site = await startTapSite();
    browser = await launchBrowser({ extensions: [EXTENSION_DIRECTORY] });
    extension = await extensionOf(browser.context);
    await scripts(2);
    page = await browser.context.newPage();
    await page.goto(`${site.url}/`);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  /** Where the machine is slow, the page tap's word comes after the request was stored without its body, and mends it. */
  const requestOf = (n: number, holds: (request: StoredRequest) => boolean = () => true): Promise<StoredRequest> =>
    poll(async () => (await readStored(extension.worker)).requests.map((row) => row as StoredRequest).find((row) => row.url.includes(`/api/${n}/`) && holds(row)), { what: `request ${n} is stored as it should be` });
  const hasSession = async (n: number): Promise<boolean> => (await readStored(extension.worker)).sessions.some((session) => session.sessionId === sessionId(n));
  const send = (n: number): Promise<void> =>
    page.evaluate(([to, text]) => fetch(to, { method: 'POST', body: new Blob([text], { type: 'text/plain' }) }).then(() => undefined), [path(n), envelope(sessionId(n))] as const);

  test('a Blob by fetch becomes a session', async () => {
    await send(1);
    expect(await requestOf(1, (row) => row.bodyKind === 'bytes')).toMatchObject({ witnesses: ['webRequest', 'pageTap'], result: 'decoded' });
    await poll(() => hasSession(1), { what: 'its session is stored' });
    await requestOf(1, (row) => row.outcome.kind === 'responded');
  });

  test('a Blob too large to be remembered is read and joined', async () => {
    const text = `${envelope(sessionId(2))}\n${JSON.stringify({ type: 'attachment', length: 300_000, filename: 'a' })}\n${'x'.repeat(300_000)}`;
    await page.evaluate(([to, body]) => fetch(to, { method: 'POST', body: new Blob([body]) }), [path(2), text] as const);
    expect(await requestOf(2, (row) => row.bodyKind === 'bytes')).toMatchObject({ witnesses: ['webRequest', 'pageTap'] });
    await poll(() => hasSession(2), { what: 'its session is stored' });
  });

  test('the first request after the worker has died', async () => {
    await stopWorker(browser.context, page);
    await send(3);
    expect(await requestOf(3, (row) => row.bodyKind === 'bytes')).toMatchObject({ witnesses: ['webRequest', 'pageTap'] });
    await poll(() => hasSession(3), { what: 'its session is stored' });
  });

  test('beacons of a tab that closes', async () => {
    const leaving = await browser.context.newPage();
    await leaving.goto(`${site.url}/`);
    await leaving.evaluate(
      ([beacon, keepalive, first, second]) =>
        addEventListener('pagehide', () => {
          navigator.sendBeacon(beacon, new Blob([first], { type: 'text/plain' }));
          void fetch(keepalive, { method: 'POST', body: new Blob([second]), keepalive: true });
        }),
      [path(4), path(5), envelope(sessionId(4)), envelope(sessionId(5))] as const,
    );
    await leaving.close();
    for (const n of [4, 5]) {
      expect(await requestOf(n, (row) => row.bodyKind === 'bytes')).toMatchObject({ witnesses: ['webRequest', 'pageTap'] });
      await poll(() => hasSession(n), { what: `session ${n} is stored` });
    }
  });

  test("what the page's policy stopped, with what it would have said", async () => {
    const strict = await browser.context.newPage();
    await strict.goto(`${site.url}/strict`);
    await strict.evaluate(([to, text]) => fetch(to, { method: 'POST', body: new Blob([text]) }).catch(() => undefined), [site.otherUrl + path(6), envelope(sessionId(6))] as const);
    expect(await requestOf(6)).toMatchObject({ outcome: { kind: 'failed', error: 'csp:connect-src' }, witnesses: ['pageTap'], pageUrl: `${site.url}/strict`, bodyKind: 'bytes' });
    await strict.close();
  });

  test('reports that meet no request are dropped and counted', async () => {
    // A fetch that is aborted before it begins reaches nobody.
    await page.evaluate(([to, text]) => fetch(to, { method: 'POST', body: new Blob([text]), signal: AbortSignal.abort() }).catch(() => undefined), [path(9), envelope(sessionId(9))] as const);
    await pollUntil(async () => (await readStored(extension.worker)).counters.find((counter) => counter.name === 'pageTap.unmatched')?.n ?? 0, (n) => n >= 1, { what: 'the report is counted as dropped' });
    expect(await hasSession(9)).toBe(false);
  });

  test("in traces of the page's errors it goes by its name, not as an extension's script", async () => {
    const trace = await page.evaluate(() => fetch('http://127.0.0.1:1/', { method: 'POST', body: 'x' }).then(() => '', (error: Error) => error.stack ?? ''));
    expect(trace).toContain('footsteps-page-tap.js');
    expect(trace).not.toContain('chrome-extension:');
  });

  test('switched off, the body is told to be missing', async () => {
    const set = (on: boolean): Promise<void> => extension.worker.evaluate((value) => chrome.storage.local.set({ settings: { version: 1, recording: true, rules: {}, pageTap: { on: value, offSites: [] } } }), on);
    await set(false);
    await scripts(0);
    await page.reload();
    await send(7);
    expect(await requestOf(7)).toMatchObject({ bodyKind: 'unavailable', witnesses: ['webRequest'], result: 'bodyUnavailable' });
    await set(true);
    await scripts(2);
    await page.reload();
    await send(8);
    await requestOf(8, (row) => row.bodyKind === 'bytes');
  });
});
