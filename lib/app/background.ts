import { listenToAlarm } from '../browser/alarms.ts';
import { openTabs } from '../browser/badge.ts';
import { onBrowserStart, startBoot, type Boot } from '../browser/boot.ts';
import { listenToCommands } from '../browser/commands.ts';
import { listenToDevtools } from '../browser/devtools-feed.ts';
import { writeFirstHand, type FirstHand, type FirstHandEnd } from '../browser/first-hand.ts';
import { createPageBook } from '../browser/page-book.ts';
import { watchPermission } from '../browser/permission.ts';
import { createPressure } from '../browser/pressure.ts';
import { seesPrivateWindows } from '../browser/private-tabs.ts';
import { createRequestLog } from '../browser/request-log.ts';
import { offerSidePanel } from '../browser/side-panel.ts';
import { listenToTabs } from '../browser/tabs.ts';
import { listenToRequests } from '../browser/web-request-feed.ts';
import { hash } from '../base/hash.ts';
import { siteOf } from '../domain/recording.ts';
import type { CapturedRequest, Header } from '../domain/request.ts';
import type { EnvironmentChange } from '../domain/session-machine.ts';
import { momentOf } from '../domain/tab-moment.ts';
import { createCandidateCheck } from '../pipeline/candidates.ts';
import { joinDevtools } from '../pipeline/devtools-join.ts';
import { createRecorder } from '../pipeline/recorder.ts';
import { catalog } from '../protocols/catalog.ts';
import { openArrivals } from '../store/arrivals.ts';
import { openDatabase } from '../store/db.ts';
import { createInbox } from '../store/inbox.ts';
import { createOwnQueries } from '../store/own-queries.ts';
import { createRepository } from '../store/repository.ts';
import { createTabMoments } from '../store/tab-moments.ts';
import { createUpkeep } from '../store/upkeep.ts';
import { t } from '../view/messages/translate.ts';
import { createBackgroundBadges } from './background-badges.ts';
import { keepChoice } from './background-choice.ts';
import { createObey } from './background-commands.ts';
import { createBackgroundImports } from './background-imports.ts';
import { startPrivateWindows } from './background-private.ts';
import { createBackgroundStore } from './background-store.ts';
import { createTakeover } from './background-takeover.ts';
import { speakUsersLanguage } from './messages.ts';
import { startPageControls } from './page-controls.ts';
import { startPageTap } from './page-tap.ts';
import { createRequestIds } from './request-ids.ts';

/**
 * The end of a request whose worker died may have died with it: it is of unknown end after so long, until something tells better.
 */
const FORGOTTEN_MS = 15_000;
/** Later than any moment, and with as many digits before and after. */
const FAR = 9e15;

/**
 * The recorder. All listeners are registered before this returns: what starts the worker is one of the events that they listen to. What
 * they need of the past (which run of the browser this is, settings, tabs) comes later, and they wait for it.
 */
