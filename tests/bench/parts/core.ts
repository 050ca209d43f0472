import { newLane, type Lane } from '../../../lib/domain/lane.ts';
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

/** Reading and sessionising alone, on one core of Node, beside `JSON.parse` of the same bodies. */
export function core(visits: number, runs: number): Figure[] {
  return ['snowplow', 'krenalis', 'sentry'].map((vendor) => {
    const requests = traffic([vendor], visits, FROM);
    const texts = textsOf(requests).flatMap((text) => (vendor === 'sentry' ? text.split('\n') : [text]));
    let events = 0;
    const rates: number[] = [];
    const parsed: number[] = [];
    for (let run = 0; run < runs; run++) {
      const parseMs = processorTime(() => texts.forEach(parse));
      const ms = processorTime(() => {
        const read = requests.flatMap((request) => prepare(request, registry) ?? []);
        events = vendor === 'sentry' ? read.length : read.reduce((n, p) => n + p.events.length, 0);
        sessionise(read);
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

function sessionise(read: readonly Prepared[]): void {
  const lanes = new Map<string, Lane>();
  for (let i = 0; i < read.length; i += BATCH) {
    for (const [key, of] of Map.groupBy(read.slice(i, i + BATCH), (p) => p.lane)) {
      const { protocol, endpointKey, endpoint } = (of[0] as Prepared).record;
      const lane = lanes.get(key) ?? newLane(protocol, endpointKey, endpoint);
      const known = { ...lane, sessions: new Map([...lane.sessions].slice(-NEIGHBOURS)) };
      lanes.set(key, applySignals(known, of.flatMap((p) => p.sightings), rulesOf(protocol)).lane);
    }
  }
}
