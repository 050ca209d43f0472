import { describe, expect, it } from 'vitest';
import { describeLane } from '../../../lib/domain/describe-session.ts';
import { linkSessions } from '../../../lib/domain/neighbours.ts';
import { applySignals } from '../../../lib/domain/session-machine.ts';
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

type Scenario = { readonly rules: SessionRules; readonly inputs: readonly Sighting[]; readonly siblings?: readonly Sighting[] };

/** For each rule the smallest story in which it speaks. */
const stories: { readonly [code: string]: Scenario } = {
  'session.idChangesIndex': { rules: storage, inputs: [sighting(0, { sessionId: 'a', index: 1 }), sighting(1, { sessionId: 'a', index: 2 })] },
  'session.indexBackwards': { rules: storage, inputs: [sighting(0, { sessionId: 'a', index: 5, deviceId: 'd' }), sighting(MIN, { sessionId: 'b', index: 7, deviceId: 'd' })] },
  'session.silentTurnover': { rules: counted, inputs: [sighting(0, { sessionId: 'a', index: 5, deviceId: 'd' }), sighting(MIN, { sessionId: 'b', index: 7, deviceId: 'd' })] },
  'session.previousLinkBroken': { rules: storage, inputs: [sighting(0, { sessionId: 'a', deviceId: 'd' }), sighting(MIN, { sessionId: 'b', deviceId: 'd', previousId: 'x' })] },
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
  'events.duplicateIds': { rules: storage, inputs: [sighting(0, { sessionId: 'a' }), sighting(1, { sessionId: 'a' }, { isRepeat: true })] },
};

function codesOf({ rules, inputs, siblings = [] }: Scenario): string[] {
  const rulesFor = () => rules;
  const { lane } = applySignals(emptyLane(), inputs, rulesFor);
  const others = [...applySignals(emptyLane(), siblings, rulesFor).lane.sessions.values()];
  const links = linkSessions(lane, rulesFor);
  return describeLane(lane, lane.sessions.keys(), rulesFor, T0 + MIN).flatMap((session) =>
    findingsOf({ session, facts: session.facts, previous: links.previous.get(session.key), next: links.next.get(session.key), rules, lane, siblings: others }).map((f) => f.code),
  );
}

describe('every rule', () => {
  it('has a code of its own, a title, and a source', () => {
    expect(new Set(sessionRules.map((r) => r.code)).size).toBe(sessionRules.length);
    for (const rule of sessionRules) expect([rule.title, rule.source].every((t) => t.length > 10), rule.code).toBe(true);
  });

  it.each(sessionRules.map((r) => r.code))('%s speaks in its story', (code) => {
    expect(stories, 'each rule needs a story here').toHaveProperty([code]);
    expect(codesOf(stories[code] as Scenario)).toContain(code);
  });

  it('a previous session that the count tells of, but that sent nothing, is no broken link', () => {
    const inputs = [sighting(0, { sessionId: 'a', index: 5, deviceId: 'd' }), sighting(40 * MIN, { sessionId: 'b', index: 8, deviceId: 'd', previousId: 'x' })];
    expect(codesOf({ rules: counted, inputs })).toEqual(['session.silentTurnover']);
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
