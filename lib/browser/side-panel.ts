import { browser } from 'wxt/browser';

/** What the two browsers offer; no library knows both. */
type SidePanels = {
  readonly sidePanel?: { open(options: { readonly tabId: number } | { readonly windowId: number }): Promise<void> };
  readonly sidebarAction?: { open(): Promise<void> };
};

const { sidePanel, sidebarAction } = browser as SidePanels;

/** In DevTools, and in browsers without a side panel, there is none to open. */
export const canOpenSidePanel = (): boolean => sidePanel !== undefined || sidebarAction !== undefined;

/** Opens it in the window of a tab. Browsers allow it only in the same turn as a click, so nothing may be awaited before. */
export async function openSidePanel(tabId: number): Promise<void> {
  await (sidePanel ? sidePanel.open({ tabId }) : sidebarAction?.open());
}
