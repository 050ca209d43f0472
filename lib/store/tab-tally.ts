import type { Database } from './db.ts';
import { damage, isSession } from './sound-rows.ts';

/** Counts a tab's open sessions, the errors in them, and findings about them that are more than a remark: few rows, as it is done with each write. */
export async function tabTally(db: Database, tabId: number): Promise<{ readonly openSessions: number; readonly errors: number; readonly findings: number }> {
  const open = damage.sound('sessions', await db.sessions.where('openTabs').equals(tabId).toArray(), isSession);
  const found = open.length ? await db.findings.where('sessionKey').anyOf(open.map(({ key }) => key)).toArray() : [];
  return {
    openSessions: open.length,
    errors: open.reduce((sum, { counts }) => sum + counts.errors, 0),
    findings: found.filter(({ severity }) => severity !== 'info').length,
  };
}
