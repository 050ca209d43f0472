import { chunksOf } from '../../../lib/base/chunks.ts';
import { newLane, type Lane } from '../../../lib/domain/lane.ts';
import type { CapturedRequest } from '../../../lib/domain/request.ts';
import { applySignals } from '../../../lib/domain/session-machine.ts';
import { prepare, type Prepared } from '../../../lib/pipeline/prepare.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { figure, median, processorTime, type Figure } from '../measure.ts';
import { textsOf, traffic } from '../traffic.ts';

const FROM = Date.UTC(2026, 10, 21);
/** A store gives the newest sessions of a lane, not all of them. */
const NEIGHBOURS = 24;
const BATCH = 50;
const rulesOf = createRules(catalog);
const registry = createRegistry(catalog);

/**
 * Reading and sessionising alone, on one core of Node, beside `JSON.parse` of the same bodies. By batches, as the recorder and `inspect` do: nobody
 * holds a whole recording in memory.
 *
 * @param warmUp requests of each vendor that are read before: traffic that loads a core is no first request, and until the engine has compiled
 * all that is used again and again, which takes some 50 000, its compiler has a good part of the time
 */
export function core(visits: number, runs: number, warmUp: number): Figure[] {
  return ['snowplow', 'krenalis', 'sentry'].map((vendor) => {
    const requests = traffic([vendor], visits, FROM);
    const texts = textsOf(requests).flatMap((text) => (vendor === 'sentry' ? text.split('\n') : [text]));
    let events = 0;
    const rates: number[] = [];
    const parsed: number[] = [];
    for (let read = 0; read < warmUp; read += requests.length) {
      texts.forEach(parse);
      readAll(requests, false);
    }
    for (let run = 0; run < runs; run++) {
      const parseMs = processorTime(() => texts.forEach(parse));
      const ms = processorTime(() => {
        events = readAll(requests, vendor === 'sentry');
      });
      rates.push((events / ms) * 1000);
      parsed.push((events / parseMs) * 1000);
    }
    return figure(`core.${vendor}`, `${vendor}: read and sessionised`, vendor === 'sentry' ? 'envelopes/s' : 'events/s', rates, { what: 'JSON.parse of the same bodies', value: median(parsed) });
  });
}

function parse(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    // Payloads that are no JSON.
  }
}

/** Gives how many events, or envelopes, it read. */
function readAll(requests: readonly CapturedRequest[], countsRequests: boolean): number {
  const lanes = new Map<string, Lane>();
  let count = 0;
  for (const batch of chunksOf(requests, BATCH)) {
    const read = batch.flatMap((request) => prepare(request, registry) ?? []);
    count += countsRequests ? read.length : read.reduce((n, p) => n + p.events.length, 0);
    sessionise(read, lanes);
  }
  return count;
}

function sessionise(read: readonly Prepared[], lanes: Map<string, Lane>): void {
  for (const [key, of] of Map.groupBy(read, (p) => p.lane)) {
    const { protocol, endpointKey, endpoint } = (of[0] as Prepared).record;
    const lane = lanes.get(key) ?? newLane(protocol, endpointKey, endpoint);
    const known = { ...lane, sessions: new Map([...lane.sessions].slice(-NEIGHBOURS)) };
    lanes.set(key, applySignals(known, of.flatMap((p) => p.sightings), rulesOf(protocol)).lane);
  }
}
