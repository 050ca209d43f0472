import { listenToAlarm } from '../browser/alarms.ts';
import { createBadges, openTabs } from '../browser/badge.ts';
import { onBrowserStart, startBoot } from '../browser/boot.ts';
import { listenToCommands, type Command } from '../browser/commands.ts';
import { listenToDevtools } from '../browser/devtools-feed.ts';
import { writeFirstHand, type FirstHand } from '../browser/first-hand.ts';
import { keepLastSign, type Missing, type Numbered } from '../browser/last-sign.ts';
import { createPageBook } from '../browser/page-book.ts';
import { openPage } from '../browser/page.ts';
import { createPausedTabs } from '../browser/paused-tabs.ts';
import { watchPermission } from '../browser/permission.ts';
import { listenToPrivatePages } from '../browser/private-port.ts';
import { createPressure } from '../browser/pressure.ts';
import { seesPrivateWindows, stayAwakeWhile, watchPrivateTabs } from '../browser/private-tabs.ts';
import { createRequestLog } from '../browser/request-log.ts';
import { restart } from '../browser/restart.ts';
import { changeSettings, onSettingsChanged, readSettings, resetSettings } from '../browser/settings.ts';
import { offerSidePanel } from '../browser/side-panel.ts';
import { keepStoreState } from '../browser/store-state.ts';
import { listenToTabs } from '../browser/tabs.ts';
import { listenToRequests } from '../browser/web-request-feed.ts';
import { hash } from '../base/hash.ts';
import { assertNever } from '../base/never.ts';
import type { EpochMs } from '../base/time.ts';
import type { Tell } from '../domain/feed.ts';
import { pausedBy, pausedScopes, siteOf, type RecordingChoice } from '../domain/recording.ts';
import { ownEndpoints, type OwnEndpointOf } from '../domain/own-endpoints.ts';
import { asRequestId, type CapturedRequest, type Header } from '../domain/request.ts';
import { asSessionKey } from '../domain/session.ts';
import type { EnvironmentChange } from '../domain/session-machine.ts';
import { momentOf } from '../domain/tab-moment.ts';
import { DEFAULT_SETTINGS, type SettingsChange } from '../domain/settings.ts';
import { hostOf, withSite } from '../domain/sites.ts';
import { createCandidateCheck } from '../pipeline/candidates.ts';
import { joinDevtools } from '../pipeline/devtools-join.ts';
import type { LostRequest } from '../pipeline/capture.ts';
import { createPrivateWindows } from '../pipeline/private-windows.ts';
import { createRecorder } from '../pipeline/recorder.ts';
import { catalog } from '../protocols/catalog.ts';
import { openArrivals } from '../store/arrivals.ts';
import { openDatabase } from '../store/db.ts';
import { createInbox } from '../store/inbox.ts';
import { createOwnQueries } from '../store/own-queries.ts';
import { createRepository } from '../store/repository.ts';
import { tabTally } from '../store/tab-tally.ts';
import { createTabMoments } from '../store/tab-moments.ts';
import { removeSessions } from '../store/remove-sessions.ts';
import { createRetention } from '../store/retention.ts';
import { troubleOf } from '../store/store-errors.ts';
import { watchStore } from '../store/store-watch.ts';
import { createUpkeep } from '../store/upkeep.ts';
import { badgeView } from '../view/recording.ts';
import { t } from '../view/messages/translate.ts';
import { createBackgroundImports } from './background-imports.ts';
import { speakUsersLanguage } from './messages.ts';
import { startPageControls } from './page-controls.ts';
import { startPageTap } from './page-tap.ts';

/** Badges of what was written within this time are shown together. */
const BADGE_MS = 200;
/** After a private window has closed its pages send nothing more. */
const FORGET_MS = 5_000;

/** So long a crash shows on the button, though the session is over. */
const JUST_MS = 5 * 60_000;

/** What a worker before this one left behind is read first, but for no longer than this. */
const RECALL_MS = 2_000;

/**
 * The end of a request whose worker died may have died with it: it is of unknown end after so long, until something tells better.
 */
const FORGOTTEN_MS = 15_000;

/**
 * The recorder. All listeners are registered before this returns: what starts the worker is one of the events that they listen to. What
 * they need of the past (which run of the browser this is, settings, tabs) comes later, and they wait for it.
 */
