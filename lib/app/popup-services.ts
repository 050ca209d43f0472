import { begun, lazyLive, type Live } from '../base/observable.ts';
import { bootedAt } from '../browser/boot.ts';
import type { ReadSettings } from '../domain/settings.ts';
import type { FootstepPiece, ViewScope } from '../domain/views.ts';
import { createReader } from '../store/reader.ts';
import { createPageCore } from './page-core.ts';
import { withStoreState } from './store-state.ts';

/** A popup that has nothing to show by then is shown without. */
const WAIT_MS = 80;

/** Only a fault in them is told here: to load their schema would hold up the first picture. */
const SETTINGS_AFTER_MS = 100;
const settings: Live<ReadSettings> = lazyLive(async () => {
  await new Promise((resolve) => void setTimeout(resolve, SETTINGS_AFTER_MS));
  return (await import('../browser/settings.ts')).liveSettings;
});

/** The database opens while the popup's tab is still being asked for. */
export const openPopupReader = () => createReader(bootedAt);

/**
 * What the popup needs: the same as other pages, read from the database without Dexie, whose script alone takes longer than the popup may.
 * What its first picture shows is read before the popup is put together, so that the first picture is the whole one.
 *
 * @param page the tab that it is about.
 */
export async function createPopupServices(reader: ReturnType<typeof openPopupReader>, page: { readonly tabId: number | null }) {
  const { tabId } = page;
  const { counters, storeState, ...queries } = withStoreState(reader);
  const core = createPageCore(page);
  const [sessions, findings, captureLedger] = [begun(queries.sessions({ tabId })), begun(queries.findings({ tabId })), begun(counters())];
  const [tab, recording] = [begun(core.tab), begun(core.recording())];
  const ofTab = <T>(known: Live<T>, read: (scope: ViewScope) => Live<T>) => (scope: ViewScope): Live<T> => (scope.tabId === tabId ? known : read(scope));
  const wait = new Promise<void>((resolve) => void setTimeout(resolve, WAIT_MS));
  await Promise.race([wait, Promise.all([sessions, findings, captureLedger, tab, recording].map(({ first }) => first))]);
  return {
    ...core, ...queries, storeState, tab,
    recording: () => recording,
    settings: () => settings,
    sessions: ofTab(sessions, queries.sessions),
    findings: ofTab(findings, queries.findings),
    captureLedger: () => captureLedger,
    // A popup shows the newest only.
    olderFootsteps: async (): Promise<FootstepPiece> => ({ rows: [], next: null }),
  };
}
