import { browser } from 'wxt/browser';
import type { EpochMs } from '../base/time.ts';

/** Up to which request a worker had stored or dismissed all, by the browser's numbers, which go upwards; and when that was. */
export type Sign = { readonly request: number; /** Epoch milliseconds. */ readonly at: EpochMs };

const KEY = 'lastSign';
/** How often a sign is left while requests come. */
const EVERY_MS = 50;
/** Headers of a request have come by then, or it is told without them. */
const TOLD_MS = 20;
/** What a stop has held up comes all at once, and not quite in order. */
const FIRST_MS = 50;
/** Browsers stop a worker that has had nothing to do for 30 s. One that was there so shortly ago did not end by itself. */
const IDLE_MS = 25_000;
/** More are not told one by one. */
const MAX_NUMBERS = 1_000;

const isSign = (value: unknown): value is Sign =>
  typeof value === 'object' && value !== null && 'request' in value && typeof value.request === 'number' && 'at' in value && typeof value.at === 'number';

export type LastSign = {
  /** Call it for each request that begins. */
  saw(browserId: string): void;
  /** The last sign of the worker before this one; null where there was none. */
  readonly before: Promise<Sign | null>;
  /**
   * Numbers of the requests between the last sign of a worker that was stopped in the middle and the first request that this one saw: some of
   * them are stored, some were none of ours, the others are lost. Empty where the worker before had come to rest.
   */
  readonly between: Promise<readonly string[]>;
  /** Call it when those of them that are lost are told: no worker after this one tells them again. */
  told(): Promise<void>;
};

/**
 * Keeps over the worker's death what it had seen. An event that the browser gives to a worker which is just being stopped is shown to nobody
 * (that is what we take the losses at a stop for, which a worker that does nothing but write has too), so that only the numbers tell of it.
 *
 * @param kept resolves when all that was told is where a death does not reach it
 * @param left is given the number up to which that is so, each time a sign was left
 */
export function keepLastSign(now: () => EpochMs, delay: (run: () => void, ms: number) => void, kept: () => Promise<void>, left: (request: number) => void = () => undefined): LastSign {
  const startedAt = now();
  let newest = -1;
  let first = Infinity;
  let timer = false;
  const { promise: firstSeen, resolve: seeFirst } = Promise.withResolvers<number>();
  // Asked before anything is said.
  const before = browser.storage.session.get(KEY).then(({ [KEY]: sign }) => (isSign(sign) ? sign : null), () => null);

  function leave(): void {
    timer = false;
    const sign: Sign = { request: newest, at: now() };
    delay(() => void kept().then(() => browser.storage.session.set({ [KEY]: sign })).then(() => left(sign.request)).catch(() => undefined), TOLD_MS);
  }

  return {
    saw(browserId) {
      const number = Number(browserId);
      if (!Number.isSafeInteger(number)) return;
      if (first === Infinity) delay(() => seeFirst(first), FIRST_MS);
      first = Math.min(first, number);
      newest = Math.max(newest, number);
      if (timer) return;
      timer = true;
      delay(leave, EVERY_MS);
    },
    before,
    async told() {
      const sign = await before;
      if (sign && first !== Infinity && first > sign.request) await browser.storage.session.set({ [KEY]: { request: first - 1, at: sign.at } }).catch(() => undefined);
    },
    between: Promise.all([before, firstSeen]).then(([sign, upTo]) => {
      if (!sign || startedAt - sign.at > IDLE_MS) return [];
      return Array.from({ length: Math.min(MAX_NUMBERS, Math.max(0, upTo - sign.request - 1)) }, (_, i) => String(sign.request + 1 + i));
    }),
  };
}
