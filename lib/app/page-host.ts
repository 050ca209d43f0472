import { liveOf, type Live } from '../base/observable.ts';
import { devtoolsTheme, inspectedTab } from '../browser/devtools-host.ts';
import { seenTab, shownTab, tabOnScreen, type SeenTab } from '../browser/page.ts';
import { isPrivateTab } from '../browser/private-tab.ts';
import { chosenTheme } from '../browser/theme.ts';

/** A tab's number in an address's query, as in `?tab=12`; null where there is none. */
function tabIn(search: string, name: string): number | null {
  const text = new URLSearchParams(search).get(name);
  return text !== null && /^\d+$/.test(text) ? Number(text) : null;
}

/** The tab that a popup is about: that of `?tab=`, else the one on screen. */
export function popupTab(search: string): Promise<SeenTab> {
  const fixed = tabIn(search, 'tab');
  return fixed === null ? tabOnScreen() : seenTab(fixed);
}

/** The tab that a side panel is about: that of `?tab=`, else whichever is on screen in its window. */
export function sidePanelTab(search: string): Live<number | null> {
  const fixed = tabIn(search, 'tab');
  return fixed === null ? shownTab : liveOf(fixed);
}

/** The tab that a panel is about: that of `?tabId=`, else the one that DevTools inspects; null where it shows all. */
export const panelTab = (search: string): number | null => tabIn(search, 'tabId') ?? inspectedTab();

/** Whether the tab that a page is about is in a private window. */
export const isOfPrivateTab = isPrivateTab;

/** The theme that the user chose for our pages, else that of DevTools where the page is in them, else null: the system's. */
export const hostTheme: Live<'light' | 'dark' | null> = {
  subscribe(next, failed) {
    let chosen: 'light' | 'dark' | null = null;
    let host: 'light' | 'dark' | null = null;
    const tell = (): void => next(chosen ?? host);
    const stops = [
      devtoolsTheme.subscribe((theme) => {
        host = theme;
        tell();
      }, failed),
      chosenTheme.subscribe((theme) => {
        chosen = theme;
        tell();
      }, failed),
    ];
    return () => stops.forEach((stop) => stop());
  },
};
