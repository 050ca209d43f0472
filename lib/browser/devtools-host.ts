import { browser } from 'wxt/browser';
import type { Live } from '../base/observable.ts';

/** What DevTools offers to the pages that it hosts; outside of it there is none of it. */

type ThemeEvent = { addListener(listener: (name: string) => void): void; removeListener(listener: (name: string) => void): void };
/** The two ways to hear of another theme: Firefox has the event, Chromium the one handler. */
type ThemedPanels = { readonly themeName?: string; readonly onThemeChanged?: ThemeEvent; setThemeChangeHandler?(handler?: (name: string) => void): void };

const panels = (): ThemedPanels | undefined => browser.devtools?.panels as ThemedPanels | undefined;

export async function createPanel(title: string, icon: string, page: string): Promise<void> {
  await browser.devtools.panels.create(title, icon, page);
}

/** The tab that DevTools is open on; null in other pages. */
export const inspectedTab = (): number | null => browser.devtools?.inspectedWindow?.tabId ?? null;

const themeOf = (name: string | undefined): 'light' | 'dark' | null => (name === undefined ? null : name === 'dark' ? 'dark' : 'light');

/** DevTools' theme, and every change of it; null outside of DevTools, where the system's counts. */
export const devtoolsTheme: Live<'light' | 'dark' | null> = {
  subscribe(next) {
    const host = panels();
    next(themeOf(host?.themeName));
    const changed = (name: string): void => next(themeOf(name));
    if (host?.onThemeChanged) {
      const event = host.onThemeChanged;
      event.addListener(changed);
      return () => event.removeListener(changed);
    }
    host?.setThemeChangeHandler?.(changed);
    return () => host?.setThemeChangeHandler?.();
  },
};

/** The log that DevTools keep of the inspected tab's requests, by their own words; Chromium gives it to a callback only. */
export const readHar = (): Promise<unknown> =>
  new Promise((resolve) => {
    (browser.devtools.network.getHAR as (take: (log: unknown) => void) => void)(resolve);
  });

/** Tells the address of each request of the inspected tab that has ended. Some never do, where the page leaves the answer unread. */
export function onRequestFinished(listener: (url: string) => void): void {
  browser.devtools.network.onRequestFinished.addListener((entry) => {
    const { request } = entry as { readonly request?: { readonly url?: unknown } };
    if (typeof request?.url === 'string') listener(request.url);
  });
}

/** Whether bodies may be hidden from us that DevTools show: in Chromium; Firefox hides none. Pages in DevTools lack most of the API, so it cannot tell. */
export const hidesBodies = (): boolean => location.protocol === 'chrome-extension:';
