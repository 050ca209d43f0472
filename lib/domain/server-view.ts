import type { EpochMs } from '../base/time.ts';
import { expiryOf } from './expiry.ts';
import type { ServerView } from './session.ts';
import type { SessionFacts } from './session-facts.ts';
import type { SessionRules } from './session-rules.ts';
import type { Life } from './end-ledger.ts';

/**
 * What the vendor's server will make of the session. Duration: as the SDK said it, else from the start to the last sign of life (a server
 * that closes sessions counts beats too). `closesAt`: the moment from which its closing job, or the next event, finds the session over.
 */
export function serverViewOf(facts: SessionFacts, rules: SessionRules, life: Life): ServerView {
  const last: EpochMs = facts.status && !rules.serverCloses ? Math.max(facts.status.at, facts.startedAt) : facts.lastSignAt;
  const durationMs = Math.max(0, facts.durationMs ?? last - facts.startedAt);
  if (rules.serverCloses) {
    const closesAt = life.end?.cause === 'declaredEnd' ? life.endedAt : facts.lastSignAt + rules.serverCloses.inactiveMs;
    return { closesAt, durationMs, online: life.endedAt === null, rule: rules.serverCloses.sentence };
  }
  return { closesAt: life.endedAt ?? expiryOf(facts, rules)?.at ?? null, durationMs, online: null, rule: rules.serverSentence };
}
