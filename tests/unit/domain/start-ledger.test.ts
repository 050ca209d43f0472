import { describe, expect, it } from 'vitest';
import type { Cause } from '../../../lib/domain/session.ts';
import type { Sighting } from '../../../lib/domain/session-facts.ts';
import type { SessionRules } from '../../../lib/domain/session-rules.ts';
import { testRules } from '../../fakes/rules.ts';
import { sessionsOf, sighting, T0 } from '../../fakes/sightings.ts';

const MIN = 60_000;
const storage = testRules({ hasStartFlag: true, idIsStartTime: true, missingIdEnds: true, userChangeRotates: true, restartsAfterEnd: true });
const asked = { ...storage, restartsAfterEnd: false };
const counted = testRules({ hasIndex: true });
const page = testRules({ scope: 'page', idleMs: null, hasStartFlag: true });
const server = testRules({ scope: 'identity', idleMs: 15 * MIN, beatsRenew: false, serverCloses: { inactiveMs: 5 * MIN, jobMs: MIN, reopenMs: 15 * MIN, sentence: 'closes' } });

const a = (at: number, extra = {}, context = {}) => sighting(at, { sessionId: 'a', startedAt: T0, ...extra }, context);
const b = (at: number, extra = {}, context = {}) => sighting(at, { sessionId: 'b', startedAt: T0 + at, startFlag: true, ...extra }, context);
const tab = (tabId: number, documentId: string) => ({ tabId, documentId });
const start = { type: 'start', startFlag: true, status: 'ok' } as const;

/** What happened, the cause of the later session's start, and that of the earlier one's end. */
const stories: readonly [what: string, rules: SessionRules, inputs: readonly Sighting[], start: Cause, end: Cause | null][] = [
  ['silence longer than the time-out', storage, [a(0), b(31 * MIN)], 'idleTimeout', 'idleTimeout'],
  ['a silence that only a shorter time-out of the site explains', storage, [a(0), a(2_000), b(15_000)], 'idleTimeout', 'idleTimeout'],
  ['an id taken with its first event, soon after the last', storage, [a(0), b(2_000)], 'declaredStart', 'declaredEnd'],
  ['the same where an end leaves no session until asked for', asked, [a(0), b(2_000)], 'manualStart', 'manualStart'],
  ['an id older than its first event: startSession()', storage, [a(0), b(2_000, { startedAt: T0 + 1_000 })], 'manualStart', 'manualStart'],
  ['an id that is no time: startSession(id)', storage, [a(0), b(2_000, { startedAt: undefined, manual: true })], 'manualStart', 'manualStart'],
  ['events without a session, then another', storage, [a(0), sighting(1_000), b(3_000, { startedAt: T0 + 2_000 })], 'manualStart', 'declaredEnd'],
  ['another user at once', storage, [a(0, { userId: 'ann' }), b(2_000, { userId: 'bob', identityCall: 'identify' })], 'identityChange', 'identityChange'],
  ['the anonymous id renewed', storage, [a(0, { anonymousId: 'x' }), b(2_000, { anonymousId: 'y' })], 'reset', 'reset'],
  ['the user gone', storage, [a(0, { userId: 'ann' }), b(2_000)], 'reset', 'reset'],
  ['a life as long as allowed, in the middle of activity', { ...storage, maxMs: 20 * MIN }, [a(0), a(10 * MIN), a(20 * MIN - 1), b(20 * MIN)], 'maxDuration', 'maxDuration'],
  ['the count goes on after newSession()', counted, [a(0, { index: 1, deviceId: 'd' }), a(2_000, { index: 1, deviceId: 'd' }), b(3_000, { index: 2, deviceId: 'd' })], 'manualStart', 'manualStart'],
  ['the device id changed and counting began anew', counted, [a(0, { index: 7, deviceId: 'd' }), b(2_000, { index: 1, deviceId: 'e' })], 'storageLost', 'storageLost'],
  ['no device id, and counting began anew', counted, [a(0, { index: 2 }), b(2_000, { index: 1 })], 'storageLost', 'storageLost'],
  ['no device id, and the count goes on', counted, [a(0, { index: 1 }), b(2_000, { index: 2 })], 'manualStart', 'manualStart'],
  ['another user where that opens no session', counted, [a(0, { index: 1, deviceId: 'd', userId: 'ann' }), b(2_000, { index: 2, deviceId: 'd', userId: 'bob' })], 'manualStart', 'manualStart'],
  ['a route change', page, [a(0, start, tab(1, 'A')), a(5_000, { type: 'end', status: 'exited' }, tab(1, 'A')), b(5_001, start, tab(1, 'A'))], 'navigation', 'navigation'],
  ['a page load in the same tab', page, [a(0, start, tab(1, 'A')), b(5_000, start, tab(1, 'B'))], 'navigation', 'navigation'],
  ['a page load in another tab', page, [a(0, start, tab(1, 'A')), b(5_000, start, tab(2, 'B'))], 'declaredStart', null],
  ['sessions by hand, whose updates carry a duration', page, [a(0, { ...start, manual: true }, tab(1, 'A')), b(5_000, { ...start, manual: true }, tab(1, 'A'))], 'manualStart', 'manualStart'],
  ['a user session after 15 minutes', server, [sighting(0, { identity: 'ann' }), sighting(16 * MIN, { identity: 'ann' })], 'idleTimeout', 'serverRule'],
  ['another user of a server that keeps sessions by user', server, [sighting(0, { identity: 'ann' }), sighting(6 * MIN, { identity: 'bob' })], 'identityChange', 'serverRule'],
  ['the first event after a final end', server, [sighting(0, { identity: 'ann' }), sighting(1_000, { identity: 'ann', type: 'end' }), sighting(MIN, { identity: 'ann' })], 'declaredStart', 'declaredEnd'],
];

