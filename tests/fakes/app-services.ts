import type { AppServices } from '../../components/app-services.ts';
import { liveOf, type Live } from '../../lib/base/observable.ts';
import { ok } from '../../lib/base/result.ts';
import type { FieldSpec } from '../../lib/domain/field.ts';
import type { ControlLook } from '../../lib/domain/page-controls.ts';
import type { Finding } from '../../lib/domain/finding.ts';
import type { RedactionPreview } from '../../lib/domain/export-format.ts';
import type { Import, RunningImport } from '../../lib/domain/import.ts';
import type { Counters, Gap } from '../../lib/domain/ports.ts';
import type { Session } from '../../lib/domain/session.ts';
import { DEFAULT_SETTINGS, type ReadSettings, type Settings } from '../../lib/domain/settings.ts';
import { GOOD_STORE, type StoreState } from '../../lib/domain/store-state.ts';
import type { TabMoment } from '../../lib/domain/tab-moment.ts';
import type { ExportWatch, Footstep, FootstepQuery, RecordingState, RequestDetails } from '../../lib/domain/views.ts';
import { demoDetails, demoFootsteps } from './demo-footsteps.ts';
import { DEMO_LOOK } from './demo-look.ts';
import { DEMO_FINDINGS, DEMO_SESSIONS, DEMO_TAB, NOW } from './demo-sessions.ts';

/** A live value that a test sets. */
export class Source<T> implements Live<T> {
  private readonly listeners = new Set<(value: T) => void>();
  private value: T;
  constructor(value: T) {
    this.value = value;
  }
  get(): T {
    return this.value;
  }
  set(value: T): void {
    this.value = value;
    for (const listener of this.listeners) listener(value);
  }
  subscribe(next: (value: T) => void): () => void {
    this.listeners.add(next);
    next(this.value);
    return () => this.listeners.delete(next);
  }
}

/** What `source` makes of the value, whenever it changes. */
const derived = <S, T>(source: Source<S>, make: (value: S) => T): Live<T> => ({ subscribe: (next) => source.subscribe((value) => next(make(value))) });

const NAMES: { readonly [protocol: string]: string } = { sentry: 'Sentry', exceptionless: 'Exceptionless', snowplow: 'Snowplow', rudderstack: 'RudderStack' };

const DEMO_FIELDS: readonly FieldSpec[] = [{ name: 'sentry.event.level', label: 'Level', type: 'string', description: 'How bad it is.', path: 'level' }];

/** Commands as they were given, in order: `['setRecording', false]`. */
export type Command = readonly [name: string, ...args: unknown[]];

export type FakeServices = AppServices & {
  readonly clock: { at: number };
  readonly sources: {
    readonly sessions: Source<readonly Session[]>; readonly footsteps: Source<readonly Footstep[]>; readonly findings: Source<readonly Finding[]>;
    readonly counters: Source<Counters>; readonly gaps: Source<readonly Gap[]>; readonly recording: Source<RecordingState>;
    readonly settings: Source<ReadSettings>; readonly moments: Source<readonly TabMoment[]>; readonly imports: Source<readonly Import[]>;
    readonly storeState: Source<StoreState>;
  };
  readonly commands: Command[];
};

export type FakeData = {
  readonly tabId?: number | null;
  readonly sessions?: readonly Session[];
  readonly footsteps?: readonly Footstep[];
  readonly findings?: readonly Finding[];
  readonly counters?: Counters;
  readonly gaps?: readonly Gap[];
  readonly recording?: RecordingState;
  readonly settings?: ReadSettings;
  readonly storeState?: StoreState;
  readonly isPrivate?: boolean;
  readonly moments?: readonly TabMoment[];
  readonly look?: ControlLook;
  readonly imports?: readonly Import[];
  readonly importing?: RunningImport;
  readonly exported?: (watch: ExportWatch | undefined) => unknown;
  readonly preview?: (rules: Settings['redaction']) => RedactionPreview;
  readonly details?: (footstep: Footstep) => RequestDetails | null;
};

export const DEMO_COUNTERS: Counters = { seen: 312, candidates: 96, decoded: 93, partly: 1, 'bodyUnavailable.blob': 2 };

