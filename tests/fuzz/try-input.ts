import { seeded } from '../conformance/support/seeded.ts';
import { cpuMs } from '../fakes/cpu-time.ts';
import type { Target } from './targets.ts';

/** What is wrong with one input; `repeat` are the arguments that run it alone. */
export type Fault = { readonly target: string; readonly index: number; readonly said: string };

/** A whole input may take so long. The best of three tries counts, as the collector of garbage comes when it likes. */
const LONGEST_MS = 1500;

/** The target of an input: the same for the same seed and index, whatever else is run. */
export function targetOf(targets: readonly Target[], seed: string, index: number): Target {
  let left = seeded(`${seed}:${index}`).below(targets.reduce((sum, { share }) => sum + share, 0));
  const found = targets.find(({ share }) => (left -= share) < 0);
  if (!found) throw new Error('there is no target');
  return found;
}

/** Lets one input in: null where it was survived, in time, and what it cost was told. */
export async function tryInput(targets: readonly Target[], seed: string, index: number): Promise<Fault | null> {
  const target = targetOf(targets, seed, index);
  let said: string | null = null;
  let best = Infinity;
  for (let attempt = 0; attempt < 3 && best > LONGEST_MS; attempt++) {
    // Made anew for each try: what an input is run on may not be changed by it.
    const run = target.make(seeded(`${seed}:${index}:input`));
    const from = cpuMs();
    try {
      said = await run();
    } catch (error) {
      said = `threw ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ') : String(error)}`;
    }
    best = Math.min(best, cpuMs() - from);
  }
  if (best > LONGEST_MS) said = `took ${Math.round(best)} ms`;
  if (said === null && Object.keys(Object.prototype).length > 0) said = `wrote into Object.prototype: ${Object.keys(Object.prototype).join()}`;
  return said === null ? null : { target: target.name, index, said };
}
