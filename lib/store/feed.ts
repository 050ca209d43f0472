import type { Live } from '../base/observable.ts';
import type { EpochMs } from '../base/time.ts';
import type { Reading, Written } from './reading.ts';

/** Where the rows of a list come from, and how they lie in it. */
export type FeedSource<Row> = {
  readonly table: string;
  /** A table whose rows are shown as part of these: the keys of those that a row shows, and rows with what is stored of theirs by now. */
  readonly besides?: { readonly table: string; readonly of: (row: Row) => readonly string[]; readonly again: (rows: readonly Row[]) => Promise<readonly Row[]> };
  /** Looks at `count` rows: from the end, or from a moment (those of it among them) back. */
  readonly older: (from: EpochMs | null, count: number) => Promise<Piece<Row>>;
  /** Those of the keys that are stored and belong to the list. */
  readonly read: (keys: readonly string[]) => Promise<readonly Row[]>;
  readonly key: (row: Row) => string;
  /** No two rows are equal. */
  readonly order: (a: Row, b: Row) => number;
  /** Rows held at most: the last ones. */
  readonly limit: number;
};

/** Rows that belong to the list, in any order, and the moment down to which was looked; null: there is nothing before. */
export type Piece<Row> = { readonly rows: readonly Row[]; readonly next: EpochMs | null };

/** How many rows are read first, how many at once of those before them, and how long after the first answer that begins, in milliseconds. */
type Sizes = { readonly first: number; readonly atOnce: number; readonly restMs?: number };

/** The first picture needs no more, and has the page to itself; what is before comes in pieces that nobody notices. */
const SIZES: Sizes = { first: 200, atOnce: 500, restMs: 200 };
const TELL_MS = 250;
/** Writes within this time are read together: as often as a page draws, so that what is read is drawn at once. */
const TOGETHER_MS = 100;

/**
 * The last rows of a table as a live list in order, kept in memory: what is written is read by its keys and put in its place, nothing else is
 * read again. The first answer has the last few rows; those before follow piece by piece.
 */
export const feed = <Row>(reading: Reading, source: FeedSource<Row>, sizes: Sizes = SIZES): Live<readonly Row[]> => ({
  subscribe(next, failed = () => undefined) {
    const held = new Held(source);
    let waiting = new Set<string>();
    let besides = new Set<string>();
    let isStale = true;
    let running = false;
    const off = new AbortController();
    let toldAt = -Infinity;
    let readAt = -Infinity;
    let timer: ReturnType<typeof setTimeout> | undefined;

    const tell = (): void => {
      toldAt = performance.now();
      next(held.rows);
    };

    async function start(): Promise<void> {
      isStale = false;
      waiting = new Set();
      besides = new Set();
      const piece = await source.older(null, Math.min(sizes.first, source.limit));
      if (off.signal.aborted || isStale) return;
      held.clear();
      held.prepend(piece);
      tell();
      if (sizes.restMs && !held.isWhole) await new Promise((rested) => void setTimeout(rested, sizes.restMs));
    }

    async function takeWritten(): Promise<void> {
      readAt = performance.now();
      const keys = new Set(waiting);
      const touched = held.showing(besides, keys);
      waiting = new Set();
      besides = new Set();
      if (!keys.size && !touched.length) return;
      const [rows, anew] = await Promise.all([keys.size ? source.read([...keys]) : [], touched.length && source.besides ? source.besides.again(touched) : []]);
      for (const row of anew) keys.add(source.key(row));
      if (!off.signal.aborted && !isStale && held.replace(keys, [...rows, ...anew])) tell();
    }

    async function takeOlder(): Promise<void> {
      // Rows of one moment may be more than a piece: then the piece grows until it reaches beyond them.
      for (let count = sizes.atOnce, from = held.next; ; count *= 2) {
        const piece = await source.older(from, count);
        if (off.signal.aborted || isStale) return;
        held.prepend(piece);
        if (!held.isWhole && held.next === from) continue;
        if (held.isWhole || performance.now() - toldAt > TELL_MS) tell();
        return;
      }
    }

    async function run(): Promise<void> {
      if (running) return;
      running = true;
      try {
        while (!off.signal.aborted) {
          if (isStale) await start();
          else if ((waiting.size || besides.size) && performance.now() - readAt >= TOGETHER_MS) await takeWritten();
          else if (!held.isWhole) await takeOlder();
          else break;
        }
      } catch (error) {
        if (!off.signal.aborted) failed(error);
      } finally {
        running = false;
      }
      if (!off.signal.aborted && (waiting.size || besides.size)) timer ??= setTimeout(again, Math.max(0, readAt + TOGETHER_MS - performance.now()));
    }

    function again(): void {
      timer = undefined;
      void run();
    }

    const note = (written: Written | undefined, into: Set<string>): void => {
      if (written === null) isStale = true;
      else for (const key of written ?? []) into.add(key);
    };
    const stop = reading.onWrites(source.besides ? [source.table, source.besides.table] : [source.table], (rows) => {
      note(rows.get(source.table), waiting);
      if (source.besides) note(rows.get(source.besides.table), besides);
      void run();
    });
    void run();
    return () => {
      off.abort();
      clearTimeout(timer);
      stop();
    };
  },
});

