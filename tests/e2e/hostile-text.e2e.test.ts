import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EXPORT_FORMATS } from '../../lib/archive/formats.ts';
import { parseArchive } from '../../lib/archive/parse-archive.ts';
import { collect, partsOf } from '../../lib/archive/parts.ts';
import { EXPORT_FORMAT_IDS } from '../../lib/domain/export-format.ts';
import { recordings } from '../tools/corpus.ts';
import type { Demo } from '../tools/demo/server.ts';
import { CANARY, hostileRecording } from '../tools/endurance/hostile-recording.ts';
import { openExtensionPage, tabIdOf } from './support/extension.ts';
import type { Stage } from './support/stage.ts';
import { startShow } from './support/stage.ts';
import { pollUntil } from './support/expect-poll.ts';

const MARKUP = '<img src=x onerror=';
const VENDORS = ['exceptionless', 'krenalis', 'rudderstack', 'sentry', 'snowplow'];
const DEEP = 100_000;
const MB = 1_000_000;
/** Longer than this and a person would say that it hangs. */
const ANSWERS_MS = 10_000;
const RUDDER = { 'content-type': 'application/json', authorization: `Basic ${Buffer.from('demoWriteKeyABCDEFGHIJKLMNOP:').toString('base64')}` };

/** A track call whose name, and whose properties as raw JSON, are given. */
const track = (event: string, properties: string): string =>
  JSON.stringify({ context: { sessionId: 1795262955299, library: { name: 'RudderLabs JavaScript SDK', version: '3.34.1' } }, type: 'track', channel: 'web', event, anonymousId: 'a', messageId: crypto.randomUUID(), originalTimestamp: new Date().toISOString(), sentAt: new Date().toISOString(), properties: null }).replace('"properties":null', () => `"properties":${properties}`);

