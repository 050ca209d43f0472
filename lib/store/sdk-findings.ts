import type { Finding } from '../domain/finding.ts';
import { SDK_FINDINGS } from '../domain/page-controls.ts';
import type { Session, SessionKey } from '../domain/session.ts';
import type { Database } from './db.ts';

/** Makes `findings` all that is known from asking the page of these sessions; what was found in requests stays. */
export function replaceSdkFindings(db: Database, sessions: readonly SessionKey[], findings: readonly Finding[]): Promise<void> {
  return db.transaction('rw', db.findings, async () => {
    const before = (await db.findings.where('sessionKey').anyOf(sessions).toArray()).filter(({ code }) => code.startsWith(SDK_FINDINGS));
    const bare = before.map(({ id: _id, ...finding }) => finding);
    if (JSON.stringify(bare) === JSON.stringify(findings)) return;
    await db.findings.bulkDelete(before.flatMap(({ id }) => id ?? []));
    await db.findings.bulkAdd([...findings]);
  });
}

/** The sessions of a tab that had not ended when they were last written, newest activity first. */
export async function openSessionsOf(db: Database, tabId: number): Promise<readonly Session[]> {
  return (await db.sessions.where('openTabs').equals(tabId).toArray()).toSorted((a, b) => b.lastActivityAt - a.lastActivityAt);
}

/** All sessions of a tab: what was found by asking the page may be about one that has ended since. */
export const sessionKeysOf = async (db: Database, tabId: number): Promise<readonly SessionKey[]> => (await db.sessions.where('tabIds').equals(tabId).primaryKeys()) as SessionKey[];
