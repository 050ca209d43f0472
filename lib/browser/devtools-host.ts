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
