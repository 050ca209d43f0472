import type { Live } from '../base/observable.ts';
import type { EpochMs } from '../base/time.ts';
import { SHOWN_MOMENTS, type TabMoment } from '../domain/tab-moment.ts';
import type { ViewScope } from '../domain/views.ts';
import { onTable } from './on-table.ts';
import type { Reading } from './reading.ts';

/**
 * The moments of a tab since the browser started, or of all; the newest, oldest first.
 *
 * @param since when the browser started: tabs of an earlier run may have had the same numbers
 */
export const liveTabMoments = (reading: Reading, since: () => Promise<EpochMs>, { tabId }: ViewScope): Live<readonly TabMoment[]> =>
  onTable(reading, 'tabMoments', async () => {
    const range = tabId === null ? null : IDBKeyRange.bound([tabId, await since()], [tabId, []]);
    const newest = await reading.newest<TabMoment>('tabMoments', tabId === null ? 'at' : '[tabId+at]', range, SHOWN_MOMENTS);
    return newest.toReversed().map(({ tabId: of, at, what, offScreen }) => ({ tabId: of, at, what, ...(offScreen === undefined ? {} : { offScreen }) }));
  });
