import type { SessionRules } from '../../lib/domain/session-rules.ts';

/** Rules of a vendor that has hardly any, for tests to set what they are about. */
export function testRules(rules: Partial<SessionRules>): SessionRules {
  return {
    scope: 'storage', idleMs: 30 * 60_000, maxMs: null, beatsRenew: true, heartbeatMs: null, lateAfterMs: 15_000,
    beatsStopWhenHidden: true, idleAfterMs: 5 * 60_000, serverSentence: 'test', sources: ['test'], ...rules,
  };
}
