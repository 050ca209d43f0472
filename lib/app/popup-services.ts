import { bootedAt } from '../browser/boot.ts';
import type { FootstepPiece } from '../domain/views.ts';
import { createReader } from '../store/reader.ts';
import { createPageCore } from './page-core.ts';
import { withStoreState } from './store-state.ts';

/**
 * What the popup needs: the same as other pages, read from the database without Dexie, whose script alone takes longer than the popup may.
 *
 * @param page the tab that it is about.
 */
export function createPopupServices(page: { readonly tabId: number | null }) {
  const { sessions, footsteps, findings, counters: captureLedger, gaps, storeState } = withStoreState(createReader(bootedAt));
  // A popup shows the newest only.
  const olderFootsteps = async (): Promise<FootstepPiece> => ({ rows: [], next: null });
  return { ...createPageCore(page), sessions, footsteps, olderFootsteps, findings, captureLedger, gaps, storeState };
}
