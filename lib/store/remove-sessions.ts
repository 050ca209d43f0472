import { storedCounters } from '../domain/stored-size.ts';
import type { SessionKey } from '../domain/session.ts';
import { addToCounters } from './counters.ts';
import type { Database } from './db.ts';
import { removeSession } from './retention.ts';

/**
 * Removes sessions as the user asks, each with its events, findings and the requests that brought nothing else: one transaction a session,
 * so that recording goes on in between. A session that goes on afterwards is stored again from what comes.
 *
 * @returns how many were there to be removed
 */
export async function removeSessions(db: Database, keys: readonly SessionKey[]): Promise<number> {
  let removed = 0;
  for (const key of new Set(keys)) {
    await db.transaction('rw', [db.requests, db.bodies, db.events, db.sessions, db.facts, db.findings, db.counters], async () => {
      if (!(await db.sessions.get(key))) return;
      const gone = storedCounters(await removeSession(db, { key }));
      await addToCounters(db, Object.fromEntries(Object.entries(gone).map(([name, n]) => [name, -n])));
      removed++;
    });
  }
  return removed;
}
