import { describe, expect, it } from 'vitest';
import type { SessionRecord } from '../../../lib/domain/ports.ts';
import { testRules } from '../../fakes/rules.ts';
import { sessionsOf, sighting, T0 } from '../../fakes/sightings.ts';

const rules = testRules({ scope: 'page', idleMs: null, hasStartFlag: true });
const start = (at: number, sessionId: string, context = {}, extra = {}) => sighting(at, { type: 'start', startFlag: true, status: 'ok', sessionId, startedAt: T0 + at, ...extra }, context);
const event = (at: number, context = {}) => sighting(at, { byTime: true, attributes: { release: '1' } }, context);
const events = (sessions: readonly SessionRecord[]) => Object.fromEntries(sessions.map((s) => [s.sessionId, s.counts.events]));

describe('an event without a session id', () => {
  it('goes to the session that was open then on its page', () => {
    const [a, b] = [{ tabId: 1, documentId: 'A' }, { tabId: 2, documentId: 'B' }];
    expect(events(sessionsOf(rules, [start(0, 'a', a), start(10, 'b', b), event(20, a), event(30, b), event(40, a)], 50))).toEqual({ a: 3, b: 2 });
  });

  it('waits for a session whose announcement comes after it', () => {
    expect(events(sessionsOf(rules, [event(500), event(600), start(0, 'a')], 1000))).toEqual({ a: 3 });
  });

  it('moves when a later session turns out to have been the open one', () => {
    expect(events(sessionsOf(rules, [start(0, 'a'), event(9_000), start(8_000, 'b')], 10_000))).toEqual({ a: 1, b: 2 });
  });

  it('belongs to none after the session exited', () => {
    const exit = sighting(1_000, { type: 'end', sessionId: 'a', status: 'exited' });
    expect(events(sessionsOf(rules, [start(0, 'a'), exit, event(5_000)], 6_000))).toEqual({ a: 2 });
  });

  it('still belongs to a session that crashed, as the page lives on', () => {
    const crash = sighting(1_000, { type: 'update', sessionId: 'a', status: 'crashed' });
    expect(events(sessionsOf(rules, [start(0, 'a'), crash, event(5_000)], 6_000))).toEqual({ a: 3 });
  });

  it('is not given to a session of another release, where neither tab nor document is known', () => {
    expect(events(sessionsOf(rules, [start(0, 'a', {}, { attributes: { release: '2' } }), event(5_000)], 6_000))).toEqual({ a: 1 });
  });

  it('gives the same whatever the order of arrival', () => {
    const inputs = [start(0, 'a'), event(1_000), start(5_000, 'b'), event(6_000), event(7_000)];
    for (const order of [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [1, 3, 0, 4, 2], [2, 4, 1, 0, 3]]) {
      expect(events(sessionsOf(rules, order.map((i) => inputs[i] as (typeof inputs)[number]), 8_000))).toEqual({ a: 2, b: 3 });
    }
  });
});
