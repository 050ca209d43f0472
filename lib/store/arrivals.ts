/** What requests were as they began, and how they ended, written down before anything is thought about them. */
export type Arrivals<Item, More, End> = {
  /** Starts to write at once, in the same turn if the database is open. The number tells how far `forget` goes. */
  add(number: number, item: Item): void;
  /** The same for what came later of an item. */
  addMore(number: number, more: More): void;
  /** How an item ended. */
  addEnd(number: number, end: End): void;
  /** Whether an item of this life and what came later of it are there, written or being written, and not forgotten. */
  has(number: number): boolean;
  hasEnd(number: number): boolean;
  /** How many ends have been added: what `forget` is told. */
  ends(): number;
  /** Whether anything is in memory alone. */
  isBehind(): boolean;
  /**
   * The next rows, two at least, of what lives before this one left behind (an item, what came later of it, and its end are one each): of the lives
   * the one that sorts first, of a life its items in order. Null when all is given, or where it cannot be read.
   */
  left(rows: number): Promise<LeftBehind<Item, More, End> | null>;
  /** What this life has written up to that number, and its first so many ends, lie elsewhere by now. Nothing is forgotten before the database is open, but with what is told after that. */
  forget(upTo: number, ends: number): void;
};

export type Left<Item, More> = { readonly item: Item; readonly more?: More };

export type LeftBehind<Item, More, End> = {
  readonly items: readonly Left<Item, More>[];
  readonly ends: readonly End[];
  /** These rows, and no others, lie elsewhere by now. */
  forget(): void;
};

const STORE = 'arrivals';
/** Stands at the end of the key of what came later, and so behind its item. */
const MORE = 'more';
/** Stands in the place of the number, and so behind all numbers. */
const END = 'end';
/**
 * While a write is under way, what comes is written together with what comes within this, in milliseconds: every transaction waits for those
 * before it, also for those of the inbox and the store, and one for each stage of each request holds up them all.
 */
const TOGETHER_MS = 8;
/** So many writes under way mean that the database does not keep up. */
const MANY = 3;
/** So much waits while the database opens; what comes beyond it comes by the ordinary way alone. */
const MAX_WAITING = 1_000;
/** Of more it is not known whether they are there. */
const MAX_KNOWN = 4_000;

/**
 * A database of its own, with one table and nothing else: opened as the worker comes up, written to without waiting for anything. A worker
 * that is stopped loses what it has only in memory, and what it has not yet committed, so each write is committed as it is asked for. Rows
 * stay for a moment, until the inbox has them. No write can begin while rows are read, so that those of lives before are read few at a time.
 * Where there is no such database, nothing fails: requests take the ordinary way.
 *
 * @param life names this run of the worker; keys are [life, number], so that numbers of another run of the browser are no others, [life, number, 'more'],
 * and [life, 'end', count]: items are forgotten by their numbers, ends as they came
 */
export function openArrivals<Item, More = never, End = never>(life: string, name = 'footsteps-arrivals'): Arrivals<Item, More, End> {
  let db: IDBDatabase | null = null;
  let added: (readonly [key: readonly (string | number)[], value: Item | More | End])[] = [];
  /** What is there, by number: whether with what came later of it. */
  const there = new Map<number, boolean>();
  /** Numbers of the ends that are there, with their counts. */
  const ended = new Map<number, number>();
  let ends = 0;
  let writing = 0;
  let wroteAt = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Where rows of other lives may be that were not given yet: behind those of this one, then before them. */
  const unread: [behind: IDBValidKey, before: IDBValidKey][] = [
    [[life, []], [[]]],
    [[], [life]],
  ];
  const opened = open(name).then((found) => {
    db = found;
    putAll();
    return found;
  });

  /** Nobody asks what could not be written: all takes the ordinary way. */
  const lose = (): void => {
    there.clear();
    ended.clear();
  };
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
      tx.addEventListener('abort', () => {
        lose();
        over();
      });
      // Else the worker would have to hear that it is written, and say that it has nothing more: what is not committed is gone with it.
      tx.commit();
    } catch {
      // The database was closed under us (its data was deleted): the ordinary way is left.
      lose();
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
  const put = (key: readonly (string | number)[], value: Item | More | End): boolean => {
    if (added.length >= MAX_WAITING) return false;
    added.push([key, value]);
    if (!db) return true;
    // Events that wait hold up timers, so that each looks at the time.
    const since = performance.now() - wroteAt;
    if (writing === 0 || since >= TOGETHER_MS) putAll();
    else timer ??= setTimeout(putAll, TOGETHER_MS - since);
    return true;
  };

  return {
    add(number, item) {
      if (put([life, number], item) && there.size < MAX_KNOWN) there.set(number, false);
    },
    addMore(number, more) {
      if (put([life, number, MORE], more) && there.has(number)) there.set(number, true);
    },
    addEnd(number, end) {
      if (put([life, END, ++ends], end) && ended.size < MAX_KNOWN) ended.set(number, ends);
    },
    has: (number) => db !== null && there.get(number) === true,
    hasEnd: (number) => db !== null && ended.has(number),
    ends: () => ends,
    isBehind: () => added.length > 0 && (!db || writing >= MANY),
    async left(most) {
      try {
        for (; unread[0]; unread.shift()) {
          const range = IDBKeyRange.bound(...unread[0], true, true);
          const store = (await opened)?.transaction(STORE).objectStore(STORE);
          if (!store) break;
          const [keys, rows] = await Promise.all([done(store.getAllKeys(range, most)), done<(Item | More | End)[]>(store.getAll(range, most))]);
          // What came later of the last may be the first that was not read.
          if (keys.length === most && partsOf(keys.at(-1)).length === 2) keys.pop();
          const [first, last] = [keys[0], keys.at(-1)];
          if (first === undefined || last === undefined) continue;
          unread[0][0] = last;
          return { ...sort<Item, More, End>(keys, rows), forget: () => write((its) => its.delete(IDBKeyRange.bound(first, last))) };
        }
      } catch {
        // The database was closed under us.
      }
      return null;
    },
    forget(upTo, count) {
      for (const number of there.keys()) if (number <= upTo) there.delete(number);
      for (const [number, at] of ended) if (at <= count) ended.delete(number);
      write((store) => {
        store.delete(IDBKeyRange.bound([life, -Infinity], [life, upTo, []]));
        store.delete(IDBKeyRange.bound([life, END], [life, END, count]));
      });
    },
  };
}

/** What came later of an item stands next behind it. */
function sort<Item, More, End>(keys: readonly IDBValidKey[], rows: readonly (Item | More | End)[]): { items: Left<Item, More>[]; ends: End[] } {
  const items: Left<Item, More>[] = [];
  const ends: End[] = [];
  for (const [i, key] of keys.entries()) {
    const [life, number, part] = partsOf(key);
    if (number === END) ends.push(rows[i] as End);
    else if (part === undefined) {
      const [nextLife, nextNumber, nextPart] = partsOf(keys[i + 1]);
      const hasMore = nextLife === life && nextNumber === number && nextPart === MORE;
      items.push({ item: rows[i] as Item, ...(hasMore ? { more: rows[i + 1] as More } : {}) });
    }
  }
  return { items, ends };
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
