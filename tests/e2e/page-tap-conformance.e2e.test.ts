import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { poll } from './support/expect-poll.ts';
import { extensionOf, type Extension } from './support/extension.ts';
import { launchBrowser, type Launched } from './support/launch.ts';
import { buildTapExtension } from './support/tap/build.ts';
import { conformance, manyCalls } from './support/tap/conformance.ts';
import { startTapSite, type TapSite } from './support/tap/site.ts';

/** Another extension that stands before the same functions, in the ways that such extensions do it. */
const NEIGHBOUR = `(() => {
  const { fetch: nativeFetch, Blob: NativeBlob } = window;
  window.fetch = function (...args) { window.neighbour = (window.neighbour || 0) + 1; return nativeFetch.apply(this, args); };
  window.Blob = class Blob extends NativeBlob {};
  const { send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.send = function (body) { return send.call(this, body); };
})();`;

/** What a page may do to what everybody shares. */
const HOSTILE: Readonly<Record<string, string>> = {
  'freezes prototypes': 'for (const it of [Blob, File, Request, XMLHttpRequest, FormData, EventTarget, CustomEvent, WeakMap, Object, Array, Function]) { Object.freeze(it.prototype); Object.freeze(it); }',
  'replaces shared functions': `
    for (const it of [WeakMap.prototype, Map.prototype, EventTarget.prototype, FormData.prototype, Uint8Array.prototype, Reflect])
      for (const name of Object.getOwnPropertyNames(it)) { const slot = Object.getOwnPropertyDescriptor(it, name); if (typeof slot.value === 'function' && !/^(constructor|addEventListener)$/.test(name) && slot.writable) it[name] = () => { throw new Error('replaced ' + name); }; }
    window.CustomEvent = window.MouseEvent = window.Proxy = window.WeakMap = window.Uint8Array = window.Reflect = function () { throw new Error('replaced'); };`,
  'breaks iteration': 'Array.prototype[Symbol.iterator] = function* () {}; Array.prototype.push = Array.prototype.forEach = Array.prototype.map = () => { throw new Error("broken"); };',
  'writes to Object.prototype': 'for (const key of ["get", "set", "apply", "construct", "value", "bubbles", "cancelable", "composed", "detail", "relatedTarget", "body"]) Object.defineProperty(Object.prototype, key, { __proto__: null, value: () => { throw new Error("inherited " + key); }, writable: true, configurable: true, enumerable: false });',
  'wraps everything itself': `
    const nativeFetch = fetch; window.fetch = new Proxy(nativeFetch, { apply: (target, self, args) => Reflect.apply(target, self, args) });
    const NativeBlob = Blob; window.Blob = function (...args) { return Reflect.construct(NativeBlob, args); }; Blob.prototype = NativeBlob.prototype;
    const { sendBeacon } = navigator; navigator.sendBeacon = (...args) => sendBeacon.apply(navigator, args);`,
};

