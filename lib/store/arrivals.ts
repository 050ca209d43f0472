/** What requests were as they began, written down before anything is thought about them. */
export type Arrivals<Item, More> = {
  /** Starts to write at once, in the same turn if the database is open. The number tells how far `forget` goes. */
  add(number: number, item: Item): void;
  /** The same for what came later of an item. */
  addMore(number: number, more: More): void;
  /** Whether anything is in memory alone. */
  isBehind(): boolean;
  /** What lives before this one left behind, in the order in which it came. Empty where it cannot be read. */
  left(): Promise<readonly Left<Item, More>[]>;
  /** What this life has written up to that number lies elsewhere by now. */
  forget(upTo: number): void;
  /** What lives before this one left behind lies elsewhere by now. */
  forgetLeft(): void;
};

export type Left<Item, More> = { readonly item: Item; readonly more?: More };

const STORE = 'arrivals';
/** Stands at the end of the key of what came later, and so behind its item. */
const MORE = 'more';
/**
 * While a write is under way, what comes is written together with what comes within this, in milliseconds: every transaction waits for those
 * before it, also for those of the inbox and the store, and one for each stage of each request holds up them all.
 */
const TOGETHER_MS = 8;
/** So many writes under way mean that the database does not keep up. */
const MANY = 3;
/** So much waits while the database opens; what comes beyond it comes by the ordinary way alone. */
const MAX_WAITING = 1_000;
/** More is not read back: a worker that comes up must get on. */
const MAX_LEFT = 4_000;

/**
 * A database of its own, with one table and nothing else: opened as the worker comes up, written to without waiting for anything. A worker
 * that is stopped loses what it has only in memory, and what it has not yet committed, so each write is committed as it is asked for. Rows stay for a moment, until the inbox has them. Where
 * there is no such database, nothing fails: requests take the ordinary way.
 *
 * @param life names this run of the worker; keys are [life, number], so that numbers of another run of the browser are no others, and [life, number, 'more']
 */
export function openArrivals<Item, More = never>(life: string, name = 'footsteps-arrivals'): Arrivals<Item, More> {
  let db: IDBDatabase | null = null;
  let waiting: (() => void)[] = [];
  let added: (readonly [key: readonly (string | number)[], value: Item | More])[] = [];
  let writing = 0;
  let wroteAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const opened = open(name).then((found) => {
    db = found;
    putAll();
    for (const run of waiting) run();
    waiting = [];
    return found;
  });

  const write = (run: (store: IDBObjectStore) => void): void => {
    try {
      if (!db) return;
      const tx = db.transaction(STORE, 'readwrite', { durability: 'relaxed' });
      run(tx.objectStore(STORE));
      writing++;
      const over = (): void => {
        writing--;
        if (writing === 0) putAll();
      };
      tx.addEventListener('complete', over);
      tx.addEventListener('abort', over);
      // Else the worker would have to hear that it is written, and say that it has nothing more: what is not committed is gone with it.
      tx.commit();
    } catch {
      // The database was closed under us (its data was deleted): the ordinary way is left.
    }
  };
  const putAll = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (!added.length) return;
    const rows = added;
    added = [];
    wroteAt = performance.now();
    write((store) => {
      for (const [key, value] of rows) store.put(value, [...key]);
    });
  };
  const soon = (run: () => void): void => {
    if (db) run();
    else if (waiting.length < MAX_WAITING) waiting.push(run);
  };
  const mine = (from: number, to: number): IDBKeyRange => IDBKeyRange.bound([life, from], [life, to, []]);
  const put = (key: readonly (string | number)[], value: Item | More): void => {
    if (added.length < MAX_WAITING) added.push([key, value]);
    if (!db) return;
    // Events that wait hold up timers, so that each looks at the time.
    const since = performance.now() - wroteAt;
    if (writing === 0 || since >= TOGETHER_MS) putAll();
    else timer ??= setTimeout(putAll, TOGETHER_MS - since);
  };

  return {
    add: (number, item) => put([life, number], item),
    addMore: (number, more) => put([life, number, MORE], more),
    isBehind: () => added.length > 0 && (!db || writing >= MANY),
    async left() {
      try {
        const found = await opened;
        if (!found) return [];
        const store = found.transaction(STORE).objectStore(STORE);
        const [keys, items] = await Promise.all([done(store.getAllKeys(null, MAX_LEFT)), done<(Item | More)[]>(store.getAll(null, MAX_LEFT))]);
        return join<Item, More>(keys, items, life);
      } catch {
        return [];
      }
    },
    forget: (upTo) => soon(() => write((store) => store.delete(mine(-Infinity, upTo)))),
    forgetLeft: () =>
      soon(() =>
        write((store) => {
          store.delete(IDBKeyRange.upperBound([life, -Infinity], true));
          store.delete(IDBKeyRange.lowerBound([life, Infinity], true));
        }),
      ),
  };
}

/** What came later of an item stands next behind it. */
function join<Item, More>(keys: readonly IDBValidKey[], values: readonly (Item | More)[], own: string): Left<Item, More>[] {
  return values.flatMap((value, i) => {
    const [life, number, part] = partsOf(keys[i]);
    if (life === own || part !== undefined) return [];
    const [nextLife, nextNumber, nextPart] = partsOf(keys[i + 1]);
    const hasMore = nextLife === life && nextNumber === number && nextPart === MORE;
    return [{ item: value as Item, ...(hasMore ? { more: values[i + 1] as More } : {}) }];
  });
}

const partsOf = (key: IDBValidKey | undefined): readonly unknown[] => (Array.isArray(key) ? key : []);

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
  });

function open(name: string): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(name, 1);
      request.addEventListener('upgradeneeded', () => void request.result.createObjectStore(STORE));
      request.addEventListener('success', () => {
        request.result.addEventListener('versionchange', () => request.result.close());
        resolve(request.result);
      });
      request.addEventListener('error', () => resolve(null));
    } catch {
      resolve(null);
    }
  });
}
