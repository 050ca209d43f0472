/**
 * `npm run fuzz -- --inputs N [--seed TEXT] [--only INDEX]`: damaged and hostile inputs through dissectors, decompressor, filter parser,
 * importer and pipeline. Each must be survived without a throw, in bounded time, with a word where data was lost, and the heap may not grow.
 * The last line is `N inputs, N faults`; exit status 1 where there is a fault. Each fault names what runs it alone.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { Told, Work } from './protocol.ts';
import { TARGETS } from './targets.ts';
import { tryInput } from './try-input.ts';

const { values } = parseArgs({ options: { inputs: { type: 'string', default: '20000' }, seed: { type: 'string', default: 'footsteps' }, only: { type: 'string' } } });
const inputs = Number(values.inputs);
if (!Number.isInteger(inputs) || inputs < 1) {
  console.error('--inputs: expected a whole number above 0');
  process.exit(2);
}

/** A thread that stays at one input for so long hangs. */
const STUCK_MS = 60_000;
/** What a heap may grow by between the first third of a run and its end: caches fill up, and the collector is not exact. */
const GROWTH_BYTES = 24 * 1024 * 1024;
const MOST_TOLD = 25;
let faults = 0;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const fault = (what: string): void => {
  if (++faults <= MOST_TOLD) say(`FAULT ${what}`);
};

if (values.only !== undefined) {
  const found = await tryInput(TARGETS, values.seed, Number(values.only));
  if (found) fault(`${found.target} #${found.index}: ${found.said}`);
  say(`1 inputs, ${faults} faults`);
} else {
  const threads = Math.min(availableParallelism(), Math.ceil(inputs / 1000));
  const began = performance.now();
  const ended = await Promise.all(Array.from({ length: threads }, (_, i) => thread(i, threads)));
  const done = ended.reduce((sum, end) => sum + end.done, 0);
  const seconds = (performance.now() - began) / 1000;
  for (const { name } of TARGETS) say(`${name.padEnd(14)} ${String(ended.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0)).padStart(9)} inputs`);
  say(`seed ${values.seed}, ${threads} threads, ${Math.round(done / seconds)} inputs/s`);
  if (done < inputs) fault(`${inputs - done} inputs were not run`);
  say(`${done} inputs, ${faults} faults`);
}
process.exitCode = faults > 0 ? 1 : 0;

type End = { readonly done: number; readonly counts: { readonly [target: string]: number } };

function thread(from: number, step: number): Promise<End> {
  const at = new SharedArrayBuffer(4);
  const place = new Int32Array(at);
  const work: Work = { seed: values.seed, from, to: inputs, step, at };
  const worker = new Worker(new URL('work.ts', import.meta.url), { workerData: work });
  const heaps: number[] = [];
  return new Promise((resolve) => {
    let last = -1;
    const watch = setInterval(() => {
      const now = Atomics.load(place, 0);
      if (now === last) {
        fault(`hangs: --seed ${values.seed} --only ${now}`);
        finish({ done: Math.floor((now - from) / step), counts: {} });
      }
      last = now;
    }, STUCK_MS);
    const finish = (end: End): void => {
      clearInterval(watch);
      void worker.terminate();
      const early = heaps.slice(0, Math.ceil(heaps.length / 3));
      const growth = (heaps.at(-1) ?? 0) - Math.max(0, ...early);
      if (heaps.length > 3 && growth > GROWTH_BYTES) fault(`the heap of thread ${from} grew by ${Math.round(growth / 1e6)} MB: ${heaps.map((bytes) => Math.round(bytes / 1e6)).join(', ')} MB`);
      resolve(end);
    };
    worker.on('message', (told: Told) => {
      if (told.type === 'fault') fault(`${told.fault.target}: ${told.fault.said}\n      npm run fuzz -- --seed ${values.seed} --only ${told.fault.index}`);
      else if (told.type === 'heap') heaps.push(told.bytes);
      else finish(told);
    });
    worker.on('error', (error) => {
      fault(`a thread died at --seed ${values.seed} --only ${Atomics.load(place, 0)}: ${error.message}`);
      finish({ done: 0, counts: {} });
    });
  });
}