describe('a page does not feel the page tap', () => {
  let folder: string;
  let neighbour: string;
  let site: TapSite;
  let plain: Launched;
  let tapped: Launched;
  let extension: Extension;

  beforeAll(async () => {
    [folder, neighbour, site] = [await buildTapExtension(), await mkdtemp(path.join(tmpdir(), 'footsteps-neighbour-')), await startTapSite()];
    await writeFile(path.join(neighbour, 'neighbour.js'), NEIGHBOUR);
    const script = { js: ['neighbour.js'], matches: ['*://localhost/*'], run_at: 'document_start', world: 'MAIN' };
    await writeFile(path.join(neighbour, 'manifest.json'), JSON.stringify({ manifest_version: 3, name: 'neighbour', version: '1.0', content_scripts: [script] }));
    plain = await launchBrowser();
    tapped = await launchBrowser({ extensions: [folder, neighbour] });
    extension = await extensionOf(tapped.context);
    await poll(() => extension.worker.evaluate(() => globalThis.recorder.ready), { what: 'the scripts are registered' });
  });
  afterAll(async () => {
    await plain?.close();
    await tapped?.close();
    await site?.close();
    for (const made of [folder, neighbour]) await rm(made, { recursive: true, force: true });
  });

  const open = async (browser: Launched, url = `${site.url}/`): Promise<Page> => {
    const page = await browser.context.newPage();
    await page.goto(url);
    return page;
  };
  const bodyOf = (name: string): Promise<string> =>
    poll(
      () => extension.worker.evaluate((wanted) => [...globalThis.recorder.requests.values()].find((request) => request.how === 'tapped' && request.url.includes(`t=${wanted}`))?.body, name),
      { what: `the body of ${name} is tapped` },
    ).then((body) => Buffer.from(body, 'base64').toString());

  test('every property, error, order and promise is as without it', async () => {
    const [without, with_] = await Promise.all([open(plain).then((page) => page.evaluate(conformance)), open(tapped).then((page) => page.evaluate(conformance))]);
    expect(without.length).toBeGreaterThan(100);
    expect(with_).toEqual(without);
    await bodyOf('conf-request');
  });

  test('10 000 calls give the same, in the same order', async () => {
    const [without, with_] = [await open(plain).then((page) => page.evaluate(manyCalls)), await open(tapped).then((page) => page.evaluate(manyCalls))];
    expect(without.split('\n').length).toBe(20_000);
    expect(with_).toBe(without);
  });

  test.each(Object.keys(HOSTILE))('a page that %s works, and is read', async (what) => {
    const name = what.replace(/\W/g, '-');
    const run = async (browser: Launched): Promise<unknown> => {
      const page = await open(browser);
      const sent = `${HOSTILE[what]}
        const errors = []; addEventListener('error', (event) => errors.push(event.message));
        let answer = fetch('/c?t=${name}-fetch', { method: 'POST', body: new Blob(['by ', 'fetch']) });
        const queued = navigator.sendBeacon('/c?t=${name}-beacon', new Blob(['by beacon']));
        const xhr = new XMLHttpRequest(); xhr.open('POST', '/c?t=${name}-xhr'); xhr.onload = () => answer.then((response) => { document.title = 'done ' + response.status + ' ' + queued + ' ' + xhr.status + ' ' + errors.length; }, (error) => { document.title = 'done ' + error; });
        xhr.send(new Blob([new File(['by xhr'], 'x')]));`;
      // As a script of the page: tools of the test that run in the page would not survive it.
      await page.goto(`${site.url}/script?${new URLSearchParams({ code: sent })}`);
      return poll(async () => (await page.title()).startsWith('done') && page.title(), { what: 'the page is done' });
    };
    expect(await run(plain)).toBe('done 200 true 200 0');
    expect(await run(tapped)).toBe('done 200 true 200 0');
    expect([await bodyOf(`${name}-fetch`), await bodyOf(`${name}-beacon`), await bodyOf(`${name}-xhr`)]).toEqual(['by fetch', 'by beacon', 'by xhr']);
  });

  test('beside another extension that stands before the same functions', async () => {
    const page = await open(tapped, `${site.url.replace('127.0.0.1', 'localhost')}/`);
    expect(await page.evaluate(() => fetch('/c?t=neighbour-fetch', { method: 'POST', body: new Blob(['both']) }).then((response) => response.status))).toBe(200);
    expect(await page.evaluate(() => new Blob(['x']) instanceof Blob && Reflect.get(window, 'neighbour') === 1)).toBe(true);
    expect(await bodyOf('neighbour-fetch')).toBe('both');
  });

  test('in a frame that shows about:blank first, each send is told once', async () => {
    const page = await open(tapped);
    const before = await extension.worker.evaluate(() => globalThis.recorder.reports);
    await page.evaluate(async () => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      await new Promise((resolve) => {
        frame.addEventListener('load', resolve);
        frame.src = '/frame';
      });
      const inside = frame.contentWindow as Window & typeof globalThis;
      await inside.fetch('/c?t=reused', { method: 'POST', body: new inside.Blob(['once']) }).then((response) => response.text());
    });
    expect(await bodyOf('reused')).toBe('once');
    expect(await extension.worker.evaluate(() => globalThis.recorder.reports)).toBe(before + 1);
  });
});
