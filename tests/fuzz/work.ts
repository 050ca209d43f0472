/** One thread of `run.ts`: takes every `step`th input, and tells where it is, what it found, and how large its heap has become. */
import { setFlagsFromString } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import { runInNewContext } from 'node:vm';
import { TARGETS } from './targets.ts';
import { targetOf, tryInput } from './try-input.ts';
import type { Told, Work } from './protocol.ts';

const { seed, from, to, step, at } = workerData as Work;
const place = new Int32Array(at);
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- the port of a thread, no window
const tell = (told: Told): void => parentPort?.postMessage(told);
/** The heap is looked at so many times. */
const LOOKS = 12;
const between = Math.max(1, Math.floor((to - from) / step / LOOKS));
const counts: { [target: string]: number } = {};

let done = 0;
for (let index = from; index < to; index += step) {
  Atomics.store(place, 0, index);
  const { name } = targetOf(TARGETS, seed, index);
  counts[name] = (counts[name] ?? 0) + 1;
  const fault = await tryInput(TARGETS, seed, index);
  if (fault) tell({ type: 'fault', fault });
  done++;
  if (done % between === 0) {
    collect();
    tell({ type: 'heap', bytes: process.memoryUsage().heapUsed, done });
  }
}
tell({ type: 'end', done, counts });
