import { findBrowser } from '../../tools/browser-finder.ts';
import { buildExtension } from '../../tools/build-extension.ts';
import { buildSite } from '../../tools/demo/site-build.ts';

/** Gets ready what every test needs, once, and outside of any test's time: the browsers, the extension for each, the demo's pages. */
export default async function setup(): Promise<void> {
  for (const browser of ['chromium', 'firefox'] as const) {
    await findBrowser(browser);
    await buildExtension(browser);
  }
  await buildSite();
}
