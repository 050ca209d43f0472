import { readBoot } from '../browser/boot.ts';
import { openDatabase } from '../store/db.ts';
import { createQueries } from '../store/queries.ts';
import { createPageCore } from './page-core.ts';
import { withStoreState } from './store-state.ts';

/**
 * What panel, side panel and the pages after them need: live values from the store, commands to the background.
 *
 * @param page the inspected tab; null where the page shows all.
 */
export function createPageServices(page: { readonly tabId: number | null }) {
  const { sessions, footsteps, olderFootsteps, findings, counters: captureLedger, gaps, storeState } = withStoreState(createQueries(openDatabase(), async () => (await readBoot())?.at ?? 0));
  return { ...createPageCore(page), sessions, footsteps, olderFootsteps, findings, captureLedger, gaps, storeState };
}
