import type { EpochMs } from '../base/time.ts';
import type { Database } from './db.ts';
import { damage, isSession } from './sound-rows.ts';

/**
 * Counts a tab's open sessions, the errors in them, findings about them that are more than a remark, and sessions of the tab that crashed
 * since a moment: few rows, as it is done with each write.
 */
export async function tabTally(db: Database, tabId: number, crashedSince: EpochMs): Promise<{ readonly openSessions: number; readonly errors: number; readonly findings: number; readonly crashed: number }> {
  const open = damage.sound('sessions', await db.sessions.where('openTabs').equals(tabId).toArray(), isSession);
  const latest = damage.sound('sessions', await db.sessions.where('lastActivityAt').aboveOrEqual(crashedSince).toArray(), isSession);
  const found = open.length ? await db.findings.where('sessionKey').anyOf(open.map(({ key }) => key)).toArray() : [];
  return {
    openSessions: open.length,
    errors: open.reduce((sum, { counts }) => sum + counts.errors, 0),
    findings: found.filter(({ severity }) => severity !== 'info').length,
    crashed: latest.filter(({ state, tabIds }) => (state === 'crashed' || state === 'abnormal') && tabIds.includes(tabId)).length,
  };
}
