import { browser } from 'wxt/browser';
import type { EpochMs } from '../base/time.ts';

/** A request that began: the browser's number of it, and when. */
export type Numbered = { readonly number: number; readonly at: EpochMs };

/** Up to which request a worker had stored or dismissed all, by the browser's numbers, which go upwards; and when that one began. */
export type Sign = {
  readonly request: number;
  /** Epoch milliseconds, by the browser's time of requests. */
  readonly at: EpochMs;
  /** Numbers shortly before it that had not come yet. */
  readonly open: readonly number[];
  /** Nothing had come for so long that nothing was on its way: a worker that ends now takes nothing with it. */
  readonly atRest: boolean;
};

/** What a worker before this one may have taken with it. */
export type Missing = {
  /** Numbers of requests: some may be stored, some were none of ours, the others are lost. */
  readonly numbers: readonly number[];
  /** How many there are beside those. */
  readonly more: number;
  /** All of them began within this time, epoch milliseconds. */
  readonly from: EpochMs;
  readonly to: EpochMs;
};

const KEY = 'lastSign';
/** How often a sign is left while requests come. */
const EVERY_MS = 50;
/** Headers of a request have come by then, or it is told without them. */
const TOLD_MS = 20;
/** What a stop has held up comes all at once, and not quite in order. */
const FIRST_MS = 50;
/** So far behind the newest a number may be that is still to come. */
const DISORDER = 50;
/** Without a request for so long, none is on its way. Browsers stop a worker that has had nothing to do for 30 s. */
const REST_MS = 10_000;
/** More are not looked up one by one. */
const MAX_NUMBERS = 1_000;

export type LastSign = {
  /** Call it for each request that begins, with the browser's time of it. */
  saw(browserId: string, at: EpochMs): void;
  /** The last sign of the worker before this one; null where there was none. */
  readonly before: Promise<Sign | null>;
  /**
   * What is missing between the last sign of a worker that was stopped in the middle and what this one sees; null where the worker before had
   * come to rest, or where there was none. Resolves a moment after the first request.
   *
   * @param left what the worker before wrote down and took no further, which is not missing; it also tells that this worker was not at rest
   */
  missing(left: readonly Numbered[]): Promise<Missing | null>;
  /** Call it when what is missing is told: no worker after this one tells it again. */
  told(): Promise<void>;
};

/**
 * Keeps over the worker's death what it had seen. Events that wait for a worker when it is stopped are shown to nobody: the browser has
 * handed them over, and only its numbers tell of them (measured in Chromium: nearly all that is lost at a stop waited so; what a listener
 * was called with is stored). The browser numbers requests of every kind, so those are never fewer than what is lost.
 *
 * @param kept resolves when all that was told is where a death does not reach it
 * @param left is given the number up to which that is so, each time a sign was left
 */
