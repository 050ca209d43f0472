import { describe, expect, it } from 'vitest';
import { describeLane } from '../../../lib/domain/describe-session.ts';
import { applyEnvironment, applySignals } from '../../../lib/domain/session-machine.ts';
import { testRules } from '../../fakes/rules.ts';
import { emptyLane, sessionsOf, sighting, T0 } from '../../fakes/sightings.ts';

const MIN = 60_000;
const identity = testRules({ scope: 'identity', idleMs: 15 * MIN, beatsRenew: false });

describe('a heartbeat that names either an id or an identity', () => {
  it('goes to the declared session with that id', () => {
    const sessions = sessionsOf(identity, [sighting(0, { sessionId: 'app-7', type: 'start' }), sighting(1_000, { sessionIdOrIdentity: 'app-7', type: 'heartbeat' })], 2_000);
    expect(sessions).toMatchObject([{ sessionId: 'app-7', basis: 'declared', counts: { heartbeats: 1 } }]);
  });

  it('goes to the session of that identity, and is never shown as an id', () => {
    const sessions = sessionsOf(identity, [sighting(0, { identity: 'ann' }), sighting(1_000, { sessionIdOrIdentity: 'ann', type: 'heartbeat' })], 2_000);
    expect(sessions).toMatchObject([{ sessionId: null, basis: 'identity', identity: { userId: 'ann' }, counts: { heartbeats: 1 } }]);
  });
});

describe('a heartbeat whose id the server reads as another', () => {
  const beat = (at: number, writtenAs: string, type: 'heartbeat' | 'end' = 'heartbeat') =>
    sighting(at, { type, sessionIdOrIdentity: 'ann b@x', writtenAs, ...(type === 'end' ? { reopenable: true as const } : {}) });
  const ann = sighting(0, { identity: 'ann+b@x#1' });

  it('is counted where it was meant to go, and neither keeps that alive nor ends it', () => {
    const [session, ...others] = sessionsOf(identity, [ann, beat(60_000, 'ann+b@x'), beat(90_000, 'ann+b@x#1', 'end')], 100_000);
    expect(others).toEqual([]);
    expect(session).toMatchObject({ state: 'live', lastActivityAt: T0, counts: { events: 3, heartbeats: 1, requests: 3 }, heartbeat: { seen: [] } });
  });

  it('stays counted when the session is folded anew', () => {
    const [session] = sessionsOf(identity, [ann, beat(60_000, 'ann+b@x'), sighting(30 * MIN, { identity: 'ann+b@x#1' }), sighting(1_000, { identity: 'ann+b@x#1' })], 31 * MIN);
    expect(session).toMatchObject({ counts: { events: 3, heartbeats: 1, requests: 3 } });
  });

  it('is of the session that the server finds, where there is one', () => {
    const sessions = sessionsOf(identity, [ann, sighting(1, { identity: 'ann b@x' }), beat(60_000, 'ann+b@x')], 61_000);
    expect(sessions.map((s) => [s.identity['userId'], s.counts.heartbeats])).toEqual([['ann+b@x#1', 0], ['ann b@x', 1]]);
  });

  it('is a session begun before recording, where nobody is known whom it was meant for', () => {
    expect(sessionsOf(identity, [ann, beat(60_000, 'ann')], 61_000)).toHaveLength(2);
  });
});

describe('a server that gives the beats of an identity to its newest session', () => {
  const rules = { ...identity, serverCloses: { inactiveMs: 5 * MIN, jobMs: MIN, reopenMs: 15 * MIN, sentence: 'closes' } };
  const beats = (until: number) => Array.from({ length: until }, (_, i) => sighting((i + 1) * MIN, { identity: 'ann', type: 'heartbeat' }));

  it('closes the one before, which beats alone had kept open', () => {
    const [first, second] = sessionsOf(rules, [sighting(0, { identity: 'ann' }), ...beats(17), sighting(17 * MIN + 1, { identity: 'ann' })], 18 * MIN);
    expect(first).toMatchObject({ state: 'expired', endedAt: T0 + 17 * MIN + 1, end: { cause: 'serverRule', nextKey: second?.key } });
    expect(second).toMatchObject({ state: 'live', end: null });
  });

  it('has closed it long before where it was silent', () => {
    const [first] = sessionsOf(rules, [sighting(0, { identity: 'ann' }), sighting(17 * MIN, { identity: 'ann' })], 18 * MIN);
    expect(first).toMatchObject({ state: 'expired', endedAt: T0 + 5 * MIN });
  });
});

describe('beats that follow the latest identity', () => {
  const rules = { ...identity, heartbeatMs: MIN, lateAfterMs: 15_000, idleAfterMs: 5 * MIN };
  const inputs = [sighting(0, { identity: 'ann' }), sighting(MIN, { identity: 'ann', type: 'heartbeat' }), sighting(MIN + 1, { identity: 'bob' })];

  it('are not overdue for the one before', () => {
    const sessions = sessionsOf(rules, [...inputs, sighting(2 * MIN, { identity: 'bob', type: 'heartbeat' })], 3 * MIN);
    expect(sessions.map((s) => [s.identity['userId'], s.state, s.heartbeat.nextDueAt === null])).toEqual([['ann', 'live', true], ['bob', 'live', false]]);
  });

  it('are overdue where nobody else has them', () => {
    expect(sessionsOf(rules, inputs, 3 * MIN).map((s) => s.state)).toEqual(['late', 'live']);
  });
});

