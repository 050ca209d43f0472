import type { EpochMs } from '../base/time.ts';
import type { FeedItem, Tell } from '../domain/feed.ts';
import type { Gap, Inbox, Repository } from '../domain/ports.ts';
import { ownEndpoints } from '../domain/own-endpoints.ts';
import type { CapturedRequest, Outcome, RequestId } from '../domain/request.ts';
import type { Settings } from '../domain/settings.ts';
import type { Dissector } from '../protocols/dissector.ts';
import { createRegistry } from '../protocols/registry.ts';
import { keepItems, lostOf, outcomeKey, rowOf, sweepInbox, takeItems, type CaptureDeps, type Keepable, type LostRequest } from './capture.ts';
import { addCounters } from './counters.ts';
import { createGroupCommit, type Delay } from './group-commit.ts';
import { createLostRequests } from './lost-requests.ts';
import { createRules, type RulesOverrides } from './rules.ts';
import { redescribe, tick } from './tick.ts';

/** What of the user's choices a recorder goes by. */
export type RecorderSettings = { readonly recording: boolean; readonly rules: RulesOverrides } & Partial<Pick<Settings, 'endpoints' | 'bodyCaps'>>;

export type RecorderOptions = {
  readonly repository: Repository;
  readonly inbox: Inbox;
  readonly dissectors: readonly Dissector[];
  /** As they are now; asked before each write. */
  readonly settings: () => Promise<RecorderSettings>;
  readonly shownTabs: () => ReadonlySet<number> | undefined;
  readonly now: () => EpochMs;
  readonly delay: Delay;
  /** Frees something of the storage, after a write that failed for want of room; whether it did. The write is tried once more then. */
  readonly makeRoom?: () => Promise<boolean>;
  /** Stores a gap of requests that could not be stored, in the place of the one with the same beginning. */
  readonly keepGap?: (gap: Gap) => Promise<void>;
  /** After a write: tabs whose sessions changed, or that show another page. */
  readonly written: (tabs: ReadonlySet<number>) => void;
  /** Requests that the worker before took with it as it died. */
  readonly lost?: (requests: readonly LostRequest[]) => Promise<void>;
  /** Resolves when there is time to read. Writing into the inbox never waits for it. */
  readonly mayRead?: () => Promise<void>;
  /** Whether a request or an end, as it is told, lies where a death does not reach it, until {@link Recorder.kept} resolves. */
  readonly isWritten?: (item: Keepable) => boolean;
  /** Items that wait in memory to be read; what comes beyond that waits in the inbox alone. */
  readonly maxWaiting?: number;
};

export type Recorder = {
  readonly tell: Tell;
  /** Does what time alone brings: sessions that run out, requests whose headers never came. */
  tick(): Promise<void>;
  /** Describes open sessions by the rules as they are now. */
  rulesChanged(): Promise<void>;
  settled(): Promise<void>;
  /** Resolves when all that was told is where a death does not reach it. */
  kept(): Promise<void>;
  /** Requests of which nobody knows what became as the worker before died: those of which nothing is stored are lost. */
  mayBeLost(requests: readonly LostRequest[]): Promise<void>;
  /** Tells requests that a worker before this one wrote down as they began, or the headers alone of those that are kept, and ends. Resolves when they are told. */
  recall(requests: readonly CapturedRequest[], ends?: ReadonlyMap<RequestId, Outcome>): Promise<void>;
};

/** What was told, and whether it lies in the inbox too. */
type Kept = { readonly item: FeedItem; readonly key: string | null };

const MAX_WAITING = 4_000;
/** Where more waits to be read, all goes through the inbox: reading may take long, and what is written down elsewhere is to lie there for a moment only. */
const MANY_WAITING = 500;
/** Read at once while this worker catches up: all that comes meanwhile waits behind them, so a few rows at a time would never get to the end of a stream. */
const CATCH_UP_ROWS = 400;

