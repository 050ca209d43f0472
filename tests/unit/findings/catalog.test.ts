import { describe, expect, it } from 'vitest';
import { describeLane } from '../../../lib/domain/describe-session.ts';
import { linkSessions } from '../../../lib/domain/neighbours.ts';
import { applyEnvironment, applySignals, type EnvironmentChange } from '../../../lib/domain/session-machine.ts';
import type { Sighting } from '../../../lib/domain/session-facts.ts';
import type { SessionRules } from '../../../lib/domain/session-rules.ts';
import { findingsOf, sessionRules } from '../../../lib/findings/catalog.ts';
import { testRules } from '../../fakes/rules.ts';
import { emptyLane, sighting, T0 } from '../../fakes/sightings.ts';

const MIN = 60_000;
const storage = testRules({ hasIndex: true, hasStartFlag: true, missingIdEnds: true });
const page = testRules({ scope: 'page', idleMs: null });
const server = testRules({
  scope: 'identity', idleMs: 15 * MIN, beatsRenew: false, heartbeatMs: MIN, beatsAfter: 'signOfLife',
  serverCloses: { inactiveMs: 5 * MIN, jobMs: MIN, reopenMs: 15 * MIN, sentence: 'test' },
});
const counted = testRules({ hasIndex: true, checkEveryMs: 15_000 });

type Scenario = { readonly rules: SessionRules; readonly inputs: readonly Sighting[]; readonly siblings?: readonly Sighting[]; readonly changes?: readonly EnvironmentChange[]; readonly now?: number };