export function keepLastSign(now: () => EpochMs, delay: (run: () => void, ms: number) => void, kept: () => Promise<void>, left: (request: number) => void = () => undefined): LastSign {
  /** Times by number, of those not yet too old to be of interest. */
  let seen = new Map<number, EpochMs>();
  let newest = -1;
  let newestSeenAt = -Infinity;
  let first: Numbered | null = null;
  let isTold = false;
  /** Up to which number something may be missing, and when the next began; null where nothing is. */
  let upTo: Numbered | null = null;
  let leaving = false;
  let watching = false;
  /** Whether the sign that stands there is one of rest, or there is none; undefined while that is not known. */
  let atRest: boolean | undefined;
  const { promise: firstSeen, resolve: seeFirst } = Promise.withResolvers<void>();
  // Asked before anything is said.
  const before = browser.storage.session.get(KEY).then(({ [KEY]: sign }) => (isSign(sign) ? sign : null), () => null);
  void before.then((sign) => {
    atRest = sign === null || sign.atRest;
    if (first) stir(first);
  });
  const write = (sign: Sign): Promise<void> => browser.storage.session.set({ [KEY]: sign });
  const ignore = (): undefined => undefined;

  /** The first request after a rest: from now on something is on its way. Written in the turn in which it comes, as the next may be lost. */
  function stir({ number, at }: Numbered): void {
    if (atRest !== true) return;
    atRest = false;
    write({ request: number - 1, at, open: [], atRest: false }).catch(ignore);
  }

  function signOf(number: number): Omit<Sign, 'atRest'> {
    const from = Math.max(first?.number ?? number, number - DISORDER);
    const open = Array.from({ length: Math.max(0, number - from) }, (_, i) => from + i).filter((one) => !seen.has(one));
    // What is still to come began after what came before it.
    const times = [...seen].flatMap(([one, time]) => (one === number || (open.length && one < number && one >= from - DISORDER) ? time : []));
    return { request: number, at: Math.min(...times), open };
  }

  function forgetOld(): void {
    if (isTold && seen.size > 4 * DISORDER) seen = new Map([...seen].filter(([number]) => number >= newest - 2 * DISORDER));
  }

  function leave(): void {
    leaving = false;
    forgetOld();
    const sign = { ...signOf(newest), atRest: false };
    delay(() => void kept().then(() => write(sign)).then(() => left(sign.request)).catch(ignore), TOLD_MS);
  }

  function watchRest(): void {
    watching = false;
    const rested = now() - newestSeenAt;
    if (rested < REST_MS) return watch(REST_MS - rested);
    const seenAt = newestSeenAt;
    const rest = (): Promise<void> | undefined => {
      // In the same turn as it is looked at: a request that comes now says so after this.
      if (seenAt !== newestSeenAt) return void watch(REST_MS);
      atRest = true;
      return write({ ...signOf(newest), open: [], atRest: true });
    };
    kept().then(rest).catch(ignore);
  }

  function watch(ms: number): void {
    if (watching) return;
    watching = true;
    delay(watchRest, ms);
  }

  return {
    saw(browserId, at) {
      const number = Number(browserId);
      if (!Number.isSafeInteger(number)) return;
      const one = { number, at };
      stir(one);
      if (first === null) delay(seeFirst, FIRST_MS);
      if (first === null || number < first.number) first = one;
      seen.set(number, at);
      newest = Math.max(newest, number);
      newestSeenAt = now();
      watch(REST_MS);
      if (leaving) return;
      leaving = true;
      delay(leave, EVERY_MS);
    },
    before,
    async missing(wrote) {
      const [sign] = await Promise.all([before, firstSeen]);
      const lowest = wrote.reduce<Numbered | null>((low, one) => (low === null || one.number < low.number ? one : low), null);
      const written = lowest && { request: lowest.number - 1, at: lowest.at, open: [] };
      const base = sign && !sign.atRest && !(written && written.request < sign.request) ? sign : written;
      if (!base) return null;
      // What comes late of the time before that sign ends nothing.
      const [next] = [...seen].filter(([number]) => number > base.request).toSorted(([a], [b]) => a - b);
      if (next) upTo = { number: next[0] - 1, at: next[1] };
      const known = new Set([...seen.keys(), ...wrote.map(({ number }) => number)]);
      const last = upTo?.number ?? base.request;
      const from = Math.max(base.request, last - MAX_NUMBERS);
      const numbers = [...base.open, ...Array.from({ length: Math.max(0, last - from) }, (_, i) => from + 1 + i)].filter((number) => !known.has(number));
      const more = from - base.request - [...known].filter((number) => number > base.request && number <= from).length;
      return { numbers, more, from: base.at, to: Math.max(base.at, upTo?.at ?? first?.at ?? base.at) };
    },
    async told() {
      isTold = true;
      if (upTo) await write({ request: upTo.number, at: upTo.at, open: [], atRest: false }).catch(ignore);
    },
  };
}

function isSign(value: unknown): value is Sign {
  return (
    typeof value === 'object' && value !== null && 'request' in value && typeof value.request === 'number' && 'at' in value && typeof value.at === 'number' &&
    'open' in value && Array.isArray(value.open) && 'atRest' in value && typeof value.atRest === 'boolean'
  );
}
