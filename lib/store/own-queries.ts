import type { EpochMs } from '../base/time.ts';
import type { Gap, RequestRecord } from '../domain/ports.ts';
import type { Database } from './db.ts';
import { isOfTab, toRequest } from './rows.ts';

const MAX_GAPS = 200;

/** What the background reads beside what it writes. */
export type OwnQueries = {
  /** Requests of a tab, or of no known tab, that began from `from` to `to`. */
  requestsBetween(tabId: number, from: EpochMs, to: EpochMs): Promise<readonly RequestRecord[]>;
  /** The newest, oldest first. */
  allGaps(): Promise<readonly Gap[]>;
  /** The tabs that open sessions were seen in; some may be gone. */
  tabsOfOpenSessions(): Promise<readonly number[]>;
};

export const createOwnQueries = (db: Database): OwnQueries => ({
  requestsBetween: async (tabId, from, to) => (await db.requests.where('startedAt').between(from, to, true, true).toArray()).filter((r) => isOfTab(r, tabId)).map(toRequest),
  allGaps: async () => (await db.gaps.orderBy('from').reverse().limit(MAX_GAPS).toArray()).reverse().map(({ id: _id, ...gap }) => gap),
  // Nothing but numbers is written into that index.
  tabsOfOpenSessions: async () => (await db.sessions.orderBy('openTabs').uniqueKeys()) as number[],
});