/** For each rule the smallest story in which it speaks. */
const stories: { readonly [code: string]: Scenario } = {
  'session.idChangesIndex': { rules: storage, inputs: [sighting(0, { sessionId: 'a', index: 1 }), sighting(1, { sessionId: 'a', index: 2 })] },
  'session.indexBackwards': { rules: storage, inputs: [sighting(0, { sessionId: 'a', index: 5, deviceId: 'd' }), sighting(MIN, { sessionId: 'b', index: 7, deviceId: 'd' })] },
  'session.silentTurnover': { rules: counted, inputs: [sighting(0, { sessionId: 'a', index: 5, deviceId: 'd' }), sighting(MIN, { sessionId: 'b', index: 7, deviceId: 'd' })] },
  'session.previousLinkBroken': { rules: storage, inputs: [sighting(0, { sessionId: 'a', deviceId: 'd' }), sighting(MIN, { sessionId: 'b', deviceId: 'd', previousId: 'x' })] },
  'session.previousUnknown': { rules: storage, inputs: [sighting(0, { sessionId: 'a', index: 4 })] },
  'session.oldIdUsed': { rules: storage, inputs: [sighting(0, { sessionId: 'a' }), sighting(MIN, { sessionId: 'b' }), sighting(2 * MIN, { sessionId: 'a' })] },
  'session.adopted': { rules: storage, inputs: [sighting(0, { sessionId: 'a' }, { tabId: 1 }), sighting(MIN, { sessionId: 'b' }, { tabId: 2 }), sighting(2 * MIN, { sessionId: 'a' }, { tabId: 2 })] },
  'session.parallel': { rules: page, inputs: [sighting(0, { sessionId: 'a' }, { documentId: 'D' })], siblings: [sighting(0, { sessionId: 'b' }, { documentId: 'D' })] },
  'session.startFlagMissing': { rules: storage, inputs: [sighting(0, { sessionId: 'a', startFlag: true }), sighting(40 * MIN, { sessionId: 'b' })] },
  'session.startFlagTwice': { rules: storage, inputs: [sighting(0, { sessionId: 'a', startFlag: true }), sighting(1, { sessionId: 'a', startFlag: true })] },
  'session.unsafeId': { rules: storage, inputs: [sighting(0, { sessionId: '8745632109876543211' })] },
  'session.missingId': { rules: storage, inputs: [sighting(0, { sessionId: 'a' }), sighting(MIN, {})] },
  'session.nullId': { rules: storage, inputs: [sighting(0, { sessionId: 'null' })] },
  'session.userChanged': { rules: storage, inputs: [sighting(0, { sessionId: 'a', userId: 'ann' }), sighting(1, { sessionId: 'a', userId: 'bob' })] },
  'session.eventsAfterEnd': { rules: server, inputs: [sighting(0, { identity: 'ann' }), sighting(1, { identity: 'ann', type: 'end', reopenable: true }), sighting(MIN, { identity: 'ann' })] },
  'heartbeat.afterEnd': { rules: server, inputs: [sighting(0, { identity: 'ann' }), sighting(1, { identity: 'ann', type: 'end', reopenable: true }), sighting(MIN, { identity: 'ann', type: 'heartbeat' })] },
  'heartbeat.withoutSession': { rules: server, inputs: [sighting(0, { sessionIdOrIdentity: 'ann', type: 'heartbeat' })] },
  'heartbeat.misread': { rules: server, inputs: [sighting(0, { identity: 'a+b' }), sighting(MIN, { sessionIdOrIdentity: 'a b', writtenAs: 'a+b', type: 'heartbeat' })] },
  'heartbeat.otherUser': { rules: server, inputs: [sighting(0, { identity: 'ann' }), sighting(1_000, { identity: 'bob' }), sighting(MIN, { sessionIdOrIdentity: 'ann', type: 'heartbeat' })] },
  'heartbeat.period': { rules: server, inputs: [0, 30, 60, 90].map((s) => sighting(s * 1000, { identity: 'ann', type: s ? 'heartbeat' : 'activity' })) },
  'heartbeat.missed': { rules: server, inputs: [0, 60, 120, 290].map((s) => sighting(s * 1000, { identity: 'ann', type: s ? 'heartbeat' : 'activity' })) },
  'session.gapOverTimeout': { rules: storage, inputs: [sighting(0, { sessionId: 'a' }), sighting(31 * MIN, { sessionId: 'a' })] },
  'session.reopened': { rules: server, inputs: [sighting(0, { identity: 'ann' }), sighting(6 * MIN, { identity: 'ann' })] },
  'session.tooLong': { rules: { ...storage, maxMs: 10 * MIN }, inputs: [sighting(0, { sessionId: 'a' }), sighting(11 * MIN, { sessionId: 'a' })] },
  'clock.ahead': { rules: storage, inputs: [sighting(0, { sessionId: 'a' }, { receivedAt: T0 - 5 * MIN })] },
  'events.late': { rules: storage, inputs: [sighting(0, { sessionId: 'a' }, { receivedAt: T0 + 5 * MIN })] },
  'session.startRepeated': { rules: server, inputs: [sighting(0, { identity: 'ann', type: 'start' }), sighting(MIN, { identity: 'ann', type: 'start' })] },
  'session.mixedKeys': { rules: server, inputs: [sighting(0, { sessionId: 's'.repeat(32) }, { documentId: 'D' }), sighting(1, { identity: 'ann' }, { documentId: 'D' }), sighting(MIN, { sessionId: 's'.repeat(32) }, { documentId: 'D' })] },
  'session.endMissing': { rules: server, inputs: [sighting(0, { identity: 'ann' })], now: 6 * MIN },
  'session.updateAfterEnd': { rules: page, inputs: [sighting(0, { sessionId: 'a', status: 'crashed' }), sighting(MIN, { sessionId: 'a', status: 'ok' })] },
  'session.durationShrinks': { rules: page, inputs: [sighting(0, { sessionId: 'a', durationMs: 9_000 }), sighting(1_000, { sessionId: 'a', durationMs: 4_000 })] },
  'session.attributesChanged': { rules: page, inputs: [sighting(0, { sessionId: 'a', attributes: { release: '1' } }), sighting(1, { sessionId: 'a', attributes: { release: '2' } })] },
  'session.twoSdks': { rules: page, inputs: [sighting(0, { sessionId: 'a', attributes: { sdk: 'x/1' } }), sighting(1, { sessionId: 'a', attributes: { sdk: 'x/2' } })] },
  'session.perRoute': { rules: page, inputs: ['a', 'b', 'c'].map((sessionId, i) => sighting(i * 1000, { sessionId, startFlag: true }, { documentId: 'D' })) },
  'session.crashNotReported': { rules: page, inputs: [sighting(0, { sessionId: 'a', startFlag: true, status: 'ok' }), sighting(1, { sessionId: 'a', unhandled: true }, { isError: true })] },
  'session.errorsUnseen': { rules: page, inputs: [sighting(0, { sessionId: 'a', startFlag: true, status: 'ok', errors: 1 })] },
  'session.eventCount': { rules: storage, inputs: [sighting(0, { sessionId: 'a', eventSequence: 1 }), sighting(1, { sessionId: 'a', eventSequence: 4 })] },
  'session.userVanished': { rules: storage, inputs: [sighting(0, { sessionId: 'a', userId: 'ann' }), sighting(MIN, { sessionId: 'a' })] },
  'session.deviceChanged': { rules: storage, inputs: [sighting(0, { sessionId: 'a', deviceId: 'd' }, { tabId: 1 }), sighting(40 * MIN, { sessionId: 'b', deviceId: 'e' }, { tabId: 1 })] },
  'session.anonymousChanged': { rules: storage, inputs: [sighting(0, { sessionId: 'a', anonymousId: 'x' }), sighting(1, { sessionId: 'a', anonymousId: 'y' })] },
  'heartbeat.whileHidden': {
    rules: { ...server, beatsStopWhenHidden: true }, inputs: [sighting(0, { identity: 'ann' }, { tabId: 1 }), sighting(3 * MIN, { identity: 'ann', type: 'heartbeat' }, { tabId: 1 })],
    changes: [{ type: 'visibility', tabId: 1, hidden: true, at: T0 + 1_000 }],
  },
  'events.duplicateIds': { rules: storage, inputs: [sighting(0, { sessionId: 'a' }), sighting(1, { sessionId: 'a' }, { isRepeat: true })] },
};

