import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asProtocolId, type EventId } from '../../lib/domain/event.ts';
import { newLane, type Lane } from '../../lib/domain/lane.ts';
import { asRequestId } from '../../lib/domain/request.ts';
import { describeLane } from '../../lib/domain/describe-session.ts';
import { applySignals } from '../../lib/domain/session-machine.ts';
import type { Sighting } from '../../lib/domain/session-facts.ts';
import type { SessionSignal } from '../../lib/domain/signal.ts';
import { testRules } from '../fakes/rules.ts';

const MIN = 60_000;
const IDLE = 15 * MIN;
const T0 = Date.UTC(2026, 0, 1);
const rules = testRules({ scope: 'identity', idleMs: IDLE, beatsRenew: false });
const rulesFor = () => rules;

const sighting = (signal: Omit<SessionSignal, 'eventIndex'>, n: number): Sighting => ({
  signal: { ...signal, eventIndex: 0 },
  context: {
    requestId: asRequestId(`r${n}`), eventId: `r${n}:0` as EventId, receivedAt: signal.at, isError: false, tabId: null, documentId: null,
    site: null, page: null, identity: {},
  },
});

const lane = () => newLane(asProtocolId('test'), 'key', { collector: 'https://c.test', project: null });

/** Who is where: for each event of the input the number of its session in order of start, or null. */
function partition(inputs: readonly Sighting[], batches: readonly (readonly Sighting[])[], serialise = false): { groups: string[]; assigned: Map<EventId, string | null> } {
  let state: Lane = lane();
  const assigned = new Map<EventId, string | null>();
  for (const batch of batches) {
    const change = applySignals(serialise ? structuredClone(state) : state, batch, rulesFor);
    state = change.lane;
    for (const [id, key] of change.assigned) assigned.set(id, key);
  }
  const byKey = new Map<string, string[]>();
  for (const input of inputs) {
    const key = assigned.get(input.context.eventId as EventId) ?? null;
    if (key !== null) byKey.set(key, [...(byKey.get(key) ?? []), input.context.eventId as string].sort());
  }
  for (const key of byKey.keys()) expect(state.sessions.has(key as never), `${key} is stored`).toBe(true);
  expect(state.sessions.size).toBe(byKey.size);
  return { groups: [...byKey.values()].map((ids) => ids.join(' ')).sort(), assigned };
}

/** The slow reference: sorts everything, then splits it from front to back. */
function reference(inputs: readonly Sighting[]): string[] {
  type Group = { ids: string[]; last: number; hasEvent: boolean; ended: boolean };
  const sessions: Group[] = [];
  for (const { signal, context } of [...inputs].sort((a, b) => a.signal.at - b.signal.at)) {
    const current = sessions.at(-1);
    const id = context.eventId as string;
    const open = current && !current.ended && signal.at - current.last < IDLE;
    if (signal.type === 'heartbeat') {
      if (!current) sessions.push({ ids: [id], last: signal.at, hasEvent: false, ended: false });
      else {
        current.ids.push(id);
        if (!current.hasEvent) current.last = signal.at;
      }
    } else if (signal.type === 'end') {
      if (open) {
        current.ids.push(id);
        current.last = signal.at;
        current.hasEvent = true;
        current.ended = true;
      }
    } else if (open) {
      current.ids.push(id);
      current.last = signal.at;
      current.hasEvent = true;
    } else sessions.push({ ids: [id], last: signal.at, hasEvent: true, ended: false });
  }
  return sessions.map((s) => s.ids.sort().join(' ')).sort();
}