/** Rows in order, found by their keys. The list is another whenever it changed. */
class Held<Row> {
  rows: readonly Row[] = [];
  /** Nothing is before the first row, or no more is wanted. */
  isWhole = false;
  /** Down to where was looked. */
  next: EpochMs | null = null;
  private readonly byKey = new Map<string, Row>();
  /** By the key of a row of the other table, the keys of those that show it. */
  private readonly shownBy = new Map<string, readonly string[]>();
  private readonly source: FeedSource<Row>;
  constructor(source: FeedSource<Row>) {
    this.source = source;
  }

  /** The rows that show one of these rows of the other table, but for those of the keys. */
  showing(besides: ReadonlySet<string>, but: ReadonlySet<string>): Row[] {
    const keys = new Set([...besides].flatMap((other) => this.shownBy.get(other) ?? []));
    return [...keys].flatMap((key) => (but.has(key) ? [] : (this.byKey.get(key) ?? [])));
  }

  clear(): void {
    this.byKey.clear();
    this.shownBy.clear();
    this.rows = [];
    this.isWhole = false;
    this.next = null;
  }

  /** Puts rows before those that are held; the few that were written meanwhile are there already. */
  prepend({ rows, next }: Piece<Row>): void {
    const { key, order, limit } = this.source;
    const fresh = rows.filter((row) => !this.byKey.has(key(row))).toSorted(order);
    for (const row of fresh) this.put(row);
    const [last, first] = [fresh.at(-1), this.rows[0]];
    this.rows = last !== undefined && first !== undefined && order(last, first) > 0 ? merged(this.rows, fresh, order) : [...fresh, ...this.rows];
    this.next = next;
    if (next === null || this.rows.length >= limit) this.isWhole = true;
    if (this.isWhole) this.rows = this.cut(this.rows, limit);
  }

  /** Takes out the rows of these keys and puts in what is stored of them. False where nothing changed. */
  replace(keys: ReadonlySet<string>, stored: readonly Row[]): boolean {
    const { key, order, limit } = this.source;
    const first = this.rows[0];
    const gone = new Set<Row>();
    const moved: Row[] = [];
    const now = new Map(stored.map((row) => [key(row), row]));
    let rows: Row[] | null = null;
    for (const one of keys) {
      const before = this.byKey.get(one);
      const row = now.get(one);
      if (before !== undefined && row !== undefined && order(before, row) === 0) {
        rows ??= [...this.rows];
        rows[placeOf(rows, before, order)] = row;
        this.drop(before);
        this.put(row);
        continue;
      }
      if (before !== undefined) {
        gone.add(before);
        this.drop(before);
      }
      // Too old for a list that is full.
      if (row === undefined || (first !== undefined && this.rows.length >= limit && order(row, first) < 0)) continue;
      moved.push(row);
      this.put(row);
    }
    if (!rows && !gone.size && !moved.length) return false;
    let next: readonly Row[] = rows ?? this.rows;
    if (gone.size) next = next.filter((row) => !gone.has(row));
    if (moved.length) next = merged(next, moved.toSorted(order), order);
    // A short list is exact; of a long one some more are dropped at once, as to do so with each arrival is dear.
    this.rows = this.cut(next, limit < SIZES.atOnce ? limit : limit * 1.05);
    if (this.rows.length >= limit) this.isWhole = true;
    return true;
  }

  /** Keeps the last rows where there are more than `most`. */
  private cut(rows: readonly Row[], most: number): readonly Row[] {
    const { limit } = this.source;
    if (rows.length <= most) return rows;
    for (const row of rows.slice(0, -limit)) this.drop(row);
    return rows.slice(-limit);
  }

  private put(row: Row): void {
    const key = this.source.key(row);
    this.byKey.set(key, row);
    for (const other of this.source.besides?.of(row) ?? []) this.shownBy.set(other, [...(this.shownBy.get(other) ?? []), key]);
  }

  private drop(row: Row): void {
    const key = this.source.key(row);
    this.byKey.delete(key);
    for (const other of this.source.besides?.of(row) ?? []) {
      const rest = (this.shownBy.get(other) ?? []).filter((one) => one !== key);
      if (rest.length) this.shownBy.set(other, rest);
      else this.shownBy.delete(other);
    }
  }
}

function placeOf<Row>(rows: readonly Row[], row: Row, order: (a: Row, b: Row) => number): number {
  let [from, to] = [0, rows.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (order(rows[middle] as Row, row) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Two lists in order as one. What comes mostly belongs to the end. */
function merged<Row>(rows: readonly Row[], added: readonly Row[], order: (a: Row, b: Row) => number): Row[] {
  const at = placeOf(rows, added[0] as Row, order);
  const tail = rows.slice(at);
  return [...rows.slice(0, at), ...(tail.length ? [...tail, ...added].toSorted(order) : added)];
}
