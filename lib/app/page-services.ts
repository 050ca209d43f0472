import { buildArchive } from '../archive/build-archive.ts';
import { archiveToText } from '../archive/write-archive.ts';
import { liveOf, type Live } from '../base/observable.ts';
import { readBoot } from '../browser/boot.ts';
import { sendCommand } from '../browser/commands.ts';
import { copy, download, liveTab, openPage, version, type TabInfo } from '../browser/page.ts';
import { livePermission, requestPermission } from '../browser/permission.ts';
import { liveSettings } from '../browser/settings.ts';
import type { RequestId } from '../domain/request.ts';
import type { ReadSettings, SettingsChange } from '../domain/settings.ts';
import type { ExportSelection, RecordingState, RequestDetails, ViewScope } from '../domain/views.ts';
import { readDetails } from '../pipeline/read-details.ts';
import { catalog } from '../protocols/catalog.ts';
import { openDatabase } from '../store/db.ts';
import { createQueries } from '../store/queries.ts';
import { readSelection } from '../store/selection.ts';
import { speakUsersLanguage } from './messages.ts';

/** The panel as a tab: of all tabs. */
const FULL_VIEW = '/panel.html';

const names = new Map<string, string>(catalog.map((d) => [d.id, d.name]));
const fields = catalog.flatMap((d) => d.fields);

/**
 * What popup, panel and the pages after them need: live values from the store, commands to the background.
 *
 * @param page the inspected tab; null where the page shows all.
 */
export function createPageServices({ tabId }: { readonly tabId: number | null }) {
  speakUsersLanguage();
  const db = openDatabase();
  const now = (): number => Date.now();
  const queries = createQueries(db, async () => (await readBoot())?.at ?? 0);
  const tab: Live<TabInfo> = tabId === null ? liveOf({ url: null, title: null }) : liveTab(tabId);

  return {
    now,
    tabId,
    tab,
    sessions: queries.sessions,
    footsteps: queries.footsteps,
    findings: queries.findings,
    captureLedger: queries.counters,
    gaps: queries.gaps,
    recording: (): Live<RecordingState> => liveRecording,
    async details(id: RequestId): Promise<RequestDetails | null> {
      const found = await queries.request(id);
      return found && readDetails(found.request, found.body, catalog);
    },
    vendorName: (protocol: string): string => names.get(protocol) ?? protocol,
    fields,
    settings: (): Live<ReadSettings> => liveSettings,
    changeSettings: (change: SettingsChange): Promise<void> => sendCommand({ type: 'changeSettings', change }),
    setRecording: (on: boolean): Promise<void> => sendCommand({ type: 'setRecording', on }),
    requestPermission: (): Promise<boolean> => requestPermission(() => openPage(FULL_VIEW)),
    clear: ({ tabId: of }: ViewScope): Promise<void> => sendCommand({ type: 'clear', tabId: of }),
    async exportArchive(selection: ExportSelection) {
      const createdAt = now();
      const archive = buildArchive(await readSelection(db, selection), { exporter: { name: 'Footsteps', version: version() }, createdAt });
      const stamp = new Date(createdAt).toISOString().slice(0, 19).replace(/[T:]/g, '-');
      return { fileName: `${stamp}.footsteps.json`, text: archiveToText(archive) };
    },
    download: async (fileName: string, text: string): Promise<void> => download(fileName, text),
    copy,
    openFullView: (): Promise<void> => openPage(FULL_VIEW),
  };
}

/** Paused or not by the user's choice, and whether the browser lets us see requests. */
const liveRecording: Live<RecordingState> = {
  subscribe(next, failed) {
    let on: boolean | undefined;
    let hasPermission: boolean | undefined;
    const tell = (): void => {
      if (on !== undefined && hasPermission !== undefined) next({ on, hasPermission });
    };
    const stops = [
      liveSettings.subscribe(({ settings }) => {
        on = settings.recording;
        tell();
      }, failed),
      livePermission.subscribe((has) => {
        hasPermission = has;
        tell();
      }, failed),
    ];
    return () => stops.forEach((stop) => stop());
  },
};
