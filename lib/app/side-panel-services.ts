import { tellLater, type Live } from '../base/observable.ts';
import { isPrivateTab } from '../browser/private-tab.ts';
import { createPageCore } from './page-core.ts';
import { createPageServices } from './page-services.ts';
import { createPrivateServices } from './private-services.ts';

/** The tab that a side panel is about. */
export type FollowedTab = { readonly id: number; readonly isPrivate: boolean };

/** What the side panel needs: the same as other pages, of whichever tab is on screen, over one open database; of private tabs from memory. */
export function createSidePanelServices() {
  const all = createPageServices({ tabId: null });
  const ofNone = { ...all, openSidePanel: null };
  const of = ({ id, isPrivate }: FollowedTab) => (isPrivate ? { ...createPrivateServices({ tabId: id }), openSidePanel: null } : { ...ofNone, ...createPageCore({ tabId: id }), openSidePanel: null });
  return { ofNone, of };
}

/** Says of each tab whether it is in a private window; of a tab that has given way meanwhile nothing. */
export const withPrivacy = (tabs: Live<number | null>): Live<FollowedTab | null> => ({
  subscribe(next, failed = () => undefined) {
    let latest = 0;
    const stop = tabs.subscribe((id) => {
      const mine = ++latest;
      const found = id === null ? Promise.resolve(null) : isPrivateTab(id).then((isPrivate) => ({ id, isPrivate }));
      void tellLater(found, (tab) => {
        if (mine === latest) next(tab);
      }, failed);
    }, failed);
    return () => {
      latest++;
      stop();
    };
  },
});
