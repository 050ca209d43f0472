import { decodeUtf8 } from '../../../lib/base/bytes.ts';
import { isObject } from '../../../lib/base/json.ts';
import { EVENT_KINDS } from '../../../lib/domain/event.ts';
import type { CapturedRequest } from '../../../lib/domain/request.ts';
import type { Dissection } from '../../../lib/protocols/dissector.ts';
import type { Registry } from '../../../lib/protocols/registry.ts';
import { WireRequest } from '../../../lib/protocols/wire-request.ts';
import { cpuMs } from '../../fakes/cpu-time.ts';
import { bytesOf, mutate, type Mutant } from './mutate.ts';
import { seeded } from './seeded.ts';
import { dissect, nameOf } from './subjects.ts';

/** The best of three tries, as the collector of garbage comes when it likes. */
const LONGEST_MS = 400;

/** What is wrong with the readings of `runs` mutants of the requests, one sentence each; the same for the same seed. */
export function faultsOf(requests: readonly CapturedRequest[], registry: Registry, seed: string, runs: number): string[] {
  const random = seeded(seed);
  const wholes = new Map(requests.map((r) => [r.id, dissect(r, registry)]));
  const faults: string[] = [];
  for (let run = 0; run < runs; run++) {
    const original = random.pick(requests);
    const mutant = mutate(original, random);
    const said = judge(() => fault(mutant, original, wholes.get(original.id) ?? null, registry));
    if (said !== null) faults.push(`#${run} ${mutant.way} of ${nameOf(original)}: ${said}`);
  }
  return faults;
}

/** What `work` finds wrong, that it threw, or that it took too long; null where all is well. */
export function judge(work: () => string | null): string | null {
  let said: string | null = null;
  const once = () => {
    said = attempt(work);
  };
  const ms = [0, 1].reduce((best) => (best > LONGEST_MS ? Math.min(best, tookMs(once)) : best), tookMs(once));
  return ms > LONGEST_MS ? `took ${Math.round(ms)} ms` : said;
}

function tookMs(work: () => void): number {
  const from = cpuMs();
  work();
  return cpuMs() - from;
}

function attempt(work: () => string | null): string | null {
  try {
    return work();
  } catch (error) {
    return `threw ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Why the reading of a mutant is wrong; null where it is right. Throws what a probe throws. */
export function fault(mutant: Mutant, original: CapturedRequest, whole: Dissection | null, registry: Registry): string | null {
  const wire = new WireRequest(mutant.request);
  for (const d of registry.dissectors) {
    const confidence = d.probe?.(wire, 0.4) ?? 0;
    if (!(confidence >= 0 && confidence <= 1)) return `probe of ${d.id} gave ${confidence}`;
  }
  const read = dissect(mutant.request, registry);
  return (read && malformed(read)) ?? (whole && silentLoss(mutant, original, whole, read));
}

const SIGNAL_TYPES: ReadonlySet<string> = new Set(['start', 'update', 'heartbeat', 'end', 'activity']);

function malformed(read: Dissection): string | null {
  const bug = read.diagnostics.find((d) => d.code === 'dissector.threw' || d.code === 'dissector.undeclared');
  if (bug) return `${bug.code}: ${bug.message}`;
  const odd = read.events.find((e) => typeof e.name !== 'string' || !EVENT_KINDS.includes(e.kind) || (e.occurredAt !== null && !Number.isFinite(e.occurredAt)) || !isObject(e.identity ?? {}));
  if (odd) return `an event of kind ${String(odd.kind)} with the name ${String(odd.name)} at ${odd.occurredAt}`;
  const signal = read.signals.find((s) => !SIGNAL_TYPES.has(s.type) || !Number.isFinite(s.at) || !['string', 'undefined'].includes(typeof s.sessionId));
  if (signal) return `a signal of type ${String(signal.type)} at ${signal.at} of session ${String(signal.sessionId)}`;
  // The database stores clones: what cannot be cloned would cost all that is written with it.
  structuredClone(read);
  return null;
}

/** Fewer events than the whole request had, and not a word of it. */
function silentLoss(mutant: Mutant, original: CapturedRequest, whole: Dissection, read: Dissection | null): string | null {
  const [now, was] = [bytesOf(mutant.request), bytesOf(original)];
  if (!now || !was) return null;
  const halfThere = mutant.cut && now.length * 2 >= was.length;
  if (read?.protocol !== whole.protocol) return halfThere ? `cut to ${now.length} of ${was.length} bytes, nobody knows it again` : null;
  const counts = `${read.events.length} of ${whole.events.length} events`;
  if (read.events.length >= whole.events.length) return null;
  if (mutant.cut && !atLineEnd(now, was) && read.result === 'decoded') return `cut to ${now.length} of ${was.length} bytes: ${counts}, and nothing said`;
  return wellFormed(was) && !wellFormed(now) && !read.diagnostics.length ? `broken body: ${counts}, and nothing said` : null;
}

/** A body of lines that was cut between two of them does not show that there was more. */
const atLineEnd = (now: Uint8Array, was: Uint8Array): boolean => now.at(-1) === 10 || was[now.length] === 10;

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** JSON, or lines of JSON: nothing in it shows that there was once more. */
function wellFormed(bytes: Uint8Array): boolean {
  const { text, exact } = decodeUtf8(bytes);
  return exact && (parses(text) || text.split('\n').filter(Boolean).every(parses));
}
