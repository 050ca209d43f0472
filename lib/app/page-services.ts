import { bootedAt } from '../browser/boot.ts';
import { createQueries } from '../store/queries.ts';
import { openReading } from '../store/reading.ts';
import { createPageCore } from './page-core.ts';
import { imports, importsReading } from './page-imports.ts';
import { withImports } from './with-imports.ts';
import { withStoreState } from './store-state.ts';

/**
 * What panel, side panel and the pages after them need: live values from the store, commands to the background.
 *
 * @param page the inspected tab; null where the page shows all
 * @param mostSessions that a list holds; absent: as many as the panel needs
 */
export function createPageServices(page: { readonly tabId: number | null }, mostSessions?: number) {
  const { counters: captureLedger, gaps, storeState, ...recorded } = withStoreState(createQueries(openReading(), bootedAt, mostSessions));
  const { sessions, footsteps, olderFootsteps, findings } = withImports(recorded, createQueries(importsReading, async () => 0, mostSessions), imports);
  return { ...createPageCore(page), sessions, footsteps, olderFootsteps, findings, captureLedger, gaps, storeState };
}
