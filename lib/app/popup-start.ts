import { begun, lazyLive, liveOf, type Live } from '../base/observable.ts';
import { bootedAt } from '../browser/boot.ts';
import { liveTab, type SeenTab, type TabInfo } from '../browser/page.ts';
import { liveRecording } from '../browser/recording-state.ts';
import { storedSettings } from '../browser/stored-settings.ts';
import { themeOf } from '../browser/theme.ts';
import type { ViewScope } from '../domain/views.ts';
import { createReader } from '../store/reader.ts';
import { popupTab } from './page-host.ts';
import { withStoreState } from './store-state.ts';

/** A popup that has nothing to show by then is shown without. */
const WAIT_MS = 80;

/** When the tab is looked at again: to ask for it at once would only hold up the first picture. */
const TAB_AGAIN_MS = 100;

type Reader = ReturnType<typeof createReader>;

/** What was recorded of a popup's tab: live values of which the first are known. */
export type PopupReading = Awaited<ReturnType<typeof readPopup>>;

/** What a popup shows: what was recorded of its tab, or of a tab in a private window nothing that is stored. */
export type PopupStart = { readonly theme: ReturnType<typeof themeOf>; readonly about: Promise<PopupReading | { readonly privateTab: number }> };

/**
 * Begins to read what the popup's first picture shows, straight from the database: Dexie's script alone takes longer than the popup may. It
 * runs in a small script of its own, so that it is read while the browser still loads the one that draws it.
 *
 * @param search the query of the popup's address
 */
export function startPopup(search: string): PopupStart {
  // The database opens while the tab is being asked for.
  const reader = createReader(bootedAt);
  // Asked for this early, as the first picture is to be in no other theme.
  const settings = begun(storedSettings);
  return { theme: themeOf(settings), about: aboutTab(reader, popupTab(search), settings) };
}

async function aboutTab(reader: Reader, asked: Promise<SeenTab>, settings: Live<unknown>): PopupStart['about'] {
  const tab = await asked;
  return tab.isPrivate && tab.id !== null ? { privateTab: tab.id } : readPopup(reader, tab, settings);
}

/** What was recorded of a tab, when the first picture can be drawn: when all that it shows is known, or it has been waited for long enough. */
export async function readPopup(reader: Reader, seen: SeenTab, settings: Live<unknown>) {
  const tabId = seen.id;
  const { counters, storeState, ...queries } = withStoreState(reader);
  const [sessions, findings, captureLedger] = [begun(queries.sessions({ tabId })), begun(queries.findings({ tabId })), begun(counters())];
  const tab = begun(tabOf(seen));
  const recording = begun(liveRecording(tabId, tab, settings));
  const ofTab = <T>(known: Live<T>, read: (scope: ViewScope) => Live<T>) => (scope: ViewScope): Live<T> => (scope.tabId === tabId ? known : read(scope));
  const wait = new Promise<void>((resolve) => void setTimeout(resolve, WAIT_MS));
  await Promise.race([wait, Promise.all([sessions, findings, captureLedger, tab, recording].map(({ first }) => first))]);
  return {
    ...queries, tabId, storeState, tab,
    recording: () => recording,
    sessions: ofTab(sessions, queries.sessions),
    findings: ofTab(findings, queries.findings),
    captureLedger: () => captureLedger,
  };
}

/** As it was seen, and after the first picture as it is: it may have gone on since nobody listened yet. */
function tabOf({ id, url, title }: SeenTab): Live<TabInfo> {
  const seen = liveOf({ url, title });
  if (id === null) return seen;
  return {
    subscribe(next, failed) {
      seen.subscribe(next);
      return lazyLive(async () => {
        await new Promise((resolve) => void setTimeout(resolve, TAB_AGAIN_MS));
        return liveTab(id);
      }).subscribe(next, failed);
    },
  };
}
