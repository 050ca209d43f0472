import { describe, expect, it } from 'vitest';
import { createGroupCommit } from '../../../lib/pipeline/group-commit.ts';

/** A store that writes when told to, and a clock that moves when told to. */
function harness(options: { maxBatch?: number; maxWaiting?: number; bad?: number; mayWait?: (n: number) => boolean } = {}) {
  const written: number[][] = [];
  const failures: number[] = [];
  const delays: number[] = [];
  let release: (() => void)[] = [];
  let timers: (() => void)[] = [];
  let held = false;
  const commit = createGroupCommit<number>({
    async write(batch) {
      if (held) await new Promise<void>((resolve) => release.push(resolve));
      if (options.bad !== undefined && batch.includes(options.bad)) throw new Error('bad');
      written.push([...batch]);
    },
    failed: (item) => failures.push(item),
    delay(run, ms) {
      delays.push(ms);
      timers.push(run);
    },
    ...options,
  });
  return {
    commit, written, failures, delays,
    hold: () => (held = true),
    async release() {
      held = false;
      const all = release;
      release = [];
      for (const go of all) go();
      await turn();
    },
    async fire() {
      const all = timers;
      timers = [];
      for (const run of all) run();
      await turn();
    },
  };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('group commit', () => {
  it('writes at once what one turn brings, together', async () => {
    const h = harness();
    h.commit.add(1);
    h.commit.add(2);
    await h.commit.settled();
    expect(h.written).toEqual([[1, 2]]);
    expect(h.delays).toEqual([]);
  });

  it('collects for a moment what comes during a write, in order', async () => {
    const h = harness();
    h.hold();
    h.commit.add(1);
    await turn();
    h.commit.add(2);
    h.commit.add(3);
    await h.release();
    expect(h.written).toEqual([[1]]);
    h.commit.add(4);
    await h.fire();
    await h.commit.settled();
    expect(h.written).toEqual([[1], [2, 3, 4]]);
    expect(h.delays).toEqual([12]);
    h.commit.add(5);
    await h.commit.settled();
    expect(h.written.at(-1)).toEqual([5]);
  });

  it('collects for as long as it takes to write, up to a limit, so that what is slow is done less often', async () => {
    const delays: number[] = [];
    let at = 0;
    let takes = 5;
    const commit = createGroupCommit<number>({
      write: async () => void (at += takes), failed: () => expect.unreachable(), now: () => at,
      delay(run, ms) {
        delays.push(ms);
        setTimeout(run);
      },
    });
    for (const ms of [5, 30, 500]) {
      takes = ms;
      commit.add(1);
      await Promise.resolve();
      commit.add(2);
      await commit.settled();
    }
    expect(delays).toEqual([12, 30, 60]);
  });

  it('says when all that was added so far is over, written or not, while more keeps coming', async () => {
    const h = harness({ bad: 2 });
    const over: string[] = [];
    await h.commit.done();
    h.hold();
    h.commit.add(1);
    void h.commit.done().then(() => over.push('1'));
    await turn();
    h.commit.add(2);
    h.commit.add(3);
    void h.commit.done().then(() => over.push('1 to 3'));
    void h.commit.settled().then(() => over.push('settled'));
    expect(over).toEqual([]);
    await h.release();
    expect(over).toEqual(['1']);
    h.hold();
    await h.fire();
    h.commit.add(4);
    await h.release();
    expect([over, h.failures]).toEqual([['1', '1 to 3'], [2]]);
    await h.fire();
    expect(over).toEqual(['1', '1 to 3', 'settled']);
  });

  it('writes what may wait with the next that must be written, or after a while', async () => {
    const h = harness({ mayWait: (n) => n > 10 });
    h.commit.add(11);
    h.commit.add(12);
    await turn();
    expect([h.written, h.delays]).toEqual([[], [100]]);
    h.commit.add(1);
    await turn();
    expect(h.written).toEqual([[11, 12, 1]]);
    // The time that was set finds nothing.
    await h.fire();
    h.hold();
    h.commit.add(2);
    await turn();
    h.commit.add(13);
    await h.release();
    expect([h.written.at(-1), h.delays]).toEqual([[2], [100, 100]]);
    await h.fire();
    expect(h.written.at(-1)).toEqual([13]);
    // Who waits for the end of it all waits for no time.
    h.commit.add(14);
    await h.commit.settled();
    expect(h.written.at(-1)).toEqual([14]);
  });

  it('does not wait where a whole batch is ready, and keeps batches small', async () => {
    const h = harness({ maxBatch: 2 });
    for (const n of [1, 2, 3, 4, 5]) h.commit.add(n);
    await turn();
    expect(h.written).toEqual([[1, 2], [3, 4]]);
    await h.fire();
    expect(h.written).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('writes in halves after a failure, and gives up only what fails alone', async () => {
    const h = harness({ bad: 2 });
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) h.commit.add(n);
    await h.commit.settled();
    expect([h.written, h.failures]).toEqual([[[1], [3, 4], [5, 6, 7, 8]], [2]]);
    h.commit.add(2);
    await h.commit.settled();
    expect(h.failures).toEqual([2, 2]);
  });

  it('gives up what comes while too much waits', async () => {
    const h = harness({ maxWaiting: 2 });
    h.hold();
    for (const n of [1, 2, 3]) h.commit.add(n);
    await turn();
    expect(h.failures).toEqual([3]);
    await h.release();
    expect(h.written).toEqual([[1, 2]]);
  });
});
