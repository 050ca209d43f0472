import { describe, expect, test } from 'vitest';
import type { Archive, ArchiveSession } from '../../../e2e/support/archive-shape.ts';
import { compareSessions } from '../../../tools/demo/compare.ts';
import type { SdkId, SeenSession } from '../../../tools/demo/truth.ts';

function recorded(protocol: string, sessionId: string | null, more: Partial<ArchiveSession> = {}): ArchiveSession {
  return {
    key: `${protocol}-${sessionId}`,
    protocol,
    sessionId,
    basis: 'declared',
    startedAt: 0,
    lastActivityAt: 0,
    endedAt: null,
    state: 'live',
    start: { cause: 'firstSeen', evidence: '' },
    end: null,
    counts: { events: 1, errors: 0, heartbeats: 0, requests: 1 },
    identity: {},
    ...more,
  };
}
const archive = (...sessions: ArchiveSession[]): Archive => ({ format: 'footsteps-archive', version: 1, requests: [], events: [], findings: [], sessions });
const seen = (sdk: SdkId, session: string | null, user: string | null = null): SeenSession => ({ sdk, session, user, firstSeen: 0, lastSeen: 0, after: 'start' });

describe('compareSessions', () => {
  test('equal sets agree, in any order', () => {
    const said = [seen('sentry', 'a'), seen('sentry', 'b'), seen('snowplow', 'c')];
    expect(compareSessions(archive(recorded('snowplow', 'c'), recorded('sentry', 'b'), recorded('sentry', 'a')), said, ['sentry', 'snowplow'])).toEqual([]);
  });

  test('a session of another vendor is no match for an equal id', () => {
    const differences = compareSessions(archive(recorded('snowplow', 'a')), [seen('sentry', 'a')], ['sentry']);
    expect(differences).toEqual(['sentry: session a (first seen after "start") was not recorded']);
  });

  test('one that nobody had, and one recorded twice, are named', () => {
    const twice = [recorded('sentry', 'a', { key: 'k1' }), recorded('sentry', 'a', { key: 'k2' })];
    const differences = compareSessions(archive(...twice, recorded('sentry', 'ghost')), [seen('sentry', 'a')], ['sentry']);
    expect(differences).toHaveLength(2);
    expect(differences[0]).toContain('session a (first seen after "start") was recorded 2 times');
    expect(differences[1]).toContain('session ghost was recorded (firstSeen), but the SDK never said so');
  });

  test('without ids the identity decides, and a made-up id is a difference', () => {
    const byIdentity = recorded('exceptionless', null, { basis: 'identity', identity: { userId: 'u-1001' } });
    expect(compareSessions(archive(byIdentity), [seen('exceptionless', null, 'u-1001')], ['exceptionless'])).toEqual([]);
    expect(compareSessions(archive(byIdentity), [seen('exceptionless', null, 'u-2002')], ['exceptionless'])).toHaveLength(2);
    expect(compareSessions(archive(recorded('exceptionless', 'u-1001')), [seen('exceptionless', null, 'u-1001')], ['exceptionless'])).toHaveLength(2);
  });

  test('an SDK that had no session at all is a failure of the demo, not agreement', () => {
    expect(compareSessions(archive(), [], ['rudderstack'])).toEqual(['rudderstack: the SDK itself never said that it has a session']);
  });
});
