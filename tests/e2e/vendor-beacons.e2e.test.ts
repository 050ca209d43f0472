import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Demo } from '../tools/demo/server.ts';
import { startDemo } from '../tools/demo/server.ts';
import type { Archive } from './support/archive-shape.ts';
import { exportArchive, forEachBrowser, waitForSelector, type TestBrowser, type View } from './support/browsers.ts';
import { pollUntil } from './support/expect-poll.ts';

const KRENALIS = new URL('../fixtures/krenalis/krenalis-javascript-sdk-0.12.0--lifecycle.json', import.meta.url);

/** Vendors that send their batches as Blobs, which Chromium hides: every byte that reached the server must be in the export, in either browser. */
forEachBrowser((launch) => {
  let demo: Demo;
  let browser: TestBrowser;
  let ours: View;

  beforeAll(async () => {
    demo = await startDemo();
    browser = await launch();
    ours = await browser.openExtensionPage('panel.html');
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });

  const arrived = (path: RegExp): string[] => demo.collector.sent(path).filter(({ method }) => method === 'POST').map(({ body }) => body.toString('base64')).toSorted();
  const recorded = ({ requests }: Archive, path: RegExp): string[] =>
    requests.filter(({ method, url }) => method === 'POST' && url.startsWith(demo.collectorUrl) && path.test(url.slice(demo.collectorUrl.length))).map(({ body }) => ('base64' in body ? String(body.base64) : `(${body.kind})`)).toSorted();
  /** The recorder may be a moment behind; what differs after that is shown by the last comparison. */
  async function expectExact(path: RegExp): Promise<void> {
    const same = (archive: Archive): boolean => JSON.stringify(recorded(archive, path)) === JSON.stringify(arrived(path));
    const archive = await pollUntil(() => exportArchive(ours), same, { what: 'every body is recorded as it arrived' });
    expect(recorded(archive, path)).toEqual(arrived(path));
  }

  test('Krenalis: batches in Blobs, by beacon', async () => {
    demo.recordings.set('krenalis', JSON.parse(await readFile(KRENALIS, 'utf8')));
    const page = await browser.openTab(`${demo.siteUrl}/replay.html?recording=krenalis&transport=beacon&body=blob`);
    await waitForSelector(page, 'html[data-replay="done"]');
    await pollUntil(() => arrived(/^\/v1\/events/).length, (count) => count > 5, { what: 'the batches arrive' });
    await expectExact(/^\/v1\/events/);
  });

  test("RudderStack's own SDK in its beacon mode, which sends as its page is left", async () => {
    const path = /^\/(?:beacon\/)?v1\/batch/;
    const page = await browser.openTab(`${demo.siteUrl}/?rsBeacon=1`);
    await waitForSelector(page, 'html[data-demo="ready"]');
    await page.evaluate((to) => void setTimeout(() => location.assign(to), 0), `${demo.siteUrl}/self-test-frame.html`);
    await pollUntil(() => arrived(path).length, (count) => count > 0, { what: 'the beacon arrives' });
    await expectExact(path);
  });
});
