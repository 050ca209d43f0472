import { liveOf, type Live } from '../base/observable.ts';
import { privatePage } from '../browser/private-port.ts';
import type { ExportFormatId } from '../domain/export-format.ts';
import type { PrivateView } from '../domain/private-view.ts';
import type { RequestId } from '../domain/request.ts';
import type { ExportSelection, ExportWatch, FootstepPiece, FootstepQuery, RequestDetails, ViewScope } from '../domain/views.ts';
import { GOOD_STORE } from '../domain/store-state.ts';
import { createPageCore } from './page-core.ts';

// With every dissector, so only when somebody asks.
const heavy = () => import('./private-details.ts');

/** What a page about a private tab needs: the same as others, read from the background's memory and never from the database. */
export function createPrivateServices({ tabId }: { readonly tabId: number }) {
  const core = createPageCore({ tabId });
  const { view, recording } = privatePage(tabId);
  const made = <T>(make: (view: PrivateView) => T): Live<T> => ({ subscribe: (next, failed) => view.subscribe((seen) => next(make(seen)), failed) });
  const isOf = (of: number | null, tabIds: readonly number[]): boolean => of === null || tabIds.includes(of);

  return {
    ...core,
    isPrivate: true,
    sessions: ({ tabId: of }: ViewScope) => made(({ sessions }) => sessions.filter((s) => isOf(of, s.tabIds))),
    footsteps: ({ sessionKey, tabId: of, limit }: FootstepQuery) =>
      made(({ footsteps }) => footsteps.filter((f) => (sessionKey === undefined ? isOf(of ?? null, f.tabId === null ? [] : [f.tabId]) : f.sessionKey === sessionKey)).slice(-limit)),
    // All that is held is shown.
    olderFootsteps: async (): Promise<FootstepPiece> => ({ rows: [], next: null }),
    findings: ({ tabId: of }: ViewScope) =>
      made(({ findings, sessions }) => {
        const keys = new Set(sessions.filter((s) => isOf(of, s.tabIds)).map((s) => s.key));
        return findings.filter((f) => f.sessionKey !== null && keys.has(f.sessionKey));
      }),
    captureLedger: () => made(({ counters }) => counters),
    // They are of all windows alike, and nothing is written of private ones.
    gaps: () => liveOf([]),
    tabMoments: () => liveOf([]),
    // They need no database.
    storeState: () => liveOf(GOOD_STORE),
    details: async (id: RequestId): Promise<RequestDetails | null> => (await heavy()).details(await recording(), id),
    async exportArchive(selection: ExportSelection) {
      if (!selection.includePrivate) throw new Error('A private window is exported only when that was asked for.');
      return (await heavy()).exportArchive(await recording(), selection);
    },
    async exportRecording(selection: ExportSelection, format: ExportFormatId, watch?: ExportWatch) {
      if (!selection.includePrivate) throw new Error('A private window is exported only when that was asked for.');
      return (await heavy()).exportAs(await recording(), selection, format, watch);
    },
    previewExport: async (selection: ExportSelection, watch?: ExportWatch) => (await heavy()).preview(await recording(), selection, watch),
  };
}
