import { beforeEach, expect, it, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { keepLastSign, type LastSign, type Numbered } from '../../../lib/browser/last-sign.ts';

vi.mock('wxt/browser', async () => ({ browser: (await import('wxt/testing/fake-browser')).fakeBrowser }));

const T0 = 1_000_000;
const at = (number: number): number => T0 + number;
const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  fakeBrowser.reset();
  vi.useFakeTimers({ now: T0 });
});

type Worker = { readonly sign: LastSign; readonly left: number[]; readonly see: (...numbers: number[]) => void; readonly die: () => void };

/** One life of the worker. It has nothing to tell unless the test says so. */
function worker(kept: () => Promise<void> = () => Promise.resolve()): Worker {
  let alive = true;
  const left: number[] = [];
  const sign = keepLastSign(Date.now, (run, ms) => void setTimeout(() => alive && run(), ms), () => kept().then(() => (alive ? undefined : new Promise(() => undefined))), (request) => left.push(request));
  return {
    sign, left, die: () => (alive = false),
    see: (...numbers) => {
      for (const number of numbers) sign.saw(String(number), at(number));
    },
  };
}

async function missingTo(sign: LastSign, left: readonly Numbered[] = []) {
  const asked = sign.missing(left);
  await pass(60);
  return asked;
}

async function lifeThatLeft(...numbers: number[]): Promise<void> {
  const { see, die } = worker();
  await pass(0);
  see(...numbers);
  await pass(100);
  die();
}

it('nothing is missing before the first worker', async () => {
  const { sign, see } = worker();
  see(7);
  expect(await missingTo(sign)).toBeNull();
});

it('tells what the browser numbered between the last sign and the first request, but for what was written down', async () => {
  await lifeThatLeft(5, 6, 7);
  const { sign, see } = worker();
  see(13, 12);
  expect(await missingTo(sign, [{ number: 9, at: at(9) }])).toEqual({ numbers: [8, 10, 11], more: 0, from: at(7), to: at(12) });
});

it('leaves a sign in the turn of the first request, so that a worker which dies at once takes nothing in silence', async () => {
  const { see, die } = worker();
  await pass(0);
  see(5);
  die();
  const { sign, see: seeNow } = worker();
  seeNow(9);
  expect(await missingTo(sign)).toEqual({ numbers: [5, 6, 7, 8], more: 0, from: at(5), to: at(9) });
});

it('numbers that were still to come are missing too, since the last that had come before them', async () => {
  await lifeThatLeft(5, 6, 7, 10, 11);
  const { sign, see } = worker();
  see(9, 12);
  expect(await missingTo(sign)).toEqual({ numbers: [8], more: 0, from: at(5), to: at(12) });
});

it('what comes late of the time before the sign hides nothing', async () => {
  await lifeThatLeft(5, 6, 9);
  const { sign, see } = worker();
  see(7, 12);
  expect(await missingTo(sign)).toEqual({ numbers: [8, 10, 11], more: 0, from: at(5), to: at(12) });
});

it('a worker that had come to rest takes nothing with it, unless it wrote down what came then', async () => {
  const { see, die } = worker();
  await pass(0);
  see(5, 6);
  await pass(11_000);
  die();
  const idle = worker();
  idle.see(50);
  expect(await missingTo(idle.sign)).toBeNull();
  idle.die();

  await fakeBrowser.storage.session.set({ lastSign: { request: 6, at: at(6), open: [], atRest: true } });
  const woken = worker();
  woken.see(53);
  expect(await missingTo(woken.sign, [{ number: 51, at: at(51) }])).toEqual({ numbers: [52], more: 0, from: at(51), to: at(53) });
});

it('a rest is over with the next request', async () => {
  const { see, die } = worker();
  await pass(0);
  see(5);
  await pass(11_000);
  see(40);
  die();
  const { sign, see: seeNow } = worker();
  seeNow(42);
  expect(await missingTo(sign)).toMatchObject({ numbers: [40, 41], from: at(40) });
});

it('what was told is not told again, and what was not is told by the next', async () => {
  await lifeThatLeft(5);
  const silent = worker(() => new Promise(() => undefined));
  silent.see(8);
  await pass(100);
  expect(silent.left).toEqual([]);
  silent.die();
  const telling = worker();
  telling.see(10);
  expect(await missingTo(telling.sign)).toMatchObject({ numbers: [6, 7, 8, 9] });
  await telling.sign.told();
  telling.die();
  const { sign, see } = worker();
  see(12);
  expect(await missingTo(sign)).toMatchObject({ numbers: [10, 11], from: at(10) });
});

it('more than can be looked up are counted', async () => {
  await lifeThatLeft(5);
  const { sign, see } = worker();
  see(5_006);
  const missing = await missingTo(sign, [{ number: 7, at: at(7) }]);
  expect([missing?.numbers.length, missing?.numbers.at(-1), missing?.more]).toEqual([1_000, 5_005, 3_999]);
});

it('says up to where all is kept, and nothing of numbers that are none', async () => {
  const { sign, see, left } = worker();
  sign.saw('x', T0);
  await pass(100);
  expect(left).toEqual([]);
  see(5, 6);
  await pass(100);
  expect(left).toEqual([6]);
});