export function startBackground(): void {
  speakUsersLanguage();
  const now = (): number => Date.now();
  const delay = (run: () => void, ms: number): void => void setTimeout(run, ms);
  // Names of lives sort the latest first: what it left is what more may come of now.
  const life = `${FAR - now()}-${crypto.randomUUID()}`;
  const arrivals = openArrivals<FirstHand, readonly Header[], FirstHandEnd>(life);
  const db = openDatabase();
  const upkeep = createUpkeep(db);
  const imports = createBackgroundImports(now);
  const store = createBackgroundStore({ db, upkeep, limits: async () => (await choice.current()).retention, now, delay });
  const wokenAt = now();
  const boot = startBoot(wokenAt, () => crypto.randomUUID().slice(0, 8));
  const ids = createRequestIds(boot);
  const queries = createOwnQueries(db);
  const pages = createPageBook();
  const pressure = createPressure(now, delay, arrivals.isBehind);
  const choice = keepChoice({
    changed: (settings) => pageTap.apply(settings),
    rulesChanged: () => void recorder.rulesChanged(),
    limitsChanged: () => void store.keepWithinLimits(),
    async paused(scopes) {
      await upkeep.syncPauses(scopes, now());
      await badges.showAll();
    },
  });
  const ofRecording = { dissectors: catalog, settings: choice.current, now, delay, shownTabs: () => tabs.shown() };
  const badges = createBackgroundBadges({
    db, now, delay, look: choice.look, pausedBy: choice.pausedBy, shownIn: pages.shownIn, openPrivateSessions: (tabId) => privateWindows.openSessions(tabId),
  });
  const recorder = createRecorder({
    ...ofRecording, repository: createRepository(db), inbox: createInbox(db), mayRead: pressure.isOff, keepGap: store.keepGap, makeRoom: store.makeRoom,
    written: badges.showSoon,
    lost: (requests) => takeover.noteLost(requests),
    // What another witness has added is not in it.
    isWritten(item) {
      if (item.type === 'outcome') return arrivals.hasEnd(ids.numberOf(item.id) ?? -1);
      const { id, witnesses } = item.request;
      return item.complete && witnesses.length === 1 && witnesses[0] === 'webRequest' && arrivals.has(ids.numberOf(id) ?? -1);
    },
  });
  /** `tell` goes to the recorder, or to that of private windows. */
  const privateWindows = startPrivateWindows({
    ...ofRecording, isOn: choice.recordsPrivate, others: recorder.tell, forgetPages: pages.forgetPrivate,
    changed: (tabIds) => void badges.show(tabIds),
  });
  const { tell } = privateWindows;
  const moments = createTabMoments(db);
  const tabs = listenToTabs((item) => {
    tell(item);
    if (item.type !== 'environment') return;
    noteMoment(item.change).catch(() => undefined);
    if (item.change.type === 'navigated') badges.left(item.change.tabId);
  }, pages, now);

  const takeover = createTakeover({
    life, boot, ids, arrivals, recorder, recalled: (...request) => log.recalled(...request), noteLost: upkeep.noteLost, mayRead: pressure.isOff,
    isRecording: async () => (await choice.current()).recording, now, delay,
  });
  const isCandidate = createCandidateCheck(catalog, choice.ownEndpointOf);
  const pageTap = startPageTap({ tell, now, delay, isCandidate, newId: () => ids.of(crypto.randomUUID()), isPaused: choice.isPaused });
  void choice.current().then(pageTap.apply, () => undefined);
  const log = createRequestLog({
    tell: pageTap.tell, isCandidate, idOf: ids.of, mayBeLost: takeover.mayBeLost, saw: takeover.saw, pages, delay, maxBodyBytes: choice.maxSentBytes,
    pausedBy: (source) => choice.pausedBy(source.tabId, siteOf(source)),
  });
  const ready = Promise.all([ids.ready, takeover.ready, tabs.ready, privateWindows.ready, choice.look()]);
  const recalled = takeover.recall(ready);
  const first = writeFirstHand({
    isCandidate, isUnwanted: log.isUnwanted, seesPrivate: seesPrivateWindows(), ready, bootId: ids.bootId, add: arrivals.add, addHeaders: arrivals.addMore, addEnd: arrivals.addEnd,
  });
  listenToRequests(log, Promise.all([ready, recalled]), first, pressure.told);
  const settleForgotten = (): Promise<void> => upkeep.settlePending(now() - FORGOTTEN_MS, log.isOpen);
  listenToAlarm(() => {
    void recorder.tick().then(settleForgotten).then(store.keepWithinLimits);
    void privateWindows.tick();
    void badges.showCrashed();
    store.openAgain();
  });
  delay(() => void recorder.tick().then(settleForgotten), FORGOTTEN_MS);
  delay(() => void boot.then(({ isNew }) => imports.removeHalf(isNew ? wokenAt : null)), FORGOTTEN_MS);
  listenToCommands(createObey({ db, upkeep, store, recorder, choice, badges, privateWindows, imports }));
  offerSidePanel(t('sidePanel_open'));
  startPageControls(db);
  const devtoolsJoin = {
    tell: recorder.tell, stored: queries.requestsBetween, gaps: queries.allGaps, beganAt: async () => (await boot).at,
    idOf: (tabId: number, { method, url, startedAt }: CapturedRequest) => ids.of(`d-${hash(`${tabId} ${method} ${url} ${startedAt}`)}`),
  };
  listenToDevtools(async (tabId, seen, isPrivate) => {
    await ids.ready;
    await joinDevtools(isPrivate ? { ...devtoolsJoin, ...privateWindows.devtools(tabId) } : devtoolsJoin, tabId, seen);
  });
  watchPermission((may) => (may ? upkeep.closeGaps('noPermission', now()) : upkeep.openGap('noPermission', now())));
  onBrowserStart(() => {
    boot.then(({ at }) => recorder.tell({ type: 'environment', change: { type: 'tabClosed', tabId: null, at: at - 1 } }), () => undefined);
  });

  void boot.then(beginAnew);
  // Settings may have been changed while we were not there, and tabs paused in another run of the browser are gone.
  void boot.then(choice.sync);
  void store.open();
  // A worker that died while nothing could be stored has left its gap open.
  void upkeep.closeGaps('storageFull', now());
  void recorder.tick();

  /** In a new run of the browser: what the last one left open is over. */
  async function beginAnew({ id, at, isNew }: Boot): Promise<void> {
    if (isNew) await Promise.all([upkeep.noteClosed(at, (request) => request.startsWith(`${id}-`)), closeLostTabs(at)]);
  }

  /** Tabs close while we are not there, and the browser's start is not told to an unpacked extension, which is loaded after it. */
  async function closeLostTabs(at: number): Promise<void> {
    const before = await queries.tabsOfOpenSessions();
    const there = new Set(await openTabs());
    for (const tabId of before) if (!there.has(tabId)) recorder.tell({ type: 'environment', change: { type: 'tabClosed', tabId, at: at - 1 } });
    await upkeep.settlePending(at);
  }

  /** Of private windows nothing is kept, nor while recording is paused. */
  async function noteMoment(change: EnvironmentChange): Promise<void> {
    const moment = momentOf(change, tabs.shown());
    await tabs.ready;
    if (moment && (await choice.current()).recording && !pages.isPrivateTab(moment.tabId)) await moments.add(moment);
  }
}
