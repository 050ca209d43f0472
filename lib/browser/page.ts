import { browser } from 'wxt/browser';
import { liveOf, tellLater, type Live } from '../base/observable.ts';
import { sendCommand } from './send-command.ts';

/** What our own pages (popup, panel) need of the browser. */

export type TabInfo = { readonly url: string | null; readonly title: string | null };

/** Pages inside Firefox's DevTools have no such API, whatever its type says. */
const canSeeTabs = (): boolean => (browser.tabs as typeof browser.tabs | undefined) !== undefined;

/** Title and address of a tab; unknown inside Firefox's DevTools, where the person sees the page itself. */
export function liveTab(tabId: number): Live<TabInfo> {
  if (!canSeeTabs()) return liveOf({ url: null, title: null });
  return {
    subscribe(next, failed = () => undefined) {
      const read = (): void => {
        void tellLater(browser.tabs.get(tabId), ({ url, title }) => next({ url: url ?? null, title: title ?? null }), failed);
      };
      const updated = (id: number): void => {
        if (id === tabId) read();
      };
      browser.tabs.onUpdated.addListener(updated);
      read();
      return () => browser.tabs.onUpdated.removeListener(updated);
    },
  };
}

/** A tab as it was when it was looked for. */
export type SeenTab = TabInfo & { /** Null: there is none. */ readonly id: number | null; readonly isPrivate: boolean };

/** The tab on screen in the window of this page. */
export async function tabOnScreen(): Promise<SeenTab> {
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return { id: tab?.id ?? null, url: tab?.url ?? null, title: tab?.title ?? null, isPrivate: tab?.incognito ?? false };
}

/** A tab by its number, which stays its number where it is gone. */
export async function seenTab(id: number): Promise<SeenTab> {
  const tab = await browser.tabs.get(id).catch(() => undefined);
  return { id, url: tab?.url ?? null, title: tab?.title ?? null, isPrivate: tab?.incognito ?? false };
}

/** The tab that is on screen in the window of this page, and each one after it. */
export const shownTab: Live<number | null> = {
  subscribe(next, failed = () => undefined) {
    const read = (): void => void tellLater(tabOnScreen().then(({ id }) => id), next, failed);
    const { onActivated, onAttached } = browser.tabs;
    onActivated.addListener(read);
    onAttached.addListener(read);
    read();
    return () => {
      onActivated.removeListener(read);
      onAttached.removeListener(read);
    };
  },
};

/** Opens a page of ours in a tab, through the background where this page is inside Firefox's DevTools, which has no tabs. */
export async function openPage(path: string): Promise<void> {
  if (canSeeTabs()) await browser.tabs.create({ url: `${location.origin}${path}` });
  else await sendCommand({ type: 'openPage', path });
}

/** Saves a text as a file. */
export const download = (fileName: string, text: string): void => saveFile(fileName, new Blob([text], { type: 'application/json' }));

/** Saves a file: by a link, as that needs no permission. */
export function saveFile(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  // The browser reads it after this turn; a minute is enough for the largest.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** DevTools keeps the clipboard's API from its panels: there the old way of a selected field works. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement('textarea');
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand('copy');
    field.remove();
    if (!done) throw new Error('The browser did not allow copying.');
  }
}

export const version = (): string => browser.runtime.getManifest().version;
