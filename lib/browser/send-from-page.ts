import { browser } from 'wxt/browser';

/**
 * Sends to the background from a script in a page, without waiting for an answer.
 *
 * @returns false once the extension has been updated, reloaded or removed under the page: nobody will hear this script again.
 */
export function sendFromPage(message: unknown): boolean {
  try {
    if (browser.runtime?.id === undefined) return false;
    browser.runtime.sendMessage(message).catch(() => undefined);
    return true;
  } catch {
    return false;
  }
}
