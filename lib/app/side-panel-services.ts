import { createPageCore } from './page-core.ts';
import { createPageServices } from './page-services.ts';

/** What the side panel needs: the same as other pages, of whichever tab is on screen, over one open database. */
export function createSidePanelServices() {
  const all = createPageServices({ tabId: null });
  const ofNone = { ...all, openSidePanel: null };
  return { ofNone, of: (tabId: number) => ({ ...ofNone, ...createPageCore({ tabId }), openSidePanel: null }) };
}
