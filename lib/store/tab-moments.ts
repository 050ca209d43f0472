import type { TabMoment } from '../domain/tab-moment.ts';
import type { Database } from './db.ts';

/** Kept at most, the newest: weeks of ordinary use. The timeline says from when on it knows. */
const MAX_MOMENTS = 10_000;
const PRUNE_EVERY = 100;

export type TabMoments = { add(moment: TabMoment): Promise<void> };

export const createTabMoments = (db: Database): TabMoments => ({
  add: (moment) =>
    db.transaction('rw', db.tabMoments, async () => {
      const id = await db.tabMoments.add({ ...moment });
      if (id % PRUNE_EVERY === 0) await db.tabMoments.where(':id').belowOrEqual(id - MAX_MOMENTS).delete();
    }),
});
