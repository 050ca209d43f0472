import type { EpochMs } from '../base/time.ts';
import type { Session } from '../domain/session.ts';
import type { ViewScope } from '../domain/views.ts';
import type { SessionRow } from './db.ts';
import type { FeedSource } from './feed.ts';
import type { Reading } from './reading.ts';
import { toSession } from './rows.ts';
import { damage, isSession } from './sound-rows.ts';

const byActivity = (a: Session, b: Session): number => a.lastActivityAt - b.lastActivityAt || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);

/**
 * The sessions of a tab or all, by their last activity.
 *
 * @param since when the browser started: a tab of an earlier run may have had the same number
 */
export function sessionSource(reading: Reading, { tabId }: ViewScope, limit: number, since: () => Promise<EpochMs>): FeedSource<Session> {
  const startOf = async (): Promise<EpochMs> => (tabId === null ? 0 : since());
  const belongs = (row: SessionRow, start: EpochMs): boolean => tabId === null || (row.lastActivityAt >= start && row.tabIds.includes(tabId));
  return {
    table: 'sessions',
    async older(from, count) {
      const start = await startOf();
      const found = await reading.newest<SessionRow>('sessions', 'lastActivityAt', from === null ? null : IDBKeyRange.upperBound(from), count);
      const rows = damage.sound('sessions', found, isSession);
      const last = found.at(-1)?.lastActivityAt ?? null;
      // What was active last before the browser started belongs to no tab of today.
      const isEnd = found.length < count || last === null || last < start;
      return { rows: rows.filter((row) => belongs(row, start)).map(toSession), next: isEnd ? null : last };
    },
    async read(keys) {
      const start = await startOf();
      const found = (await reading.get<SessionRow>('sessions', keys)).filter((row) => row !== undefined);
      return damage.sound('sessions', found, isSession).filter((row) => belongs(row, start)).map(toSession);
    },
    key: ({ key }) => key,
    order: byActivity,
    limit,
  };
}
