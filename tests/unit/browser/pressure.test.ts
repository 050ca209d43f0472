import { expect, it, vi } from 'vitest';
import { createPressure } from '../../../lib/browser/pressure.ts';

function harness() {
  let behind = false;
  vi.useFakeTimers({ now: 10_000 });
  const pressure = createPressure(Date.now, (run, ms) => void setTimeout(run, ms), () => behind);
  let off = false;
  return {
    setBehind: (is: boolean) => (behind = is),
    ask: () => void pressure.isOff().then(() => (off = true)),
    isOff: () => off,
    event: (lateMs: number) => pressure.told(Date.now() - lateMs),
    pass: (ms: number) => vi.advanceTimersByTimeAsync(ms),
  };
}

it('is off as long as events come in time', async () => {
  const { ask, isOff, event, pass } = harness();
  event(3);
  ask();
  await pass(1);
  expect(isOff()).toBe(true);
});

it('is on while they come late, and off when one is in time or none comes', async () => {
  const { ask, isOff, event, pass } = harness();
  event(300);
  ask();
  await pass(30);
  expect(isOff()).toBe(false);
  event(3);
  await pass(20);
  expect(isOff()).toBe(true);

  const quiet = harness();
  quiet.event(300);
  quiet.ask();
  await quiet.pass(100);
  expect(quiet.isOff()).toBe(true);
});

it('is on while a worker that has just come up is told so much that reading would hold it up, and not later', async () => {
  const { ask, isOff, event, pass } = harness();
  const stream = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed++) {
      event(1);
      await pass(1);
    }
  };
  await stream(100);
  ask();
  await stream(1_500);
  // Streams have pauses.
  await pass(200);
  expect(isOff()).toBe(false);
  await pass(130);
  expect(isOff()).toBe(true);

  const old = harness();
  await old.pass(6_000);
  for (let i = 0; i < 100; i++) old.event(1);
  old.ask();
  await old.pass(1);
  expect(old.isOff()).toBe(true);
});

it('is on while something is not written down', async () => {
  const { ask, isOff, setBehind, pass } = harness();
  setBehind(true);
  ask();
  await pass(100);
  expect(isOff()).toBe(false);
  setBehind(false);
  await pass(20);
  expect(isOff()).toBe(true);
});

it('lets reading go on in the end, and soon where the worker has been there for a while', async () => {
  const { ask, isOff, event, pass } = harness();
  ask();
  for (let ms = 0; ms < 1_900; ms += 10) {
    event(300);
    await pass(10);
  }
  expect(isOff()).toBe(false);
  for (let ms = 0; ms < 200; ms += 10) {
    event(300);
    await pass(10);
  }
  expect(isOff()).toBe(true);

  const later = harness();
  await later.pass(5_000);
  later.ask();
  for (const [ms, off] of [[40, false], [40, true]] as const) {
    for (let passed = 0; passed < ms; passed += 10) {
      later.event(300);
      await later.pass(10);
    }
    expect(later.isOff()).toBe(off);
  }
});
