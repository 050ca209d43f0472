import { readBoot } from '../browser/boot.ts';
import { openDatabase } from '../store/db.ts';
import { createTabMoments } from '../store/tab-moments.ts';

/** What a page that draws a timeline needs of tabs: apart, as it brings Dexie along, which the popup does without. */
export const tabMoments = createTabMoments(openDatabase(), async () => (await readBoot())?.at ?? 0).live;
