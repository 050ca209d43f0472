import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import type { Demo } from '../tools/demo/server.ts';
import { startDemo } from '../tools/demo/server.ts';
import { SDK_IDS } from '../tools/demo/truth.ts';
import type { SeenSession } from '../tools/demo/truth.ts';
import { poll, pollUntil } from './support/expect-poll.ts';
import type { Launched } from './support/launch.ts';
import { launchBrowser } from './support/launch.ts';

/** The demo is the measure of what the extension records, so it is measured itself, without the extension. */
describe('the demo site', () => {
  let demo: Demo;
  let browser: Launched;
  const pages: Page[] = [];

  beforeAll(async () => {
    demo = await startDemo();
    browser = await launchBrowser();
  });
  afterEach(async () => {
    await Promise.all(pages.splice(0).map((page) => page.close()));
    await browser.context.clearCookies();
    demo.collector.reset();
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });

  async function open(path: string): Promise<Page> {
    const page = await browser.context.newPage();
    pages.push(page);
    await page.goto(demo.siteUrl + path);
    return page;
  }
  const ready = (page: Page): Promise<unknown> => page.waitForSelector('html[data-demo="ready"]');
  const wire = (): string => demo.collector.sent().map((request) => `${request.url}\n${request.body.toString('utf8')}`).join('\n');

  test('every session that an SDK says it had in the scenario is on the wire', async () => {
    const page = await open('/?scenario=auto');
    await page.waitForSelector('html[data-scenario="done"]');
    const seen: readonly SeenSession[] = await page.evaluate(() => window.demo.history());
    for (const sdk of SDK_IDS) expect(seen.filter((entry) => entry.sdk === sdk).length, `sessions of ${sdk}`).toBeGreaterThanOrEqual(3);
    for (const entry of seen) {
      const { sdk, session } = entry;
      if (session === null) throw new Error(`${sdk} has a session without an id`);
      await poll(() => wire().includes(session), { what: `session ${session} of ${sdk}, seen after "${entry.after}", reaches the collector` });
    }
  });

  test('it works under a strict content security policy', async () => {
    const page = await open('/strict-csp.html');
    await ready(page);
    await page.evaluate(() => window.demo.run('feature'));
    const truth = await page.evaluate(() => window.demo.truth());
    expect(Object.keys(truth).toSorted()).toEqual(SDK_IDS.toSorted());
    for (const sdk of ['sentry', 'snowplow', 'rudderstack'] as const) {
      await poll(() => wire().includes(truth[sdk]?.session ?? 'no session'), { what: `the session of ${sdk} reaches the collector` });
    }
  });

  test('in a frame, behind a first-party prefix and a tunnel, nothing goes to the other origin', async () => {
    const page = await open('/frame.html?sdks=exceptionless,sentry&proxy=1&tunnel=1');
    const frame = await poll(() => page.frame({ name: 'shop' }), { what: 'the frame is there' });
    await frame.waitForSelector('html[data-demo="ready"]');
    await frame.evaluate(() => window.demo.run('handledError'));
    await frame.evaluate(() => window.demo.flush());
    await pollUntil(
      () => demo.collector.sent(/envelope|events$/),
      (sent) => sent.some((request) => request.url.includes('/envelope/')) && sent.some((request) => request.url.endsWith('/api/v2/events')),
      { what: 'Sentry and Exceptionless have sent' },
    );
    expect(demo.collector.requests.filter((request) => request.headers['host'] !== new URL(demo.siteUrl).host)).toEqual([]);
  });

  test('offline, connections fail; online again, what was held back arrives', async () => {
    const page = await open('/?sdks=snowplow');
    await ready(page);
    await poll(() => demo.collector.sent(/tp2/).length > 0, { what: 'the first page view arrives' });
    await page.evaluate(() => window.demo.run('offline'));
    const failed = page.waitForEvent('requestfailed', (request) => request.url().includes('/tp2'));
    await page.evaluate(() => window.demo.run('feature'));
    await failed;
    const before = demo.collector.sent(/tp2/).length;
    await page.evaluate(() => window.demo.run('online'));
    await page.evaluate(() => window.demo.run('log'));
    const actions = (): string[] =>
      demo.collector
        .sent(/tp2/)
        .slice(before)
        .flatMap((request) => [...request.body.toString('utf8').matchAll(/"se_ac":"(\w+)"/g)].map((match) => match[1] ?? ''));
    // Held back first, and each once.
    expect(await pollUntil(actions, (sent) => sent.includes('log'), { what: 'the new event arrives' })).toEqual(['use', 'log']);
  });

  test('the replay page sends recorded bytes by every transport, to the same path', async () => {
    const text = '{"batch":[{"type":"track","event":"Ünïcode"}],"writeKey":"k"}';
    const recording = {
      requests: [
        { method: 'OPTIONS', url: 'https://sdk.example.test/v1/events', headers: {}, bodyBase64: '' },
        { method: 'POST', url: 'https://sdk.example.test/v1/events', headers: { 'content-type': 'text/plain', host: 'sdk.example.test' }, bodyBase64: Buffer.from(text).toString('base64') },
      ],
    };
    const page = await open('/replay.html');
    await page.waitForFunction(() => window.replay !== undefined);
    for (const transport of ['fetch', 'xhr', 'beacon'] as const) {
      for (const body of ['string', 'blob', 'buffer'] as const) {
        demo.collector.reset();
        expect(await page.evaluate(({ recorded, how }) => window.replay(recorded, how), { recorded: recording, how: { transport, body } })).toBe(1);
        const [arrived] = await pollUntil(() => demo.collector.sent(/^\/v1\/events$/), (sent) => sent.length === 1, { what: `${body} by ${transport} arrives` });
        expect(arrived?.body.toString('utf8')).toBe(text);
      }
    }
  });

  test('the replay page plays a recording that the test has put on the site', async () => {
    demo.recordings.set('one', { requests: [{ method: 'GET', url: 'https://c.example.test/i?e=pv&sid=abc', headers: {}, bodyBase64: '' }] });
    const page = await open('/replay.html?recording=one&transport=fetch&body=string');
    await page.waitForSelector('html[data-replay="done"]');
    expect(demo.collector.sent().map((request) => request.url)).toEqual(['/i?e=pv&sid=abc']);
  });

  test('treatments: another status, a delay, a cut connection', async () => {
    const page = await open('/replay.html');
    demo.collector.treat(/\/busy$/, { status: 503 });
    demo.collector.treat(/\/dead$/, { refuse: true });
    demo.collector.treat(/\/slow$/, { status: 200, delay: 150 });
    const ask = (path: string): Promise<number | string> =>
      page.evaluate((url) => fetch(url, { method: 'POST', body: 'x' }).then((response) => response.status, () => 'failed'), demo.collectorUrl + path);
    expect(await ask('/busy')).toBe(503);
    expect(await ask('/dead')).toBe('failed');
    const before = performance.now();
    expect(await ask('/slow')).toBe(200);
    expect(performance.now() - before).toBeGreaterThanOrEqual(150);
  });
});