describe('an end', () => {
  it('by a final status holds over an update whose corrected time lies a little after it, whichever came first', () => {
    const update = sighting(1_004, { sessionId: 'a', type: 'update', status: 'ok' });
    const exit = sighting(1_000, { sessionId: 'a', type: 'end', status: 'exited' });
    for (const inputs of [[update, exit], [exit, update]]) {
      expect(sessionsOf(testRules({ scope: 'page' }), inputs, 2_000)).toMatchObject([{ state: 'ended', endedAt: T0 + 1_000, end: { cause: 'declaredEnd', confidence: 'certain' } }]);
    }
  });

  it('that is only a preflight opens no session, and ends a known one likely', () => {
    const end = { type: 'end', eventIndex: null, sessionIdOrIdentity: 'a'.repeat(32), reopenable: true, preflightOnly: true } as const;
    expect(sessionsOf(identity, [sighting(0, end)], 1_000)).toEqual([]);
    const [session] = sessionsOf(identity, [sighting(0, { sessionId: 'a'.repeat(32), type: 'start' }), sighting(1_000, end)], 2_000);
    expect(session).toMatchObject({ state: 'ended', end: { cause: 'declaredEnd', confidence: 'likely' }, counts: { requests: 1 } });
  });

  it('that can be undone is undone by an event of the same identity', () => {
    const inputs = [sighting(0, { identity: 'ann' }), sighting(1_000, { identity: 'ann', type: 'end', reopenable: true })];
    expect(sessionsOf(identity, inputs, 2_000)[0]?.state).toBe('ended');
    expect(sessionsOf(identity, [...inputs, sighting(60_000, { identity: 'ann' })], 61_000)).toMatchObject([{ state: 'live', end: null }]);
  });

  it('that is final makes the next event open another session', () => {
    const inputs = [sighting(0, { identity: 'ann' }), sighting(1_000, { identity: 'ann', type: 'end' }), sighting(60_000, { identity: 'ann' })];
    expect(sessionsOf(identity, inputs, 61_000).map((s) => s.state)).toEqual(['ended', 'live']);
  });
});

describe('events that were refused and sent again', () => {
  it('count for an identity from when they were accepted, as the server never had them before', () => {
    const first = sighting(0, { identity: 'ann' });
    const again = { signal: first.signal, context: { ...first.context, receivedAt: T0 + 40 * MIN, wasRefused: true } };
    const sessions = sessionsOf(identity, [first, again, sighting(41 * MIN, { identity: 'ann' })], 41 * MIN);
    expect(sessions).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ startedAt: T0, counts: { events: 2 } });
  });

  it('are only counted as repeats where the id is declared', () => {
    const first = sighting(0, { sessionId: 'a' });
    const again = { signal: first.signal, context: { ...first.context, wasRefused: true } };
    const [session] = sessionsOf(testRules({}), [first, again], 0);
    expect(session).toMatchObject({ counts: { events: 1 }, facts: { repeats: 1 } });
  });
});

describe('the browser\'s own changes', () => {
  const page = testRules({ scope: 'page', idleMs: null });
  const storage = testRules({ scope: 'storage' });
  const after = (rules: typeof page, change: Parameters<typeof applyEnvironment>[1]) => {
    const { lane } = applySignals(emptyLane(), [sighting(0, { sessionId: 'a', type: 'start', startFlag: true }, { tabId: 1, documentId: 'A' })], () => rules);
    const { lane: changed } = applyEnvironment(lane, change, rules);
    return describeLane(changed, changed.sessions.keys(), () => rules, T0 + 10_000)[0];
  };

  it.each([
    ['a closed tab', { type: 'tabClosed', tabId: 1, at: T0 + 5_000 }, 'tabClosed'],
    ['a closed browser', { type: 'tabClosed', tabId: null, at: T0 + 5_000 }, 'tabClosed'],
    ['another page in its tab', { type: 'navigated', tabId: 1, documentId: 'B', at: T0 + 5_000 }, 'navigation'],
  ] as const)('%s ends a session of the page', (_, change, cause) => {
    expect(after(page, change)).toMatchObject({ state: 'ended', endedAt: T0 + 5_000, end: { cause, confidence: 'certain' } });
  });

  it('leave a session in shared storage open', () => {
    expect(after(storage, { type: 'tabClosed', tabId: 1, at: T0 + 5_000 })?.end).toBeNull();
  });

  it('of another tab change nothing', () => {
    expect(after(page, { type: 'tabClosed', tabId: 2, at: T0 + 5_000 })?.end).toBeNull();
  });

  it('tell a hidden tab that stopped beating from a dead one', () => {
    const rules = testRules({ scope: 'identity', heartbeatMs: MIN, beatsAfter: 'signOfLife', beatsStopWhenHidden: true, beatsRenew: false });
    const beats = [0, 1, 2].map((m) => sighting(m * MIN, { identity: 'ann', type: m ? 'heartbeat' : 'activity' }, { tabId: 1 }));
    const { lane } = applySignals(emptyLane(), beats, () => rules);
    const at = (l: typeof lane) => describeLane(l, l.sessions.keys(), () => rules, T0 + 4 * MIN)[0];
    expect(at(lane)?.state).toBe('late');
    const hidden = applyEnvironment(lane, { type: 'visibility', tabId: 1, hidden: true, at: T0 + 2 * MIN + 1 }, rules);
    expect(at(hidden.lane)).toMatchObject({ state: 'idle', heartbeat: { suspended: true, nextDueAt: null } });
  });
});
