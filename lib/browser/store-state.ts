import { browser } from 'wxt/browser';
import { tellLater, type Live } from '../base/observable.ts';
import type { Gap } from '../domain/ports.ts';
import type { StoreState, StoreTrouble } from '../domain/store-state.ts';

/** What the background says of the database, beside it: where the database takes nothing, this is still there. */
export type ToldState = Pick<StoreState, 'trouble' | 'gap'>;

const KEY = 'storeState';
const GOOD: ToldState = { trouble: null, gap: null };
/** While requests are lost, their number is kept no more often. */
const EVERY_MS = 1_000;
const KINDS: readonly string[] = ['blocked', 'newer', 'migration', 'full', 'failed'] satisfies readonly StoreTrouble['kind'][];

const isObject = (value: unknown): value is { readonly [name: string]: unknown } => typeof value === 'object' && value !== null;

function stateIn(stored: unknown): ToldState {
  if (!isObject(stored)) return GOOD;
  const { trouble, gap } = stored;
  return { trouble: isObject(trouble) && KINDS.includes(String(trouble['kind'])) ? troubleIn(trouble) : null, gap: gapIn(gap) };
}

function troubleIn({ kind, error }: { readonly [name: string]: unknown }): StoreTrouble {
  if (kind === 'migration' || kind === 'failed') return { kind, error: typeof error === 'string' ? error : '' };
  return { kind: kind as 'blocked' | 'newer' | 'full' };
}

function gapIn(gap: unknown): Gap | null {
  if (!isObject(gap)) return null;
  const { from, lost } = gap;
  return typeof from === 'number' && typeof lost === 'number' ? { from, to: null, why: 'storageFull', lost } : null;
}

const read = async (): Promise<ToldState> => stateIn((await browser.storage.local.get(KEY))[KEY]);

export type StoreNote = {
  /** How the database is from now on; null where it can be used. */
  trouble(trouble: StoreTrouble | null): void;
  /** A gap that the database does not take, and why. */
  unkept(gap: Gap, trouble: StoreTrouble): void;
  /** The database has taken a gap: what was kept here of it is known there. */
  kept(): void;
  isTroubled(): boolean;
  /** What a background before this one could not store either, to be kept now that it works; only then is it forgotten here. */
  keepLeft(keep: (gap: Gap) => Promise<void>): Promise<void>;
};

/** For the background alone, as it writes. */
export function keepStoreState(delay: (run: () => void, ms: number) => void): StoreNote {
  const before = read().catch(() => GOOD);
  let left: Gap | null = null;
  const known = before.then(({ gap }) => {
    left = gap;
  });
  let state: ToldState = GOOD;
  let isDue = false;
  const write = async (): Promise<void> => {
    isDue = false;
    await known;
    const gap = sumOf(left, state.gap);
    await browser.storage.local.set({ [KEY]: { trouble: state.trouble, gap } }).catch(() => undefined);
  };
  const change = (next: ToldState): void => {
    const isNews = JSON.stringify(next.trouble) !== JSON.stringify(state.trouble);
    state = next;
    if (isNews) void write();
    else if (!isDue) {
      isDue = true;
      delay(() => void write(), EVERY_MS);
    }
  };
  // What the background before said of the database is not true of this one.
  void before.then(({ trouble }) => (trouble ? write() : undefined));
  return {
    trouble(trouble) {
      if (JSON.stringify(trouble) !== JSON.stringify(state.trouble)) change({ ...state, trouble });
    },
    unkept: (gap, trouble) => change({ gap, trouble }),
    kept() {
      if (state.gap || state.trouble) change(GOOD);
    },
    isTroubled: () => state.trouble !== null,
    async keepLeft(keep) {
      await known;
      if (!left) return;
      await keep(left);
      left = null;
      await write();
    },
  };
}

const sumOf = (a: Gap | null, b: Gap | null): Gap | null => (a && b ? { ...b, from: Math.min(a.from, b.from), lost: (a.lost ?? 0) + (b.lost ?? 0) } : (a ?? b));

/** What the background says of the database, and whenever it says something else. */
export const toldStoreState: Live<ToldState> = {
  subscribe(next, failed = () => undefined) {
    const changed = (changes: { readonly [key: string]: { readonly newValue?: unknown } }, area: string): void => {
      const change = area === 'local' ? changes[KEY] : undefined;
      if (change) next(stateIn(change.newValue));
    };
    browser.storage.onChanged.addListener(changed);
    void tellLater(read(), next, failed);
    return () => browser.storage.onChanged.removeListener(changed);
  },
};
