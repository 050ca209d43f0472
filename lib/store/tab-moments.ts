import { Dexie, liveQuery } from 'dexie';
import type { Live } from '../base/observable.ts';
import type { EpochMs } from '../base/time.ts';
import type { TabMoment } from '../domain/tab-moment.ts';
import type { ViewScope } from '../domain/views.ts';
import type { Database } from './db.ts';

/** Kept at most, the newest: weeks of ordinary use. The timeline says from when on it knows. */
const MAX_MOMENTS = 10_000;
/** More than fit beside one another on any screen. */
const MAX_SHOWN = 2_000;
const PRUNE_EVERY = 100;

export type TabMoments = {
  add(moment: TabMoment): Promise<void>;
  /** Of a tab since the browser started, or of all; the newest, oldest first. */
  live(scope: ViewScope): Live<readonly TabMoment[]>;
};

/** @param since when the browser started: tabs of an earlier run may have had the same numbers. */
export function createTabMoments(db: Database, since: () => Promise<EpochMs>): TabMoments {
  async function newest({ tabId }: ViewScope): Promise<readonly TabMoment[]> {
    if (tabId === null) return (await db.tabMoments.orderBy('at').reverse().limit(MAX_SHOWN).toArray()).reverse();
    const start = await Dexie.waitFor(since());
    return (await db.tabMoments.where('[tabId+at]').between([tabId, start], [tabId, Dexie.maxKey]).reverse().limit(MAX_SHOWN).toArray()).reverse();
  }
  return {
    add: (moment) =>
      db.transaction('rw', db.tabMoments, async () => {
        const id = await db.tabMoments.add({ ...moment });
        if (id % PRUNE_EVERY === 0) await db.tabMoments.where(':id').belowOrEqual(id - MAX_MOMENTS).delete();
      }),
    live: (scope) => ({
      subscribe(next, failed = () => undefined) {
        const subscription = liveQuery(async () => (await newest(scope)).map(({ tabId, at, what }) => ({ tabId, at, what }))).subscribe({ next, error: failed });
        return () => subscription.unsubscribe();
      },
    }),
  };
}
