import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import type { TabMoment } from '../../../lib/domain/tab-moment.ts';
import { openDatabase } from '../../../lib/store/db.ts';
import { liveTabMoments } from '../../../lib/store/live-tab-moments.ts';
import { openReading } from '../../../lib/store/reading.ts';
import { createTabMoments } from '../../../lib/store/tab-moments.ts';
import { createUpkeep } from '../../../lib/store/upkeep.ts';

let count = 0;
function store(since = 0) {
  const db = openDatabase(`tab-moments-${++count}`);
  const moments = createTabMoments(db);
  const seen = (tabId: number | null) => {
    const values: (readonly TabMoment[])[] = [];
    liveTabMoments(openReading(db.name), async () => since, { tabId }).subscribe((value) => values.push(value));
    return () => values.at(-1)?.map(({ at }) => at);
  };
  return { db, moments, seen };
}
const moment = (tabId: number, at: number): TabMoment => ({ tabId, at, what: 'shown' });

describe('moments of tabs', () => {
  it('are read live, by tab since the browser started or all, oldest first', async () => {
    const { moments, seen } = store(100);
    for (const one of [moment(1, 50), moment(2, 300), moment(1, 200)]) await moments.add(one);
    const [all, tab] = [seen(null), seen(1)];
    await vi.waitFor(() => expect([all(), tab()]).toEqual([[50, 200, 300], [200]]));
    await moments.add(moment(1, 400));
    await vi.waitFor(() => expect([all(), tab()]).toEqual([[50, 200, 300, 400], [200, 400]]));
  });
  it('keep whether a page was opened out of sight', async () => {
    const { db, moments } = store();
    await moments.add({ tabId: 1, at: 5, what: 'navigated', offScreen: true });
    const values: (readonly TabMoment[])[] = [];
    liveTabMoments(openReading(db.name), async () => 0, { tabId: 1 }).subscribe((value) => values.push(value));
    await vi.waitFor(() => expect(values.at(-1)).toEqual([{ tabId: 1, at: 5, what: 'navigated', offScreen: true }]));
  });
  it('go with their tab when it is cleared', async () => {
    const { db, moments, seen } = store();
    for (const one of [moment(1, 50), moment(2, 60)]) await moments.add(one);
    await createUpkeep(db).clear({ tabId: 1 });
    const all = seen(null);
    await vi.waitFor(() => expect(all()).toEqual([60]));
  });
  it('are kept up to a number, the newest', async () => {
    const { db, moments } = store();
    await db.tabMoments.bulkAdd(Array.from({ length: 10_099 }, (_, i) => moment(1, i)));
    await moments.add(moment(1, 10_099));
    expect(await db.tabMoments.count()).toBe(10_000);
    expect((await db.tabMoments.orderBy('at').first())?.at).toBe(100);
    expect((await db.counters.get('tabMoments.dropped'))?.n).toBe(100);
  });
});
