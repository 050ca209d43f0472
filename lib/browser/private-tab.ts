import { browser } from 'wxt/browser';

/** Whether a tab is in a private window. For our pages. */
export async function isPrivateTab(tabId: number): Promise<boolean> {
  // Pages inside Firefox's DevTools, which lack this API, are as private as the window that they are in.
  if ((browser.tabs as typeof browser.tabs | undefined) === undefined) return browser.extension.inIncognitoContext;
  return browser.tabs.get(tabId).then((tab) => tab.incognito, () => false);
}
