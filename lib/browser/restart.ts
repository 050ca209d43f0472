import { browser } from 'wxt/browser';

/** Restarts the extension once the answer is on its way: its pages close, and let go of what they hold. */
export async function restart(): Promise<void> {
  setTimeout(() => browser.runtime.reload(), 100);
}