/** Services over data in memory: by default the demo's four vendors with few footsteps each. */
export function fakeServices(data: FakeData = {}): FakeServices {
  const clock = { at: NOW };
  const commands: Command[] = [];
  const sources = {
    sessions: new Source(data.sessions ?? DEMO_SESSIONS), footsteps: new Source(data.footsteps ?? demoFootsteps()), findings: new Source(data.findings ?? DEMO_FINDINGS),
    counters: new Source(data.counters ?? DEMO_COUNTERS), gaps: new Source(data.gaps ?? []), recording: new Source(data.recording ?? { on: true, hasPermission: true }),
    settings: new Source(data.settings ?? { settings: DEFAULT_SETTINGS, problem: null }), moments: new Source(data.moments ?? []), imports: new Source(data.imports ?? []),
    storeState: new Source(data.storeState ?? GOOD_STORE),
  };
  const note = (...command: Command): Promise<void> => {
    commands.push(command);
    return Promise.resolve();
  };
  return {
    clock, sources, commands,
    now: () => clock.at,
    tabId: data.tabId === undefined ? DEMO_TAB : data.tabId,
    isPrivate: data.isPrivate ?? false,
    tab: new Source({ url: 'https://shop.example/checkout', title: 'Checkout' }),
    sessions: ({ tabId }) => derived(sources.sessions, (all) => all.filter((s) => tabId === null || s.tabIds.includes(tabId))),
    footsteps: (query) => derived(sources.footsteps, (all) => asked(all, query)),
    async olderFootsteps(query, from, count) {
      const before = asked(sources.footsteps.get(), { ...query, limit: Infinity }).filter((f) => from === null || f.occurredAt <= from).toReversed();
      return { rows: before.slice(0, count), next: before.length > count ? (before[count - 1]?.occurredAt ?? null) : null };
    },
    findings: () => sources.findings,
    captureLedger: () => sources.counters,
    gaps: () => sources.gaps,
    recording: () => sources.recording,
    details: async (requestId) => {
      const footstep = sources.footsteps.get().find((f) => f.requestId === requestId);
      return footstep ? (data.details ?? demoDetails)(footstep) : null;
    },
    vendorName: (protocol) => NAMES[protocol] ?? protocol,
    fields: () => liveOf(DEMO_FIELDS),
    settings: () => sources.settings,
    changeSettings(change) {
      const { settings, problem } = sources.settings.get();
      sources.settings.set({ settings: { ...settings, ...change }, problem });
      return note('changeSettings', change);
    },
    setRecording(on) {
      sources.recording.set({ ...sources.recording.get(), on });
      return note('setRecording', on);
    },
    recordSite(host, on) {
      sources.recording.set({ ...sources.recording.get(), site: { host, on } });
      return note('recordSite', host, on);
    },
    recordTab(tabId, on) {
      sources.recording.set({ ...sources.recording.get(), tab: { on } });
      return note('recordTab', tabId, on);
    },
    async requestPermission() {
      sources.recording.set({ ...sources.recording.get(), hasPermission: true });
      await note('requestPermission');
      return true;
    },
    clear(scope) {
      sources.sessions.set([]);
      sources.footsteps.set([]);
      return note('clear', scope);
    },
    deleteSessions(keys) {
      sources.sessions.set(sources.sessions.get().filter(({ key }) => !keys.includes(key)));
      return note('deleteSessions', keys);
    },
    async exportArchive(selection) {
      await note('exportArchive', selection);
      return { fileName: 'demo.footsteps.json', text: '{}' };
    },
    async exportRecording(selection, format, watch) {
      await data.exported?.(watch);
      await note('exportRecording', selection, format);
      return { fileName: `demo.${format}`, content: new Blob([`a ${format}`]), copies: format === 'markdown' };
    },
    previewExport: async (_selection, watch) => data.preview?.(watch?.redaction ?? DEFAULT_SETTINGS.redaction) ?? [{ reason: 'header', count: 4 }, { reason: 'token', count: 12 }],
    importFile(file) {
      void note('importFile', file.name);
      return data.importing ?? { progress: liveOf({ step: 'importing', share: 0.4 }), done: new Promise(() => undefined), cancel: () => undefined };
    },
    rereadImport(id) {
      void note('rereadImport', id);
      return data.importing ?? { progress: liveOf({ step: 'importing', share: 0.4 }), done: new Promise(() => undefined), cancel: () => undefined };
    },
    removeImport: (id) => note('removeImport', id),
    imports: () => sources.imports,
    storeState: () => sources.storeState,
    async exportReadable() {
      await note('exportReadable');
      return { fileName: 'demo.footsteps.json', content: new Blob(['{}']), copies: false, unread: 2 };
    },
    resetStore: () => note('resetStore'),
    restart: () => note('restart'),
    saveFile: async (fileName, content) => note('saveFile', fileName, await content.text()),
    download: (fileName, text) => note('download', fileName, text),
    copy: (text) => note('copy', text),
    pageControl: async (order) => {
      await note('pageControl', order);
      return ok(data.look ?? DEMO_LOOK);
    },
    openFullView: () => note('openFullView'),
    openReport: () => note('openReport'),
    openSidePanel: () => note('openSidePanel'),
    openOptions: () => note('openOptions'),
    tabMoments: () => sources.moments,
  };
}

function asked(all: readonly Footstep[], { sessionKey, tabId, limit }: FootstepQuery): readonly Footstep[] {
  return all.filter((f) => (sessionKey === undefined || f.sessionKey === sessionKey) && (tabId === undefined || tabId === null || f.tabId === tabId)).slice(-limit);
}
