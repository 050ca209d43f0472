import { describeLane } from '../domain/describe-session.ts';
import type { Finding } from '../domain/finding.ts';
import type { Lane } from '../domain/lane.ts';
import { linkSessions } from '../domain/neighbours.ts';
import type { IngestTransaction, SessionRecord } from '../domain/ports.ts';
import type { SessionKey } from '../domain/session.ts';
import type { SessionFacts } from '../domain/session-facts.ts';
import { findingsOf } from '../findings/catalog.ts';
import type { EpochMs } from '../base/time.ts';
import type { RulesFor } from './rules.ts';

/**
 * Describes sessions of a lane as of `now`, with the neighbours whose ledgers speak of them, and writes them with their findings. The same
 * lane and moment write the same.
 */
export async function writeSessions(tx: IngestTransaction, lane: Lane, keys: Iterable<SessionKey>, rulesFor: RulesFor, now: EpochMs): Promise<readonly SessionRecord[]> {
  const records = describeLane(lane, keys, rulesFor, now);
  if (!records.length) return records;
  const links = linkSessions(lane, rulesFor);
  const siblings = await siblingsOf(tx, lane, records);
  const findings = new Map<SessionKey, readonly Finding[]>();
  for (const session of records) {
    const { facts, key } = session;
    findings.set(key, findingsOf({
      session, facts, lane, rules: rulesFor(facts.variant), previous: links.previous.get(key), next: links.next.get(key),
      siblings: siblings.filter((s) => s.tabs.some((tab) => facts.tabs.includes(tab))),
    }));
  }
  await tx.putSessions(records, findings);
  return records;
}

/** Open sessions of the same vendor in other projects that ran in the same tabs. */
async function siblingsOf(tx: IngestTransaction, lane: Lane, records: readonly SessionRecord[]): Promise<readonly SessionFacts[]> {
  const keys = new Set<SessionKey>();
  const tabs = [...new Set(records.flatMap((r) => r.facts.tabs))];
  const open = await Promise.all(tabs.map((tab) => tx.openSessions(tab)));
  for (const other of open.flat()) if (other.protocol === lane.protocol && other.lane !== lane.key) keys.add(other.key);
  return keys.size ? tx.factsOf([...keys]) : [];
}
