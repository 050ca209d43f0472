import { browser } from 'wxt/browser';
import { createPageTapFeed, type PageTapFeedOptions } from './page-tap-feed.ts';

/** Hears the page tap's partners, and nobody else: other extensions are heard by another event, which has no listener here. Call it in the first turn of the worker. */
export function listenToPageTap(options: PageTapFeedOptions): void {
  const feed = createPageTapFeed(options);
  browser.runtime.onMessage.addListener((message: unknown, sender) => {
    if (sender.id === browser.runtime.id) feed(message, sender);
    return undefined;
  });
}
