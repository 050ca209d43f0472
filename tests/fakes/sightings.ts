import { asProtocolId, type EventId } from '../../lib/domain/event.ts';
import { newLane, type Lane } from '../../lib/domain/lane.ts';
import type { SessionRecord } from '../../lib/domain/ports.ts';
import { asRequestId } from '../../lib/domain/request.ts';
import { describeLane } from '../../lib/domain/describe-session.ts';
import { applySignals } from '../../lib/domain/session-machine.ts';
import type { SignalContext, Sighting } from '../../lib/domain/session-facts.ts';
import type { SessionRules } from '../../lib/domain/session-rules.ts';
import type { SessionSignal } from '../../lib/domain/signal.ts';

export const T0 = Date.UTC(2026, 10, 21, 10);
let count = 0;

/** A signal `at` milliseconds after {@link T0}, with an event of its own unless `eventIndex` is null. */
export function sighting(at: number, signal: Partial<Omit<SessionSignal, 'at'>> = {}, context: Partial<SignalContext> = {}): Sighting {
  const n = ++count;
  const full: SessionSignal = { type: 'activity', eventIndex: 0, ...signal, at: T0 + at };
  return {
    signal: full,
    context: {
      requestId: asRequestId(`r${n}`), eventId: full.eventIndex === null ? null : (`r${n}:0` as EventId), receivedAt: T0 + at, isError: false,
      tabId: null, documentId: null, site: null, page: null, identity: {}, ...context,
    },
  };
}

export const emptyLane = (): Lane => newLane(asProtocolId('test'), 'key', { collector: 'https://c.test', project: null });

/** The sessions that a lane has of these signals at `now` (after {@link T0}), by start. */
export function sessionsOf(rules: SessionRules, sightings: readonly Sighting[], now: number): SessionRecord[] {
  const { lane } = applySignals(emptyLane(), sightings, () => rules);
  return describeLane(lane, lane.sessions.keys(), () => rules, T0 + now).toSorted((a, b) => a.startedAt - b.startedAt);
}
