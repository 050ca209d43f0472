import { browser } from 'wxt/browser';

/** What the two browsers offer; no library knows both. */
type SidePanels = {
  readonly sidePanel?: { open(options: { readonly tabId: number } | { readonly windowId: number }): Promise<void> };
  readonly sidebarAction?: { open(): Promise<void>; toggle(): Promise<void> };
};

const { sidePanel, sidebarAction } = browser as SidePanels;

/** In DevTools, and in browsers without a side panel, there is none to open. */
export const canOpenSidePanel = (): boolean => sidePanel !== undefined || sidebarAction !== undefined;

/** Opens it in the window of a tab. Browsers allow it only in the same turn as a click, so nothing may be awaited before. */
export async function openSidePanel(tabId: number): Promise<void> {
  await (sidePanel ? sidePanel.open({ tabId }) : sidebarAction?.open());
}

/** The command in the manifest, and the entry of the menu of pages and of our button. */
const OPEN = 'open-side-panel';

/** Opens it by its keys and from the context menu. Call it in the first turn of the worker. */
export function offerSidePanel(menuTitle: string): void {
  const open = (tab: { readonly id?: number | undefined } | undefined): void => {
    if (tab?.id !== undefined) openSidePanel(tab.id).catch(() => undefined);
  };
  browser.commands.onCommand.addListener((command, tab) => {
    if (command !== OPEN) return;
    // Firefox's keys close it too, as those of its own sidebars do.
    if (sidebarAction) sidebarAction.toggle().catch(() => undefined);
    else open(tab);
  });
  browser.contextMenus.onClicked.addListener(({ menuItemId }, tab) => {
    if (menuItemId === OPEN) open(tab);
  });
  // Kept by the browser over the worker's stops.
  browser.runtime.onInstalled.addListener(() => {
    browser.contextMenus.create({ id: OPEN, title: menuTitle, contexts: ['page', 'action'] }, () => void browser.runtime.lastError);
  });
}