/** Signals of one identity: distinct times, gaps from a second to 20 minutes, some of exactly the time-out and a millisecond beside it. */
const stream = fc
  .array(
    fc.record({
      gap: fc.oneof(fc.integer({ min: 1, max: 20 * MIN }), fc.constantFrom(IDLE - 1, IDLE, IDLE + 1), fc.integer({ min: 1, max: 2_000 })),
      type: fc.constantFrom<SessionSignal['type']>('activity', 'activity', 'activity', 'start', 'heartbeat', 'end'),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((steps) => {
    let at = T0;
    return steps.map(({ gap, type }, n) => sighting({ type, at: (at += gap), identity: 'ann' }, n));
  });

/** Moves each signal's arrival by up to the window. */
const shuffled = (window: number) =>
  stream.chain((inputs) =>
    fc.array(fc.integer({ min: 0, max: window }), { minLength: inputs.length, maxLength: inputs.length }).map((delays) => {
      const order = inputs.map((s, i) => ({ s, arrives: s.signal.at + (delays[i] as number) }));
      return { inputs, arrived: order.sort((a, b) => a.arrives - b.arrives).map((o) => o.s) };
    }),
  );

describe('sessions split by silence', () => {
  it('are those of the reference that sorts and splits', () => {
    fc.assert(fc.property(stream, (inputs) => {
        expect(partition(inputs, [inputs]).groups).toEqual(reference(inputs));
      }), { numRuns: 500 });
  });

  it('do not depend on the order within the skew window', () => {
    fc.assert(fc.property(shuffled(3 * MIN), ({ inputs, arrived }) => {
        expect(partition(inputs, [arrived]).groups).toEqual(reference(inputs));
      }), { numRuns: 500 });
  });

  it('do not depend on where the input is cut and the state stored between', () => {
    fc.assert(
      fc.property(shuffled(MIN), fc.array(fc.nat(40), { maxLength: 5 }), ({ inputs, arrived }, cuts) => {
        const at = [...new Set(cuts.map((c) => c % (arrived.length + 1)))].sort((a, b) => a - b);
        const batches = [0, ...at].map((from, i) => arrived.slice(from, at[i] ?? arrived.length));
        expect(partition(inputs, batches, true).groups).toEqual(partition(inputs, [arrived]).groups);
      }),
      { numRuns: 300 },
    );
  });

  it('never overlap, hold every event once, and have inner gaps below the time-out', () => {
    fc.assert(
      fc.property(shuffled(3 * MIN), ({ inputs, arrived }) => {
        const change = applySignals(lane(), arrived, rulesFor);
        const records = describeLane(change.lane, change.lane.sessions.keys(), rulesFor, T0 + 1e9).sort((a, b) => a.startedAt - b.startedAt);
        const times = new Map(inputs.map((s) => [s.context.eventId, s.signal]));
        records.forEach((record, i) => {
          const next = records[i + 1];
          if (next) expect(record.facts.lastEventAt).toBeLessThan(next.startedAt);
          const mine = [...change.assigned].filter(([, key]) => key === record.key).map(([id]) => times.get(id) as SessionSignal);
          expect(mine.length).toBe(record.counts.events);
          const activity = mine.filter((s) => s.type !== 'heartbeat').map((s) => s.at).sort((a, b) => a - b);
          activity.forEach((at, k) => k > 0 && expect(at - (activity[k - 1] as number)).toBeLessThan(IDLE));
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('describing a lane', () => {
  it('is idempotent and later moments only move states forward', () => {
    fc.assert(
      fc.property(stream, fc.nat(60 * MIN), (inputs, later) => {
        const { lane: state } = applySignals(lane(), inputs, rulesFor);
        const now = (inputs.at(-1) as Sighting).signal.at;
        const keys = [...state.sessions.keys()];
        const once = describeLane(state, keys, rulesFor, now);
        expect(describeLane(state, keys, rulesFor, now)).toEqual(once);
        for (const record of describeLane(state, keys, rulesFor, now + later)) {
          const before = once.find((r) => r.key === record.key);
          if (before?.endedAt != null) expect(record.endedAt).toBe(before.endedAt);
          else expect(record.state).toBe(before?.upcoming.findLast((t) => t.at <= now + later)?.state ?? before?.state);
        }
      }),
      { numRuns: 200 },
    );
  });
});
