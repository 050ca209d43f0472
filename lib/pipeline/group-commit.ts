/** Starts `run` after `ms`; given in, as tests have their own time. */
export type Delay = (run: () => void, ms: number) => void;

export type GroupCommitOptions<T> = {
  readonly write: (batch: readonly T[]) => Promise<void>;
  /** An item that could not be written even alone, or that came while too many waited. */
  readonly failed: (item: T, error: unknown) => void;
  readonly delay: Delay;
  /** How long items are collected after others were written, in milliseconds. 0: not at all. */
  readonly collectMs?: number;
  /** Where it takes longer to write, items are collected for as long, up to this: then whatever is written has half of the time, and no more. */
  readonly maxCollectMs?: number;
  /** An item that need not be written at once: it is written with the next that must, or after `waitMs` milliseconds. */
  readonly mayWait?: (item: T) => boolean;
  readonly waitMs?: number;
  readonly now?: () => number;
  readonly maxBatch?: number;
  /** More than this waiting means that the store has stopped: memory must not grow with it. */
  readonly maxWaiting?: number;
};

export type GroupCommit<T> = {
  add(item: T): void;
  /** Resolves when everything added so far is written or given up, whatever comes meanwhile. */
  done(): Promise<void>;
  /** Resolves when nothing is being written, nor waits for it. */
  settled(): Promise<void>;
  /** Items that were added and are not yet being written. */
  waiting(): number;
  /** Whether anything is being written, or waits for it. */
  isBusy(): boolean;
};

/**
 * Group commit: writes at once while nothing is being written, else collects for a moment. Order is kept. A batch that fails is written in
 * halves, and those in halves, so that one bad item costs only itself. What a batch costs is mostly the same for one item as for hundreds, so
 * that batches grow as the store gets slower, and it keeps up.
 */
export function createGroupCommit<T>({
  write, failed, delay, collectMs = 12, maxCollectMs = 60, mayWait = () => false, waitMs = 100, now = () => 0, maxBatch = 1_000, maxWaiting = 5_000,
}: GroupCommitOptions<T>): GroupCommit<T> {
  let queue: T[] = [];
  let busy = false;
  /** A time is set at which what may wait has waited long enough. */
  let hasTimer = false;
  let waiting: (() => void)[] = [];
  let added = 0;
  let over = 0;
  /** In the order of their numbers: how many items must be over. */
  let awaited: { readonly items: number; readonly resolve: () => void }[] = [];

  async function flush(): Promise<void> {
    const batch = queue.slice(0, maxBatch);
    queue = queue.slice(maxBatch);
    await writeOrHalve(batch);
    over += batch.length;
    while (awaited[0] && awaited[0].items <= over) awaited.shift()?.resolve();
  }

  async function writeOrHalve(batch: readonly T[]): Promise<void> {
    try {
      await write(batch);
    } catch (error) {
      if (batch.length === 1) return failed(batch[0] as T, error);
      const half = batch.length >> 1;
      await writeOrHalve(batch.slice(0, half));
      await writeOrHalve(batch.slice(half));
    }
  }

  async function drain(): Promise<void> {
    const atOnce = collectMs === 0 ? 1 : maxBatch;
    let began: number;
    do {
      began = now();
      await flush();
    } while (queue.length >= atOnce);
    // Whoever waits for the end of it all does not wait for more to come.
    if (queue.length && (waiting.length || !queue.every(mayWait))) return delay(() => void drain(), Math.max(collectMs, Math.min(maxCollectMs, now() - began)));
    busy = false;
    if (queue.length) return later();
    const done = waiting;
    waiting = [];
    for (const resolve of done) resolve();
  }

  function begin(): void {
    if (busy) return;
    busy = true;
    // In a microtask: what one turn of the event loop brings is written together.
    queueMicrotask(() => void drain());
  }

  function later(): void {
    if (hasTimer) return;
    hasTimer = true;
    delay(() => {
      hasTimer = false;
      if (queue.length) begin();
    }, waitMs);
  }

  return {
    add(item) {
      if (queue.length >= maxWaiting) return failed(item, new Error('too many items wait to be written'));
      queue.push(item);
      added++;
      if (busy) return;
      if (mayWait(item)) later();
      else begin();
    },
    waiting: () => queue.length,
    isBusy: () => busy,
    done: () => (over === added ? Promise.resolve() : new Promise((resolve) => awaited.push({ items: added, resolve }))),
    settled() {
      if (!busy && !queue.length) return Promise.resolve();
      begin();
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}