describe('why a session began, and the one before ended', () => {
  it.each(stories)('%s', (_, rules, inputs, startCause, endCause) => {
    const [first, second] = sessionsOf(rules, inputs, Math.max(...inputs.map((s) => s.signal.at)) - T0);
    expect({ start: second?.start.cause, end: first?.end?.cause ?? null }).toEqual({ start: startCause, end: endCause });
    expect([second?.start.evidence, ...(first?.end ? [first.end.evidence] : [])].every((e) => e?.endsWith('.'))).toBe(true);
    if (endCause !== null && endCause !== 'serverRule') expect([second?.start.previousKey, first?.end?.nextKey]).toEqual([first?.key, second?.key]);
    if (first?.endedAt != null) expect(first.endedAt).toBeGreaterThanOrEqual(first.lastActivityAt);
  });

  it.each([
    ['its start flag', storage, [a(0, { startFlag: true })], 'declaredStart', 'certain'],
    ['no start flag and no one before', storage, [a(0)], 'firstSeen', 'likely'],
    ['index 1', counted, [a(0, { index: 1 })], 'declaredStart', 'likely'],
    ['index 5: there were others before recording', counted, [a(0, { index: 5 })], 'firstSeen', 'certain'],
    ['an update of a session whose start was not seen', page, [a(0, { type: 'update', status: 'ok' })], 'firstSeen', 'certain'],
    ['only heartbeats', server, [sighting(0, { identity: 'ann', type: 'heartbeat' })], 'firstSeen', 'guess'],
    ['events without a session before it', storage, [sighting(0), b(2_000)], 'manualStart', 'likely'],
    ['events without a session before it, of another site of the project', storage, [sighting(0, { anonymousId: 'x' }), b(2_000, { anonymousId: 'y' })], 'declaredStart', 'certain'],
  ] as const)('the first session seen, with %s', (_, rules, inputs, cause, confidence) => {
    expect(sessionsOf(rules, inputs, 10_000)[0]?.start).toMatchObject({ cause, confidence, previousKey: null });
  });
});

describe('a start of an SDK that announces one at each start-up', () => {
  const first = sighting(0, { sessionId: 'a', type: 'start' });
  const second = sighting(MIN, { sessionId: 'b', type: 'start' });
  const evidence = (inputs: readonly Sighting[]) => sessionsOf(server, inputs, 2 * MIN)[1]?.start.evidence;

  it('says whether the page before had ended its own', () => {
    expect(evidence([first, second])).toContain('was not ended by it');
    expect(evidence([first, sighting(MIN - 50, { sessionId: 'a', type: 'end', reopenable: true }), second])).toContain('ended its own as it closed');
  });
});

describe('two sessions side by side', () => {
  it('are not each other\'s end', () => {
    const [first] = sessionsOf(storage, [a(0), b(MIN), a(2 * MIN), b(3 * MIN)], 3 * MIN);
    expect(first?.end).toBeNull();
  });
});
