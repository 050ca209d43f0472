import { bootedAt } from '../browser/boot.ts';
import type { Live } from '../base/observable.ts';
import type { TabMoment } from '../domain/tab-moment.ts';
import type { ViewScope } from '../domain/views.ts';
import { liveTabMoments } from '../store/live-tab-moments.ts';
import { openReading } from '../store/reading.ts';

const reading = openReading();

/** What a page that draws a timeline needs of tabs. */
export const tabMoments = (scope: ViewScope): Live<readonly TabMoment[]> => liveTabMoments(reading, bootedAt, scope);
