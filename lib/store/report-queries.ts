import type { Live } from '../base/observable.ts';
import type { Session } from '../domain/session.ts';
import type { Database } from './db.ts';
import { feed } from './feed.ts';
import { sessionSource } from './session-feed.ts';

/** More than the store keeps with its limits as they come; beyond it the oldest are left out, and the report says so. */
export const MOST_SESSIONS = 50_000;

/**
 * All sessions of all sites and all time, newest activity first: the newest at once, those before them piece by piece as they are read by
 * the index of their last activity. No event is read.
 */
export function allSessions(db: Database, most = MOST_SESSIONS): Live<readonly Session[]> {
  const source = feed(db, sessionSource(db, { tabId: null }, most, async () => 0));
  return { subscribe: (next, failed) => source.subscribe((rows) => next(rows.toReversed()), failed) };
}
