import { rm } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from './support/expect-poll.ts';
import { extensionOf, type Extension } from './support/extension.ts';
import { launchBrowser, type Launched } from './support/launch.ts';
import { buildTapExtension } from './support/tap/build.ts';
import { startTapSite, type TapSite } from './support/tap/site.ts';
import type { Recorded } from './support/tap/recorder.ts';

declare global {
  var go: (transport: string, kind: string, name: string) => Promise<void>;
  var bodies: Readonly<Record<string, (text: string) => BodyInit | Promise<BodyInit>>>;
}

/** The page tap alone, in a real browser: what reached the server must be what the tap said. */
describe('the page tap', () => {
  let folder: string;
  let site: TapSite;
  let browser: Launched;
  let extension: Extension;
  let page: Page;

  beforeAll(async () => {
    folder = await buildTapExtension();
    site = await startTapSite();
    browser = await launchBrowser({ extensions: [folder] });
    extension = await extensionOf(browser.context);
    await poll(() => extension.worker.evaluate(() => globalThis.recorder.ready), { what: 'the scripts are registered' });
    page = await browser.context.newPage();
    await page.goto(`${site.url}/`);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const recorded = (name: string): Promise<Recorded | undefined> =>
    extension.worker.evaluate((wanted) => [...globalThis.recorder.requests.values()].find((request) => new URL(request.url).searchParams.get('t') === wanted), name);

  /** Waits until the request of this name has arrived and is settled, and says how its body was had: "tapped exact". */
  async function outcome(name: string, how: 'tapped' | 'shown' = 'tapped'): Promise<string> {
    const request = await poll(async () => { const found = await recorded(name); return found?.how === how && found; }, { what: `the body of ${name} is ${how}` });
    const [body] = await poll(() => site.arrived.get(name), { what: `${name} arrives` });
    if (request.body === null) return `${how} ${request.reason}`;
    return `${how} ${Buffer.from(request.body, 'base64').equals(body ?? Buffer.of()) ? 'exact' : 'different'}`;
  }

  const TRANSPORTS = ['fetch', 'request', 'clone', 'keepalive', 'xhr', 'syncXhr', 'beacon', 'relative'];
  const KINDS = ['blob', 'json', 'parts', 'nested', 'file', 'slice', 'gzip', 'response', 'native', 'sub'];

  test.each(TRANSPORTS)('%s: what webRequest hides is exact', async (transport) => {
    // A cloned request's form is a stream to the browser: its fields are hidden too, and nothing is left to recognise it by.
    const kinds = transport === 'clone' ? KINDS : [...KINDS, 'form', 'formEnd'];
    for (const kind of kinds) await page.evaluate(([t, k, n]) => go(t, k, n), [transport, kind, `${transport}-${kind}`] as const);
    const outcomes = await Promise.all(kinds.map(async (kind) => [kind, await outcome(`${transport}-${kind}`)]));
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(kinds.map((kind) => [kind, 'tapped exact'])));
  });

  test('what webRequest shows is left to it', async () => {
    const reports = await extension.worker.evaluate(() => globalThis.recorder.reports);
    for (const kind of ['string', 'buffer']) await page.evaluate((k) => go('fetch', k, `shown-${k}`), kind);
    for (const kind of ['string', 'buffer']) expect(await outcome(`shown-${kind}`, 'shown')).toBe('shown exact');
    await page.evaluate(() => go('xhr', 'params', 'shown-params'));
    expect(await outcome('shown-params', 'shown')).toBe('shown form');
    await page.evaluate(() => go('fetch', 'blob', 'shown-end'));
    await outcome('shown-end');
    expect(await extension.worker.evaluate(() => globalThis.recorder.reports)).toBe(reports + 1);
  });

  test('beyond what is remembered a body is read, and beyond 1 MB its size is told', async () => {
    await page.evaluate(() => go('fetch', 'big', 'size-big'));
    expect(await outcome('size-big')).toBe('tapped exact');
    await page.evaluate(() => go('fetch', 'huge', 'size-huge'));
    expect(await outcome('size-huge')).toBe(`tapped tooLarge ${site.arrived.get('size-huge')?.[0]?.length}`);
  });

  test('twenty at once to one address, remembered and read ones mixed, keep their order', async () => {
    await page.evaluate(async () => {
      const kinds = ['blob', 'big', 'slice', 'nested', 'response'];
      const all = await Promise.all(Array.from({ length: 20 }, (_, i) => globalThis.bodies[kinds[i % 5] ?? '']?.(`many-${i}`)));
      await Promise.all(all.map((body) => fetch('/c?t=many', { method: 'POST', body: body ?? null }).then((response) => response.text())));
    });
    const bodies = await poll(
      async () => {
        const all = await extension.worker.evaluate(() => [...globalThis.recorder.requests.values()].filter((request) => request.url.endsWith('t=many')));
        return all.length === 20 && all.every((request) => request.how === 'tapped') && all.map((request) => Buffer.from(request.body ?? '', 'base64').toString('latin1'));
      },
      { what: 'all twenty are tapped' },
    );
    expect(bodies.map((body) => /many-\d+/.exec(body)?.[0])).toEqual(Array.from({ length: 20 }, (_, i) => `many-${i}`));
    expect(bodies.toSorted()).toEqual(site.arrived.get('many')?.map((body) => body.toString('latin1')).toSorted());
  });

  test('frames of every kind', async () => {
    const fresh = await browser.context.newPage();
    await fresh.goto(`${site.url}/`);
    await fresh.evaluate(async (other) => {
      const loaded = (frame: HTMLIFrameElement): Promise<unknown> => new Promise((resolve) => frame.addEventListener('load', resolve));
      const add = (set: (frame: HTMLIFrameElement) => void): HTMLIFrameElement => {
        const frame = document.createElement('iframe');
        set(frame);
        document.body.append(frame);
        return frame;
      };
      const send = (frame: HTMLIFrameElement, name: string): void => {
        const inside = frame.contentWindow as Window & typeof globalThis;
        void inside.fetch(`${location.origin}/c?t=${name}`, { method: 'POST', body: new inside.Blob([name]) });
      };
      send(add(() => undefined), 'frame-blank-same-tick');
      const written = add(() => undefined);
      written.contentDocument?.open();
      written.contentDocument?.write('<p>written');
      written.contentDocument?.close();
      send(written, 'frame-written');
      const srcdoc = add((frame) => (frame.srcdoc = '<p>srcdoc'));
      await loaded(srcdoc);
      send(srcdoc, 'frame-srcdoc');
      const same = add((frame) => (frame.src = '/frame'));
      await loaded(same);
      send(same, 'frame-same');
      const script = (name: string): string => `<script>fetch(${JSON.stringify(`${location.origin}/c?t=${name}`)}, { method: 'POST', body: new Blob(['${name}']) })</script>`;
      add((frame) => ((frame.srcdoc = script('frame-sandbox')), frame.setAttribute('sandbox', 'allow-scripts')));
      add((frame) => (frame.src = URL.createObjectURL(new Blob([script('frame-blob-url')], { type: 'text/html' }))));
      const cross = add((frame) => (frame.src = `${other}/`));
      cross.name = 'cross';
      await loaded(cross);
    }, site.otherUrl);
    await poll(() => fresh.frames().find((frame) => frame.url() === `${site.otherUrl}/`), { what: 'the frame of the other origin is there' }).then((frame) =>
      frame.evaluate(() => go('beacon', 'blob', 'frame-cross')),
    );
    const names = ['frame-blank-same-tick', 'frame-written', 'frame-srcdoc', 'frame-same', 'frame-sandbox', 'frame-blob-url', 'frame-cross'];
    const outcomes = await Promise.all(names.map(async (name) => [name, await outcome(name).catch(String)]));
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(names.map((name) => [name, 'tapped exact'])));
    await fresh.close();
  });

  test.each(['navigate', 'other-site', 'close'])('at the end of a page: %s', async (way) => {
    const leaving = await browser.context.newPage();
    await leaving.goto(`${site.url}/unload?name=${way}`);
    // Without a person's touch a page gets no beforeunload.
    await leaving.mouse.click(5, 5);
    if (way === 'navigate') await leaving.goto(`${site.url}/`);
    else if (way === 'other-site') await leaving.goto(`${site.otherUrl.replace('127.0.0.1', 'localhost')}/`).catch(() => undefined);
    else await leaving.close({ runBeforeUnload: true });
    const names = ['pagehide', 'hidden', 'beforeunload'].flatMap((when) => [`${way}-${when}-beacon`, `${way}-${when}-keepalive`]);
    const outcomes = await Promise.all(names.map(async (name) => [name, await outcome(name).catch(String)]));
    expect(Object.fromEntries(outcomes)).toEqual(Object.fromEntries(names.map((name) => [name, 'tapped exact'])));
    if (!leaving.isClosed()) await leaving.close();
  });

  test('under a strict policy with trusted types, from the first script on', async () => {
    const strict = await browser.context.newPage();
    await strict.goto(`${site.url}/strict`);
    expect(await outcome('strict')).toBe('tapped exact');
    const before = await extension.worker.evaluate(() => globalThis.recorder.refused.length);
    const refusedUrl = `${site.otherUrl}/c?t=refused`;
    await strict.evaluate((url) => fetch(url, { method: 'POST', body: new Blob(['refused']) }).catch(() => undefined), refusedUrl);
    await poll(() => extension.worker.evaluate((from) => globalThis.recorder.refused.length > from, before), { what: 'the refusal is reported' });
    expect(await extension.worker.evaluate((from) => globalThis.recorder.refused.slice(from), before)).toEqual([{ url: refusedUrl, directive: 'connect-src' }]);
    // A violation that the page only plays is none.
    await strict.evaluate((url) => document.dispatchEvent(new SecurityPolicyViolationEvent('securitypolicyviolation', { blockedURI: `${url}-fake`, disposition: 'enforce', documentURI: url, effectiveDirective: 'connect-src', originalPolicy: '', referrer: '', statusCode: 0, violatedDirective: 'connect-src' })), refusedUrl);
    await strict.evaluate(() => fetch('/c?t=strict-after', { method: 'POST', body: new Blob(['after']) }).then((response) => response.text()));
    await outcome('strict-after');
    expect(await extension.worker.evaluate(() => globalThis.recorder.refused.length)).toBe(before + 1);
    await strict.close();
  });

  test('switched off for a site, a page gets nothing of it; on again, the tap is back', async () => {
    // What a trace of calls shows is there only while ours stand in between.
    const standsBetween = async (): Promise<boolean> => {
      const fresh = await browser.context.newPage();
      await fresh.goto(`${site.url}/`);
      const lines = await fresh.evaluate(() => {
        try {
          return String(Reflect.construct(Blob, [5]));
        } catch (error) {
          return (error as Error).stack ?? '';
        }
      });
      await fresh.close();
      return lines.includes('construct');
    };
    const set = (on: boolean, offSites: readonly string[] = []): Promise<void> => extension.worker.evaluate(([o, sites]) => globalThis.recorder.setOn(o, sites), [on, offSites] as const);
    expect(await standsBetween()).toBe(true);
    await set(true, ['127.0.0.1', 'not a host/*']);
    expect(await standsBetween()).toBe(false);
    await set(true, ['example.test']);
    expect(await standsBetween()).toBe(true);
    await set(false);
    expect(await standsBetween()).toBe(false);
    await set(true);
    expect(await standsBetween()).toBe(true);
    await page.reload();
    await page.evaluate(() => go('fetch', 'blob', 'on-again'));
    expect(await outcome('on-again')).toBe('tapped exact');
  });
});