export function startBackground(): void {
  speakUsersLanguage();
  const now = (): number => Date.now();
  const delay = (run: () => void, ms: number): void => void setTimeout(run, ms);
  const life = crypto.randomUUID();
  const arrivals = openArrivals<FirstHand, readonly Header[]>(life);
  const db = openDatabase();
  const upkeep = createUpkeep(db);
  const imports = createBackgroundImports(now);
  const storeNote = keepStoreState(delay);
  const store = watchStore(db, storeNote.trouble);
  const wokenAt = now();
  const boot = startBoot(wokenAt, () => crypto.randomUUID().slice(0, 8));
  const queries = createOwnQueries(db);
  const pages = createPageBook();

  const pressure = createPressure(now, delay, arrivals.isBehind);
  const pausedTabs = createPausedTabs(() => void syncPauses());
  let settings = readSettings();
  /** The user's rules that open sessions are described by. Not those of `settings`, which are the new ones before Firefox tells of the change. */
  let describedBy = settings.then((read) => JSON.stringify(read.settings.rules));
  let isRecordingPrivate = false;
  let ownEndpointOf: OwnEndpointOf = () => null;
  let { bodyCaps } = DEFAULT_SETTINGS;
  let choice: RecordingChoice = { recording: true, sites: { mode: 'all', hosts: [] }, pausedTabs: new Set() };
  onSettingsChanged((read) => {
    settings = Promise.resolve(read);
    pageTap.apply(read.settings);
    void choose();
    const [before, rules] = [describedBy, JSON.stringify(read.settings.rules)];
    describedBy = Promise.resolve(rules);
    void before.then((last) => {
      if (last !== rules) void recorder.rulesChanged();
    });
  });
  const current = async () => (await settings).settings;
  const choose = async (): Promise<void> => {
    const [{ recording, sites, endpoints, privateWindows: isOn, bodyCaps: caps }] = await Promise.all([current(), pausedTabs.ready]);
    isRecordingPrivate = isOn;
    ownEndpointOf = ownEndpoints(endpoints);
    bodyCaps = caps;
    choice = { recording, sites, pausedTabs: pausedTabs.all() };
  };
  const badges = createBadges(now);
  let badged = new Set<number>();
  const isPaused = (url: string | null, tabId: number | null): boolean => pausedBy(choice, tabId, hostOf(url)) !== null;

  const recorder = createRecorder({
    repository: createRepository(db), inbox: createInbox(db), dissectors: catalog, settings: current, now, delay,
    shownTabs: () => tabs.shown(), mayRead: pressure.isOff,
    async keepGap(gap) {
      try {
        await upkeep.keepGap(gap);
        storeNote.kept();
      } catch (error) {
        storeNote.unkept(gap, troubleOf(error));
      }
    },
    async makeRoom() {
      const { sessions, events, requests } = await retention.makeRoom();
      return sessions + events + requests > 0;
    },
    written: badgesSoon,
    lost: noteLost,
  });
  const stayAwake = stayAwakeWhile(() => !privateWindows.isEmpty());
  const privateWindows = createPrivateWindows({
    dissectors: catalog, settings: current, now, delay, shownTabs: () => tabs.shown(), windowOf: (tabId) => privateTabs.windowOf(tabId),
    changed(touched) {
      privateChanged();
      void showBadges(touched);
    },
  });
  const privateChanged = listenToPrivatePages({ view: privateWindows.view, recording: privateWindows.recording, delay });
  const privateTabs = watchPrivateTabs((windowId, isLast) => {
    privateWindows.closed(windowId, isLast);
    delay(pages.forgetPrivate, FORGET_MS);
  });
  /** To the recorder, or to that of private windows. */
  const tell: Tell = (item) => {
    const isPrivate = isRecordingPrivate && privateWindows.take(item);
    if (isPrivate) stayAwake();
    else recorder.tell(item);
  };
  const moments = createTabMoments(db);
  const tabs = listenToTabs((item) => {
    tell(item);
    if (item.type !== 'environment') return;
    noteMoment(item.change).catch(() => undefined);
    // Browsers take a tab's badge away as its page goes.
    if (item.change.type !== 'navigated') return;
    badges.left(item.change.tabId);
    void showBadges(new Set([item.change.tabId]));
  }, pages, now);

  /** Tabs whose button tells of a crash: in a while it is old news. */
  const crashedTabs = new Set<number>();

  const { promise: recalled, resolve: seeRecalled } = Promise.withResolvers<void>();
  const { promise: leftBehind, resolve: seeLeft } = Promise.withResolvers<readonly Numbered[]>();
  let bootId = 'unknown';
  const known = boot.then(({ id }) => {
    bootId = id;
  });
  // No newer sign before what is missing since the older one is told: this worker may die soon too.
  const sign = keepLastSign(now, delay, async () => void (await Promise.all([recorder.kept(), told])), arrivals.forget);
  /** Requests up to this one were judged by a worker before. */
  let judged = -1;
  /** Since when the worker before may have lost something; null until that is known. */
  let lostSince: EpochMs | null = null;
  const signKnown = sign.before.then((left) => {
    judged = left?.request ?? -1;
  });
  const told = leftBehind.then(sign.missing).then(tellMissing).then(sign.told);
  const isCandidate = createCandidateCheck(catalog, (address) => ownEndpointOf(address));
  const pageTap = startPageTap({ tell, now, delay, isCandidate, newId: () => asRequestId(`${bootId}-${crypto.randomUUID()}`), isPaused });
  void current().then(pageTap.apply, () => undefined);
  const log = createRequestLog({
    tell: pageTap.tell, isCandidate, idOf: (id) => asRequestId(`${bootId}-${id}`), mayBeLost: (id) => Number(id) > judged, saw: sign.saw, pages, delay,
    maxBodyBytes: () => bodyCaps.sentBytes,
    pausedBy: (source) => pausedBy(choice, source.tabId, siteOf(source)),
  });
  const ready = Promise.all([known, signKnown, tabs.ready, privateTabs.ready, choose()]);
  void ready.then(recall).then(seeLeft, () => seeLeft([])).then(seeRecalled);
  // A store that cannot be opened must not hold up what comes.
  delay(seeRecalled, RECALL_MS);
  const first = writeFirstHand({
    isCandidate, isUnwanted: log.isUnwanted, seesPrivate: seesPrivateWindows(), ready, bootId: () => (bootId === 'unknown' ? null : bootId), add: arrivals.add, addHeaders: arrivals.addMore,
  });
  listenToRequests(log, Promise.all([ready, recalled]), first, pressure.told);
  const retention = createRetention(db);
  const settleForgotten = (): Promise<void> => upkeep.settlePending(now() - FORGOTTEN_MS, log.isOpen);
  listenToAlarm(() => {
    void recorder.tick().then(settleForgotten).then(keepWithinLimits);
    void privateWindows.tick();
    void showBadges(new Set(crashedTabs));
    if (storeNote.isTroubled()) void openStore();
  });
  delay(() => void recorder.tick().then(settleForgotten), FORGOTTEN_MS);
  delay(() => void boot.then(({ isNew }) => imports.removeHalf(isNew ? wokenAt : null)), FORGOTTEN_MS);
  listenToCommands(obey);
  offerSidePanel(t('sidePanel_open'));
  startPageControls(db);
  const devtoolsJoin = {
    tell: recorder.tell, stored: queries.requestsBetween, gaps: queries.allGaps, beganAt: async () => (await boot).at,
    idOf: (tabId: number, { method, url, startedAt }: CapturedRequest) => asRequestId(`${bootId}-d-${hash(`${tabId} ${method} ${url} ${startedAt}`)}`),
  };
  listenToDevtools(async (tabId, seen, isPrivate) => {
    await known;
    await joinDevtools(isPrivate ? { ...devtoolsJoin, ...privateWindows.devtools(tabId) } : devtoolsJoin, tabId, seen);
  });
  watchPermission((may) => (may ? upkeep.closeGaps('noPermission', now()) : upkeep.openGap('noPermission', now())));
  onBrowserStart(() => {
    boot.then(({ at }) => recorder.tell({ type: 'environment', change: { type: 'tabClosed', tabId: null, at: at - 1 } }), () => undefined);
  });

  void boot.then(({ id, at, isNew }) => (isNew ? Promise.all([upkeep.noteClosed(at, (request) => request.startsWith(`${id}-`)), beginAnew(at)]) : undefined));
  // Settings may have been changed while we were not there, and tabs paused in another run of the browser are gone.
  void boot.then(syncPauses);
  void openStore();
  // A worker that died while nothing could be stored has left its gap open.
  void upkeep.closeGaps('storageFull', now());
  void recorder.tick();

  /** Tabs close while we are not there, and the browser's start is not told to an unpacked extension, which is loaded after it. */
  async function beginAnew(at: number): Promise<void> {
    const before = await queries.tabsOfOpenSessions();
    const there = new Set(await openTabs());
    for (const tabId of before) if (!there.has(tabId)) recorder.tell({ type: 'environment', change: { type: 'tabClosed', tabId, at: at - 1 } });
    await upkeep.settlePending(at);
  }

  /** What a worker before this one wrote down as it began, and took no further; gives the numbers of this run of the browser. */
  async function recall(): Promise<readonly Numbered[]> {
    const [{ id, isNew }, left] = await Promise.all([boot, arrivals.left()]);
    if (!left.length) return [];
    const bootOf = ({ bootId: of }: FirstHand) => of ?? (isNew ? life : id);
    await recorder.recall(left.flatMap(({ item, more }) => log.recalled(item.seen, item.body, asRequestId(`${bootOf(item)}-${item.seen.requestId}`), more) ?? []));
    void recorder.kept().then(arrivals.forgetLeft);
    return left.flatMap(({ item }) => (bootOf(item) === id ? { number: Number(item.seen.requestId), at: item.seen.timeStamp } : []));
  }

  async function tellMissing(missing: Missing | null): Promise<void> {
    if (!missing) return;
    lostSince = missing.from;
    if (missing.more > 0) await noteGap(missing.from, missing.to, missing.more);
    await recorder.mayBeLost(missing.numbers.map((number) => ({ id: asRequestId(`${bootId}-${number}`), at: missing.to })));
  }

  /** A request of which only a later stage was seen began after the last sign of the worker before: that one took it with it. */
  async function noteLost(requests: readonly LostRequest[]): Promise<void> {
    const last = await sign.before;
    const times = requests.map(({ at }) => at);
    const since = lostSince ?? (last && !last.atRest ? last.at : Infinity);
    await noteGap(Math.min(...times, since), Math.max(...times), requests.length);
  }

  async function noteGap(from: EpochMs, to: EpochMs, lost: number): Promise<void> {
    const [{ isNew }, { recording }] = await Promise.all([boot, current()]);
    if (recording) await upkeep.noteLost(isNew ? 'browserClosed' : 'workerLost', from, to, lost);
  }

  /** Of private windows nothing is kept, nor while recording is paused. */
  async function noteMoment(change: EnvironmentChange): Promise<void> {
    const moment = momentOf(change, tabs.shown());
    await tabs.ready;
    if (moment && (await current()).recording && !pages.isPrivateTab(moment.tabId)) await moments.add(moment);
  }

  async function obey(command: Command): Promise<void> {
    switch (command.type) {
      case 'setRecording':
        return applyChange({ recording: command.on });
      case 'recordSite':
        return applyChange({ sites: withSite((await current()).sites, command.host, command.on) });
      case 'recordTab':
        await pausedTabs.set(command.tabId, !command.on);
        return syncPauses();
      case 'changeSettings':
        return applyChange(command.change);
      case 'resetSettings':
        settings = Promise.resolve({ settings: await resetSettings(), problem: null });
        void keepWithinLimits();
        return syncPauses();
      case 'clear':
        await recorder.settled();
        if (command.tabId !== null && privateTabs.windowOf(command.tabId) !== null) privateWindows.forget(command.tabId);
        else await upkeep.clear({ tabId: command.tabId });
        return showBadges(new Set(await openTabs()));
      case 'deleteSessions':
        await recorder.settled();
        await removeSessions(db, command.keys.map(asSessionKey));
        return showBadges(new Set(await openTabs()));
      case 'import':
        return imports.obey(command.order);
      case 'resetStore':
        return resetStore();
      case 'restart':
        return restart();
      case 'openPage':
        return openPage(command.path);
      default:
        return assertNever(command);
    }
  }

  /** What could not be stored, and could not be told by the database either, is a gap in it as soon as it can be. */
  async function openStore(): Promise<void> {
    await store.open();
    if (!storeNote.isTroubled()) await storeNote.keepLeft((gap) => upkeep.keepGap({ ...gap, to: now() }));
  }

  async function resetStore(): Promise<void> {
    await recorder.settled();
    await store.reset();
    await openStore();
    await syncPauses();
  }

  let isRemoving = false;
  /** A little at a time: what is recorded meanwhile is written in between. */
  async function keepWithinLimits(): Promise<void> {
    if (isRemoving) return;
    isRemoving = true;
    try {
      let removed = await retention.step((await current()).retention, now());
      while (!removed.done) removed = await retention.step((await current()).retention, now());
    } finally {
      isRemoving = false;
    }
  }

  async function applyChange(parts: SettingsChange): Promise<void> {
    settings = Promise.resolve({ settings: await changeSettings(parts), problem: null });
    if (parts.retention) void keepWithinLimits();
    await syncPauses();
  }

  /** What is paused now has a gap, and whoever looks sees it. */
  async function syncPauses(): Promise<void> {
    await choose();
    await upkeep.syncPauses(pausedScopes(choice), now());
    await showBadges(new Set(await openTabs()));
  }

  /** With each write would be hundreds of times a second. */
  function badgesSoon(touched: ReadonlySet<number>): void {
    if (!touched.size) return;
    if (!badged.size) {
      delay(() => {
        const tabIds = badged;
        badged = new Set();
        void showBadges(tabIds);
      }, BADGE_MS);
    }
    for (const tabId of touched) badged.add(tabId);
  }

  async function showBadges(touched: ReadonlySet<number>): Promise<void> {
    await choose();
    for (const tabId of touched) {
      const by = pausedBy(choice, tabId, hostOf(pages.shownIn(tabId)));
      const tally = privateTabs.windowOf(tabId) !== null ? { openSessions: privateWindows.openSessions(tabId), errors: 0, findings: 0, crashed: 0 } : await tabTally(db, tabId, now() - JUST_MS);
      if (tally.crashed) crashedTabs.add(tabId);
      else crashedTabs.delete(tabId);
      await badges.show(tabId, badgeView(tally, by));
    }
  }
}