describe('hostile text', () => {
  let demo: Demo;
  let stage: Stage;
  let close: () => Promise<void>;
  let page: Page;
  let tabId: number;
  /** What happened in our pages that must not. */
  const wrong: string[] = [];

  beforeAll(async () => {
    ({ demo, stage, close } = await startShow());
    page = await stage.open(`${demo.siteUrl}/replay.html`);
    tabId = await tabIdOf(stage.extension, page);
    for (const vendor of VENDORS) {
      const found = recordings().filter((one) => one.vendor === vendor && /lifecycle/.test(one.name)).at(-1);
      if (!found) throw new Error(`no recording of ${vendor}`);
      await page.evaluate((recording) => window.replay(recording as never, { transport: 'fetch', body: 'string' } as never), hostileRecording(found.recording) as object);
    }
    const send = (body: string): Promise<void> => page.evaluate(async ([url, headers, text]) => void (await fetch(url, { method: 'POST', headers, body: text }).catch(() => undefined)), [`${demo.collectorUrl}/v1/track`, RUDDER, body] as const);
    await send(track('A deep one', `{"deep":${'['.repeat(DEEP)}${']'.repeat(DEEP)}}`));
    await send(track(`Long ${MARKUP}${'x'.repeat(5 * MB)}`, '{}'));
    await send(track(`Too long ${'x'.repeat(10 * MB)}`, '{}'));
    const sent = demo.collector.sent().length;
    await pollUntil(() => stage.stored(), (now) => now.inbox.length === 0 && now.requests.length >= sent && now.requests.every((r) => r.outcome.kind !== 'pending'), { what: 'all requests are stored' });
  });
  afterAll(async () => close?.());

  async function open(file: string): Promise<Page> {
    const view = await openExtensionPage(stage.browser.context, stage.extension, 'icon/16.png');
    view.on('dialog', (dialog) => {
      wrong.push(`${file}: a dialog says ${dialog.message()}`);
      void dialog.dismiss();
    });
    view.on('console', (message) => message.type() === 'error' && wrong.push(`${file}: ${message.text()}`));
    view.on('pageerror', (error) => wrong.push(`${file}: ${error.message}`));
    view.on('request', (request) => !/^(chrome-extension|blob|data):/.test(request.url()) && wrong.push(`${file} asked for ${request.url()}`));
    await view.goto(stage.extension.url(file));
    return view;
  }
  /** The page answers, shows hostile text as text, and has run none of it. */
  async function expectInert(view: Page, selector = 'body'): Promise<void> {
    const seen = await Promise.race([
      view.evaluate(([canary, within, markup]) => ({
        ran: canary in window, title: document.title, elements: document.querySelectorAll('img, iframe, object, embed, script:not([src]), [onload], [onerror], a[href^="javascript:"], a[href^="data:"]').length,
        polluted: 'polluted' in {}, text: (document.querySelector(within) as HTMLElement | null)?.textContent?.includes(markup) ?? false,
      }), [CANARY, selector, MARKUP] as const),
      new Promise<never>((_, reject) => setTimeout(() => reject(new Error('the page hangs')), ANSWERS_MS)),
    ]);
    expect(seen).toEqual({ ran: false, title: expect.not.stringContaining('ran'), elements: 0, polluted: false, text: true });
  }

  test('every vendor has told sessions and footsteps of it', async () => {
    const { sessions, events } = await stage.archive();
    expect([...new Set(sessions.map((one) => one.protocol))].toSorted()).toEqual(VENDORS);
    expect(events.filter((event) => event.name.includes(MARKUP)).length).toBeGreaterThan(0);
    for (const { startedAt } of sessions) expect(Number.isFinite(startedAt)).toBe(true);
  });

  test('is text in the popup and in the side panel, and does not turn the order of its neighbours', async () => {
    for (const file of ['popup.html', 'sidepanel.html']) {
      const view = await open(`${file}?tab=${tabId}`);
      await view.getByText(MARKUP).first().waitFor();
      await expectInert(view);
      const loose = await view.evaluate(() => [...document.querySelectorAll('span')].filter((one) => /[\u0590-\u05ff\u202e]/.test(one.textContent ?? '') && getComputedStyle(one).unicodeBidi !== 'isolate').length);
      expect(loose).toBe(0);
      await view.close();
    }
    expect(wrong).toEqual([]);
  });

  test('is text in the panel: lists, every tab of the details, timeline, filter', async () => {
    const view = await open(`panel.html?tabId=${tabId}`);
    const rows = view.getByRole('grid', { name: 'Footsteps' }).getByText(MARKUP);
    await rows.first().waitFor();
    await expectInert(view);
    for (const index of [0, (await rows.count()) - 1]) {
      await rows.nth(index).click();
      for (const tab of await view.locator('[data-pane="details"] [role="tab"]').all()) {
        await tab.click();
        await expectInert(view);
      }
    }
    await view.getByRole('searchbox').or(view.getByRole('combobox')).first().fill(MARKUP);
    await expectInert(view);
    await view.close();
    expect(wrong).toEqual([]);
  });

  test('is text in every format of export; the report shows it in a browser without running it', async () => {
    const observer = await open('popup.html');
    // It is put together when it knows what it shows.
    await observer.waitForFunction(() => '__footsteps' in window);
    const text = await observer.evaluate(() => (window as never as { readonly __footsteps: { exportArchive(): Promise<string> } }).__footsteps.exportArchive());
    await observer.close();
    const read = parseArchive(text);
    if (!read.ok) throw new Error(read.error.message);
    const folder = await mkdtemp(path.join(tmpdir(), 'footsteps-hostile-'));
    try {
      for (const id of EXPORT_FORMAT_IDS) {
        const { extension, write } = EXPORT_FORMATS[id];
        const written = (await collect(write(partsOf(read.value.archive)))).join('');
        expect(written.length).toBeGreaterThan(0);
        if (extension === 'csv') expect(written.split('\n').filter((line) => /(^|,)"?[=@]/.test(line))).toEqual([]);
        if (extension === 'md') expect(written.replaceAll(/`[^`\n]*`/g, '')).not.toMatch(/<(img|script|svg)/);
        if (/json|har/.test(extension)) for (const line of /ndjson|jsonl/.test(extension) ? written.trim().split('\n') : [written]) expect(() => JSON.parse(line) as unknown, `${id} is JSON`).not.toThrow();
        if (extension !== 'html') continue;
        const file = path.join(folder, 'report.html');
        await writeFile(file, written);
        const report = await stage.browser.context.newPage();
        report.on('dialog', (dialog) => void dialog.dismiss().then(() => wrong.push('the report opens a dialog')));
        report.on('request', (request) => !request.url().startsWith('file:') && wrong.push(`the report asked for ${request.url()}`));
        await report.goto(`file://${file}`);
        expect(await report.evaluate(([canary, markup]) => ({ ran: canary in window, images: document.images.length, text: document.body.textContent?.includes(markup) }), [CANARY, MARKUP] as const)).toEqual({ ran: false, images: 0, text: true });
        await report.close();
      }
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
    expect(wrong).toEqual([]);
  });

  test('could not run even if a page took it for more: the policy of our pages forbids it', async () => {
    const view = await openExtensionPage(stage.browser.context, stage.extension, 'popup.html');
    const tried = await view.evaluate(async (canary) => {
      const refused = new Set<string>();
      const bothRefused = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          refused.add(effectiveDirective);
          if (refused.has('script-src-attr') && refused.has('script-src-elem')) resolve();
        });
      });
      const image = document.createElement('div');
      image.innerHTML = `<img src="icon/none.png" onerror="window.${canary}=1">`;
      const script = document.createElement('script');
      script.textContent = `window.${canary}=1`;
      const failed = new Promise((resolve) => image.firstElementChild?.addEventListener('error', resolve));
      document.body.append(image, script);
      // The policy refused both, and the moment at which the handler would have run is over.
      await Promise.all([bothRefused, failed]);
      const evaluated = ((): string => {
        try {
          // By another name, as nobody here may call it by its own.
          return String((window as never as Readonly<Record<string, (script: string) => unknown>>)[['ev', 'al'].join('')]?.('1'));
        } catch (error) {
          return (error as Error).name;
        }
      })();
      const asked = await fetch('https://example.com/').then(() => 'answered', (error: unknown) => (error as Error).name);
      return { ran: canary in window, evaluated, asked };
    }, CANARY);
    expect(tried).toEqual({ ran: false, evaluated: 'EvalError', asked: 'TypeError' });
    await view.close();
  });
});