/**
 * Takes what feeds tell, in order, in two steps, each by group commit: the inbox first, within milliseconds, then the store, which takes as
 * long as it takes. So a death costs no more than the first few milliseconds, and a rush does not pile up in memory. What is written down
 * already leaves out the inbox, as each write holds up all others.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { repository, inbox, dissectors, settings, now, written, delay, isWritten, maxWaiting = MAX_WAITING, makeRoom = async () => false, keepGap = async () => undefined } = options;
  const losses = createLostRequests(keepGap, now);
  /** Counts that could not be written; they are with the next that can. */
  let unwritten: Record<string, number> = {};
  /** Older rows are of a worker before this one. */
  const startedAt = now();
  let made: { by: RecorderSettings; deps: CaptureDeps } | null = null;
  /** Reading what lies in the inbox alone; what comes meanwhile waits there too, as order is kept. */
  let catchingUp: Promise<void> | null = null;
  let left = 0;
  /** Takes out of the inbox what was stored last. */
  let removing: Promise<void> = Promise.resolve();
  const lostIds = new Set<RequestId>();

  /** Made anew only when the settings are others: what was read once is not read again by the same registry. */
  function depsFor(by: RecorderSettings): CaptureDeps {
    const before = made?.by;
    if (!made || before?.rules !== by.rules || before.endpoints !== by.endpoints || before.bodyCaps !== by.bodyCaps) {
      const registry = createRegistry(dissectors, ownEndpoints(by.endpoints ?? []));
      made = { by, deps: { repository, inbox, registry, rulesOf: createRules(dissectors, by.rules), caps: by.bodyCaps } };
    }
    return made.deps;
  }

  const store = createGroupCommit<Kept>({
    delay, now,
    // How a request ended is told with the next that begins: else each would cost two writes.
    mayWait: ({ item }) => item.type === 'outcome' && isWritten?.(item) === true,
    async write(batch) {
      await options.mayRead?.();
      const items = batch.map(({ item }) => item);
      const deps = depsFor(await settings());
      const take = () => takeItems(deps, items, now(), batch.flatMap(({ key }) => key ?? []), options.shownTabs());
      const { tabs, lost, removed } = await take().catch(async (error: unknown) => {
        if (isFull(error) && (await makeRoom())) return take();
        throw error;
      });
      // What is shown does not wait for it.
      removing = removed;
      // One whose headers are still to come has not been written.
      if (items.some((item) => item.type === 'request' && item.complete)) losses.stored();
      await tellLost(lost);
      written(new Set([...tabs, ...navigated(items)]));
      if (Object.keys(unwritten).length === 0) return;
      store.add({ item: { type: 'count', counters: unwritten }, key: null });
      unwritten = {};
    },
    // What could not be written is counted, unless it lies in the inbox, from where it is read when there is room again.
    failed({ item, key }) {
      if (item.type === 'count') addCounters(unwritten, item.counters);
      if (item.type !== 'request' || key !== null) return;
      if (isWritten?.(item)) void inbox.put([rowOf(item, now())]).catch(() => lose(item.request));
      else lose(item.request);
    },
  });
  function lose(request: CapturedRequest): void {
    if (losses.lost(request)) store.add({ item: { type: 'count', counters: { candidates: 1, 'dropped.failed': 1 } }, key: null });
  }

  const keep = createGroupCommit<FeedItem>({
    delay,
    collectMs: 0,
    async write(batch) {
      const chosen = await settings();
      const wanted = chosen.recording ? batch : batch.filter((item) => item.type !== 'request' && item.type !== 'headers');
      const isSafe = catchingUp || store.waiting() > MANY_WAITING ? undefined : isWritten;
      const keys = await keepItems(depsFor(chosen), wanted, now(), catchingUp !== null || store.isBusy(), isSafe);
      for (const item of wanted) hand(item, keys);
    },
    // Perhaps there is room in the store, where there is none in the inbox.
    failed: (item) => hand(item, new Set()),
  });

  async function tellLost(lost: readonly LostRequest[]): Promise<void> {
    const news = lost.filter(({ id }) => !lostIds.has(id));
    for (const { id } of news) lostIds.add(id);
    if (news.length) await options.lost?.(news);
  }

  function hand(item: FeedItem, keys: ReadonlySet<string>): void {
    const key = item.type === 'request' ? item.request.id : item.type === 'outcome' ? outcomeKey(item) : null;
    const kept = key !== null && keys.has(key);
    if (kept && (catchingUp || store.waiting() >= maxWaiting)) {
      left++;
      catchingUp ??= catchUp().finally(() => (catchingUp = null));
    } else store.add({ item, key: kept ? key : null });
  }

  async function catchUp(): Promise<void> {
    await store.settled();
    for (;;) {
      const before = left;
      const more = await sweep(now() + 1, CATCH_UP_ROWS);
      if (!more && before === left) return;
    }
  }

  async function sweep(before: EpochMs, most?: number): Promise<boolean> {
    try {
      await options.mayRead?.();
      const { tabs, more } = await sweepInbox(depsFor(await settings()), now(), before, most);
      if (tabs.size) written(tabs);
      return more;
    } catch {
      // There may be room again later; until then it lies in the inbox.
      return false;
    }
  }

  return {
    tell: keep.add,
    async tick() {
      while (await sweep(Math.max(startedAt, now() - LEFT_MS))) {}
      written((await tick(depsFor(await settings()), now())).tabs);
    },
    async rulesChanged() {
      written((await redescribe(depsFor(await settings()), now())).tabs);
    },
    async settled() {
      await keep.settled();
      await store.settled();
      await catchingUp;
      await removing;
    },
    async kept() {
      await keep.done();
      // What is in the inbox too is waited for as well, as only the order of the items is known.
      if (isWritten) await store.done();
    },
    async mayBeLost(requests) {
      if (requests.length) await tellLost(await lostOf(depsFor(await settings()), new Map(requests.map(({ id, at }) => [id, at]))));
    },
    async recall(requests, ends = new Map()) {
      const missing = new Set((await lostOf(depsFor(await settings()), new Map(requests.map(({ id, startedAt: at }) => [id, at])))).map(({ id }) => id));
      for (const request of requests) {
        const { id, headers } = request;
        if (missing.has(id)) keep.add({ type: 'request', request, complete: headers.length > 0 });
        // The worker before may have kept it and not its headers.
        else if (headers.length) keep.add({ type: 'headers', id, headers });
        // If its headers went with the worker before, it is read without them. If they came, or its end, nothing waits for these.
        if (missing.has(id) && !headers.length) delay(() => keep.add({ type: 'headers', id, headers: [] }), RECALLED_MS);
      }
      for (const [id, outcome] of ends) keep.add({ type: 'outcome', id, outcome });
    },
  };
}

/** What was sent before a worker died has got its headers by then. */
const RECALLED_MS = 2_000;
/** What lies in the inbox for longer is not on its way any more. */
const LEFT_MS = 30_000;

const navigated = (batch: readonly FeedItem[]): number[] => batch.flatMap((item) => (item.type === 'environment' && item.change.type === 'navigated' ? [item.change.tabId] : []));

/** Whether the browser gives us no more room. Other failures are no reason to delete anything. */
const isFull = (error: unknown): boolean => error instanceof Error && (error.name === 'QuotaExceededError' || ('inner' in error && isFull(error.inner)));
