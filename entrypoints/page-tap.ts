import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { installTap } from '../lib/page/tap.ts';

/**
 * In the page's own world, at document start, in every frame. No content script of WXT's kind, as those post a message into each page;
 * registered by lib/browser/page-tap-scripts.ts, so that a site where it is off gets not a byte of it.
 */
export default defineUnlistedScript({
  exclude: ['firefox'],
  globalName: false,
  main() {
    try {
      installTap(window);
    } catch {
      // A document without some of the platform, such as a sandbox of another extension, goes untapped.
    }
  },
});
