import type { TabMoment } from '../domain/tab-moment.ts';
import { addToCounters } from './counters.ts';
import type { Database } from './db.ts';

/** Kept at most, the newest: weeks of ordinary use. The timeline says from when on it knows, the capture ledger how many are gone. */
const MAX_MOMENTS = 10_000;
const PRUNE_EVERY = 100;

export type TabMoments = { add(moment: TabMoment): Promise<void> };

export const createTabMoments = (db: Database): TabMoments => ({
  add: (moment) =>
    db.transaction('rw', [db.tabMoments, db.counters], async () => {
      const id = await db.tabMoments.add({ ...moment });
      if (id % PRUNE_EVERY !== 0) return;
      const dropped = await db.tabMoments.where(':id').belowOrEqual(id - MAX_MOMENTS).delete();
      if (dropped > 0) await addToCounters(db, { 'tabMoments.dropped': dropped });
    }),
});
