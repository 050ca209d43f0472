import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIREFOX_EXTENSION_DIRECTORY } from '../tools/build-extension.ts';
import { pollUntil } from './support/expect-poll.ts';
import { FirefoxExtension } from './support/firefox/firefox-extension.ts';
import { Firefox, FirefoxView } from './support/firefox/firefox.ts';
import { launchFirefox } from './support/firefox/launch-firefox.ts';
import { conformance, manyCalls } from './support/tap/conformance.ts';
import { startTapSite, type TapSite } from './support/tap/site.ts';

/** Firefox needs no page tap, so its pages get none: what they can notice is the same with the extension and without. */
describe('a page in Firefox does not feel the extension', () => {
  let site: TapSite;
  let tapped: FirefoxExtension;
  let closePlain: (() => Promise<void>) | undefined;
  let pages: readonly [without: FirefoxView, with_: FirefoxView];

  beforeAll(async () => {
    site = await startTapSite();
    const launched = await launchFirefox();
    closePlain = launched.close;
    const plain = await Firefox.over(launched);
    const without = new FirefoxView(plain, await plain.run((desk, url) => desk.openTab(url), `${site.url}/`), () => Promise.resolve());
    await pollUntil(() => plain.run((desk, view) => desk.hasLoaded(view), without.id), (loaded) => loaded, { what: 'the page has loaded' });
    tapped = await FirefoxExtension.launch(FIREFOX_EXTENSION_DIRECTORY);
    pages = [without, await tapped.openTab(`${site.url}/`)];
  });
  afterAll(async () => {
    await closePlain?.();
    await tapped?.close();
    await site?.close();
  });

  /** As a script of the page itself: what a driver runs has globals of its own. */
  async function runIn(page: FirefoxView, script: () => Promise<string | readonly string[]>): Promise<string> {
    await page.evaluate((text) => {
      document.body.dataset['result'] = '';
      const element = document.createElement('script');
      element.textContent = `(${text})().then((result) => { document.body.dataset.result = [result].flat().join('\\n'); }, (error) => { document.body.dataset.result = 'failed: ' + error; })`;
      document.body.append(element);
      element.remove();
    }, script.toString());
    return pollUntil(() => page.evaluate(() => document.body.dataset['result'] ?? ''), (result) => result !== '', { what: 'the page is done', timeout: 60_000 });
  }

  test('every property, error, order and promise is as without it', async () => {
    const [without, with_] = [await runIn(pages[0], conformance), await runIn(pages[1], conformance)];
    expect(without.split('\n').length).toBeGreaterThan(100);
    expect(with_).toBe(without);
  });

  test('10 000 calls give the same, in the same order', async () => {
    const [without, with_] = [await runIn(pages[0], manyCalls), await runIn(pages[1], manyCalls)];
    expect(without.split('\n').length).toBe(20_000);
    expect(with_).toBe(without);
  });
});
