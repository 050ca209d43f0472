import { chunksOf } from '../base/chunks.ts';
import { lazyLive, liveOf, type Live } from '../base/observable.ts';
import { copy, download, liveTab, openPage, saveFile, type TabInfo } from '../browser/page.ts';
import { sendPageControl } from '../browser/send-page-control.ts';
import { requestPermission } from '../browser/permission.ts';
import { liveRecording } from '../browser/recording-state.ts';
import { canOpenSidePanel, openSidePanel } from '../browser/side-panel.ts';
import { sendCommand } from '../browser/send-command.ts';
import type { Result } from '../base/result.ts';
import type { ControlLook, ControlOrder } from '../domain/page-controls.ts';
import type { ExportFormatId } from '../domain/export-format.ts';
import type { FieldSpec } from '../domain/field.ts';
import type { Import, ImportId, RunningImport } from '../domain/import.ts';
import type { RequestId } from '../domain/request.ts';
import type { SessionKey } from '../domain/session.ts';
import type { ReadSettings, SettingsChange } from '../domain/settings.ts';
import type { TabMoment } from '../domain/tab-moment.ts';
import type { ExportSelection, ExportWatch, RecordingState, RequestDetails, ViewScope } from '../domain/views.ts';
import { vendorNames } from '../protocols/vendor-names.ts';
import { speakUsersLanguage } from './messages.ts';

/** The panel as a tab: of all tabs. */
const FULL_VIEW = '/panel.html';
const REPORT = '/report.html';
const OPTIONS = '/options.html';

// Dissectors, schemas, exports: loaded when they are asked for, as a page that opens needs none of them for its first picture.
const heavy = () => import('./page-details.ts');

const importing = () => import('./import-services.ts');

/** Fields' labels come after the first picture. */
const FIELDS_AFTER_MS = 500;

/** What is deleted is read again by whoever shows it: not too much at once. */
const KEYS_A_COMMAND = 200;

const settings: Live<ReadSettings> = lazyLive(async () => (await import('../browser/settings.ts')).liveSettings);
const fields: Live<readonly FieldSpec[]> = lazyLive(async () => {
  await new Promise((resolve) => void setTimeout(resolve, FIELDS_AFTER_MS));
  return liveOf((await import('./page-fields.ts')).fields);
});

/** An import whose scripts have to be loaded first. */
function laterImport(load: () => Promise<RunningImport>): RunningImport {
  const stopping = new AbortController();
  const started = load().then((run) => {
    if (stopping.signal.aborted) run.cancel();
    stopping.signal.addEventListener('abort', run.cancel);
    return run;
  });
  return { progress: lazyLive(async () => (await started).progress), done: started.then(({ done }) => done), cancel: () => stopping.abort() };
}

/**
 * What all pages of ours have alike, beside the recorded data: the browser, commands to the background, and what is loaded only when asked for.
 *
 * @param tabId the inspected tab; null where the page shows all.
 */
export function createPageCore({ tabId }: { readonly tabId: number | null }) {
  speakUsersLanguage();
  const tab: Live<TabInfo> = tabId === null ? liveOf({ url: null, title: null }) : liveTab(tabId);
  const recording = liveRecording(tabId, tab);
  return {
    now: (): number => Date.now(),
    tabId,
    tab,
    recording: (): Live<RecordingState> => recording,
    details: async (id: RequestId): Promise<RequestDetails | null> => (await heavy()).details(id),
    vendorName: (protocol: string): string => vendorNames.get(protocol) ?? protocol,
    fields: (): Live<readonly FieldSpec[]> => fields,
    settings: (): Live<ReadSettings> => settings,
    changeSettings: (change: SettingsChange): Promise<void> => sendCommand({ type: 'changeSettings', change }),
    setRecording: (on: boolean): Promise<void> => sendCommand({ type: 'setRecording', on }),
    recordSite: (host: string, on: boolean): Promise<void> => sendCommand({ type: 'recordSite', host, on }),
    recordTab: (of: number, on: boolean): Promise<void> => sendCommand({ type: 'recordTab', tabId: of, on }),
    requestPermission: (): Promise<boolean> => requestPermission(() => openPage(FULL_VIEW)),
    async deleteSessions(keys: readonly SessionKey[]): Promise<void> {
      for (const some of chunksOf(keys, KEYS_A_COMMAND)) await sendCommand({ type: 'deleteSessions', keys: some });
    },
    clear: ({ tabId: of }: ViewScope): Promise<void> => sendCommand({ type: 'clear', tabId: of }),
    exportArchive: async (selection: ExportSelection) => (await heavy()).exportArchive(selection),
    exportRecording: async (selection: ExportSelection, format: ExportFormatId, watch?: ExportWatch) => (await heavy()).exportAs(selection, format, watch),
    previewExport: async (selection: ExportSelection, watch?: ExportWatch) => (await heavy()).preview(selection, watch),
    importFile: (file: File): RunningImport => laterImport(async () => (await importing()).start(file)),
    rereadImport: (id: ImportId): RunningImport => laterImport(async () => (await importing()).reread(id)),
    removeImport: async (id: ImportId): Promise<void> => (await importing()).remove(id),
    imports: (): Live<readonly Import[]> => lazyLive(async () => (await import('./page-imports.ts')).imports),
    exportReadable: async () => (await import('./page-rescue.ts')).exportReadable(),
    async resetStore(): Promise<void> {
      await sendCommand({ type: 'resetStore' });
      location.reload();
    },
    restart: (): Promise<void> => sendCommand({ type: 'restart' }),
    saveFile: async (fileName: string, content: Blob): Promise<void> => saveFile(fileName, content),
    download: async (fileName: string, text: string): Promise<void> => download(fileName, text),
    copy,
    pageControl: tabId === null ? null : (order: ControlOrder | null): Promise<Result<ControlLook>> => sendPageControl(tabId, order),
    openFullView: (): Promise<void> => openPage(FULL_VIEW),
    openReport: (): Promise<void> => openPage(REPORT),
    openSidePanel: tabId !== null && canOpenSidePanel() ? (): Promise<void> => openSidePanel(tabId) : null,
    openOptions: (): Promise<void> => openPage(OPTIONS),
    tabMoments: (scope: ViewScope): Live<readonly TabMoment[]> => lazyLive(async () => (await import('./page-moments.ts')).tabMoments(scope)),
  };
}