function findingsIn({ rules, inputs, siblings = [], changes = [], now = MIN }: Scenario) {
  const rulesFor = () => rules;
  const lane = changes.reduce((before, change) => applyEnvironment(before, change, rules).lane, applySignals(emptyLane(), inputs, rulesFor).lane);
  const others = [...applySignals(emptyLane(), siblings, rulesFor).lane.sessions.values()];
  const links = linkSessions(lane, rulesFor);
  return describeLane(lane, lane.sessions.keys(), rulesFor, T0 + now).flatMap((session) =>
    findingsOf({ session, facts: session.facts, previous: links.previous.get(session.key), next: links.next.get(session.key), rules, lane, siblings: others }),
  );
}
const codesOf = (scenario: Scenario): string[] => findingsIn(scenario).map(({ code }) => code);

describe('every rule', () => {
  it('has a code of its own', () => expect(new Set(sessionRules.map((r) => r.code)).size).toBe(sessionRules.length));

  it.each(sessionRules.map((r) => r.code))('%s speaks in its story', (code) => {
    expect(stories, 'each rule needs a story here').toHaveProperty([code]);
    expect(codesOf(stories[code] as Scenario)).toContain(code);
  });

  it('a previous session that the count tells of, but that sent nothing, is no broken link', () => {
    const inputs = [sighting(0, { sessionId: 'a', index: 1, deviceId: 'd' }), sighting(40 * MIN, { sessionId: 'b', index: 4, deviceId: 'd', previousId: 'x' })];
    expect(codesOf({ rules: counted, inputs })).toEqual(['session.silentTurnover']);
  });

  it.each<readonly [string, Scenario]>([
    ['a start after an end is no repeated one', { rules: server, inputs: [sighting(0, { identity: 'ann', type: 'start' }), sighting(1_000, { identity: 'ann', type: 'end', reopenable: true }), sighting(2_500, { identity: 'ann', type: 'start' })] }],
    ['two starts of one page, the first ended', { rules: server, inputs: [sighting(0, { sessionId: 'a', type: 'start' }, { documentId: 'D' }), sighting(1, { sessionId: 'a', type: 'end' }, { documentId: 'D' }), sighting(2, { sessionId: 'b', type: 'start' }, { documentId: 'D' })] }],
    ['an end that came', { rules: server, inputs: [sighting(0, { identity: 'ann' }), sighting(1, { identity: 'ann', type: 'end', reopenable: true })], now: 10 * MIN }],
    ['a crash that was reported', { rules: page, inputs: [sighting(0, { sessionId: 'a', startFlag: true, status: 'ok' }), sighting(1, { sessionId: 'a', unhandled: true }, { isError: true }), sighting(2, { sessionId: 'a', status: 'crashed', errors: 1 })] }],
    ['an error that was counted', { rules: page, inputs: [sighting(0, { sessionId: 'a', startFlag: true, status: 'ok', errors: 1 }), sighting(1, { sessionId: 'a' }, { isError: true })] }],
    ['events that came in another order', { rules: storage, inputs: [3, 1, 2].map((eventSequence) => sighting(eventSequence, { sessionId: 'a', eventSequence })) }],
    ['a user that is named later', { rules: storage, inputs: [sighting(0, { sessionId: 'a' }), sighting(MIN, { sessionId: 'a', userId: 'ann' })] }],
    ['a session that follows one that was seen', { rules: counted, inputs: [sighting(0, { sessionId: 'a', index: 1 }), sighting(40 * MIN, { sessionId: 'b', index: 2 })] }],
    ['a session that is counted and names the one before', { rules: storage, inputs: [sighting(0, { sessionId: 'a', index: 4, previousId: 'x' })] }],
    ['durations that came in another order', { rules: page, inputs: [sighting(9_000, { sessionId: 'a', durationMs: 9_000 }), sighting(4_000, { sessionId: 'a', durationMs: 4_000 })] }],
    ['two pages of one site', { rules: page, inputs: ['a', 'b', 'c'].map((sessionId, i) => sighting(i * 1000, { sessionId, startFlag: true }, { documentId: sessionId })) }],
  ])('%s is no fault', (_, story) => expect(codesOf(story)).toEqual([]));

  it('names the session that a start leaves open', () => {
    const start = (at: number, sessionId: string) => sighting(at, { sessionId, type: 'start' }, { documentId: 'D' });
    expect(findingsIn({ rules: server, inputs: [start(0, 'one'), start(MIN, 'two')] }).map(({ code, message }) => [code, message])).toEqual([
      ['session.startRepeated', 'It was started while one had not ended: that one stays open until the server closes it.'],
    ]);
    const elsewhere = (at: number, sessionId: string, tabId: number) => sighting(at, { sessionId, type: 'start' }, { tabId });
    expect([codesOf({ rules: server, inputs: [elsewhere(0, 'one', 1), elsewhere(MIN, 'two', 1)] }), codesOf({ rules: server, inputs: [elsewhere(0, 'one', 1), elsewhere(MIN, 'two', 2)] })]).toEqual([['session.startRepeated'], []]);
  });
  it('says that of an end the preflight alone was seen', () => {
    const story = { rules: server, inputs: [sighting(0, { identity: 'ann' }), sighting(1, { identity: 'ann', type: 'end', reopenable: true, preflightOnly: true, eventIndex: null })], now: 10 * MIN };
    expect(findingsIn(story).find(({ code }) => code === 'session.endMissing')?.message).toMatch(/^Only the preflight/);
  });
  it('tells missing events from trackers that count twice', () => {
    const told = (...sequence: number[]) => findingsIn({ rules: storage, inputs: sequence.map((eventSequence, i) => sighting(i, { sessionId: 'a', eventSequence })) })[0]?.message;
    expect([told(2, 5), told(1, 3), told(1, 1, 2)]).toEqual([
      'Of its events 2 to 5, as the tracker counts them, 2 were not seen: lost, blocked, or sent where nothing was recorded.',
      'Of its events 1 to 3, as the tracker counts them, 1 was not seen: lost, blocked, or sent where nothing was recorded.',
      'The tracker counts its events from 1 to 2, and 3 came: several trackers count in one session.',
    ]);
  });

  it('keeps silent in an ordinary session of each kind', () => {
    const quiet: Scenario[] = [
      { rules: storage, inputs: [sighting(0, { sessionId: 'a', index: 1, deviceId: 'd', startFlag: true }), sighting(MIN, { sessionId: 'a', index: 1, deviceId: 'd' }), sighting(40 * MIN, { sessionId: 'b', index: 2, deviceId: 'd', previousId: 'a', startFlag: true })] },
      { rules: page, inputs: [sighting(0, { sessionId: 'a', type: 'start', startFlag: true, status: 'ok' }), sighting(MIN, { sessionId: 'a', type: 'end', status: 'exited' })] },
      { rules: server, inputs: [sighting(0, { identity: 'ann', type: 'start' }), sighting(MIN, { identity: 'ann', type: 'heartbeat' }), sighting(90_000, { identity: 'ann', type: 'end', reopenable: true })] },
    ];
    for (const story of quiet) expect(codesOf(story)).toEqual([]);
  });
});
