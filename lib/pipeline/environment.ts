import type { Lane } from '../domain/lane.ts';
import type { IngestTransaction } from '../domain/ports.ts';
import type { SessionKey } from '../domain/session.ts';
import type { SessionFacts } from '../domain/session-facts.ts';
import { applyEnvironment, type EnvironmentChange } from '../domain/session-machine.ts';
import type { RulesFor } from './rules.ts';

/** The open sessions, by lane, that what the browser did can concern. */
export async function openSessionsOf(tx: IngestTransaction, changes: readonly EnvironmentChange[]): Promise<Map<string, Set<SessionKey>>> {
  const found = new Map<string, Set<SessionKey>>();
  const tabs = new Set(changes.map((c) => c.tabId));
  for (const tab of tabs.has(null) ? [null] : tabs) {
    for (const { key, lane } of await tx.openSessions(tab)) found.set(lane, (found.get(lane) ?? new Set()).add(key));
  }
  return found;
}

/** Takes changes, in order of time, into those sessions of a lane that began before them. Sessions that are over are not among `keys`. */
export function applyChanges(lane: Lane, keys: Iterable<SessionKey>, changes: readonly EnvironmentChange[], rulesFor: RulesFor): { lane: Lane; changed: Set<SessionKey> } {
  const sessions = new Map(lane.sessions);
  const changed = new Set<SessionKey>();
  for (const key of keys) {
    for (const change of changes.toSorted((a, b) => a.at - b.at)) {
      const facts = sessions.get(key);
      if (!facts || facts.firstAt >= change.at) continue;
      const after = applyTo(lane, facts, change, rulesFor);
      if (after === facts) continue;
      sessions.set(key, after);
      changed.add(key);
    }
  }
  return { lane: { ...lane, sessions }, changed };
}

/** Marks sessions as hidden from their beginning where all their tabs are off screen. */
export function hideFromStart(lane: Lane, begun: Iterable<SessionKey>, shownTabs: ReadonlySet<number>, rulesFor: RulesFor): Lane {
  const sessions = new Map(lane.sessions);
  for (const key of begun) {
    const facts = sessions.get(key);
    const tab = facts?.tabs[0];
    if (!facts || tab === undefined || facts.visibility.length || facts.tabs.some((t) => shownTabs.has(t))) continue;
    sessions.set(key, applyTo(lane, facts, { type: 'visibility', tabId: tab, hidden: true, at: facts.firstAt }, rulesFor));
  }
  return { ...lane, sessions };
}

function applyTo(lane: Lane, facts: SessionFacts, change: EnvironmentChange, rulesFor: RulesFor): SessionFacts {
  const alone: Lane = { ...lane, sessions: new Map([[facts.key, facts]]) };
  return applyEnvironment(alone, change, rulesFor(facts.variant)).lane.sessions.get(facts.key) ?? facts;
}
