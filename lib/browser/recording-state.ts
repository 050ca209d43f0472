import type { Live } from '../base/observable.ts';
import { hostOf, isHost, recordsSite, type SitesToRecord } from '../domain/sites.ts';
import type { RecordingState } from '../domain/views.ts';
import { livePausedTab } from './paused-tabs.ts';
import { livePermission } from './permission.ts';
import { storedSettings } from './stored-settings.ts';

type Chosen = { readonly on: boolean; readonly sites: SitesToRecord };

/** The settings that every page shows at once, without the schema of them all: what is none counts as by default, as it does there. */
function chosenIn(stored: unknown): Chosen {
  const { version, recording, sites } = asObject(stored);
  if (version !== 1) return { on: true, sites: { mode: 'all', hosts: [] } };
  const { mode, hosts } = asObject(sites);
  const known = Array.isArray(hosts) ? (hosts as unknown[]).filter((host): host is string => typeof host === 'string' && isHost(host)) : [];
  return { on: typeof recording === 'boolean' ? recording : true, sites: { mode: mode === 'only' || mode === 'except' ? mode : 'all', hosts: known } };
}

const asObject = (value: unknown): { readonly [name: string]: unknown } => (typeof value === 'object' && value !== null ? (value as { readonly [name: string]: unknown }) : {});

/**
 * Paused or not by the user's choice, and whether the browser lets us see requests.
 *
 * @param tabId the tab that a page is about; null where it is about all
 * @param settings as they are stored
 */
export const liveRecording = (tabId: number | null, tab: Live<{ readonly url: string | null }>, settings: Live<unknown> = storedSettings): Live<RecordingState> => ({
  subscribe(next, failed) {
    let chosen: Chosen | undefined;
    let hasPermission: boolean | undefined;
    let isTabPaused = tabId === null ? false : undefined;
    let host: string | null = null;
    const tell = (): void => {
      if (chosen === undefined || hasPermission === undefined || isTabPaused === undefined) return;
      next({
        on: chosen.on, hasPermission,
        ...(host === null ? {} : { site: { host, on: recordsSite(chosen.sites, host) } }),
        ...(tabId === null ? {} : { tab: { on: !isTabPaused } }),
      });
    };
    const stops = [
      settings.subscribe((stored) => {
        chosen = chosenIn(stored);
        tell();
      }, failed),
      livePermission.subscribe((has) => {
        hasPermission = has;
        tell();
      }, failed),
      // A tab that is gone has no address, which is no failure of this.
      tab.subscribe(({ url }) => {
        host = hostOf(url);
        tell();
      }),
      ...(tabId === null ? [] : [livePausedTab(tabId).subscribe((is) => {
        isTabPaused = is;
        tell();
      }, failed)]),
    ];
    return () => stops.forEach((stop) => stop());
  },
});
