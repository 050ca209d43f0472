import { listenToPageTap } from '../browser/page-tap-listener.ts';
import { canTap, isOffSite, syncPageTapScripts } from '../browser/page-tap-scripts.ts';
import type { Tell } from '../domain/feed.ts';
import type { RequestId } from '../domain/request.ts';
import type { Settings } from '../domain/settings.ts';
import type { IsCandidate } from '../pipeline/candidates.ts';
import type { Delay } from '../pipeline/group-commit.ts';
import { createWitnessJoin } from '../pipeline/witness-join.ts';

export type PageTapOptions = {
  readonly tell: Tell;
  readonly now: () => number;
  readonly delay: Delay;
  readonly isCandidate: IsCandidate;
  readonly newId: () => RequestId;
  /** Nothing is recorded there, as the user wishes. */
  readonly isPaused: (tabUrl: string | null, tabId: number | null) => boolean;
};

export type PageTap = {
  /** For the feed of requests, in the place of the recorder's. */
  readonly tell: Tell;
  /** The user's settings, at the start and at each change. */
  apply(settings: Pick<Settings, 'pageTap'>): void;
};

/** The page tap's side in the background. Call it in the first turn of the worker. */
export function startPageTap({ tell, now, delay, isCandidate, newId, isPaused }: PageTapOptions): PageTap {
  let { on, offSites }: Settings['pageTap'] = { on: true, offSites: [] };
  const join = createWitnessJoin({ tell, now, delay, isCandidate, newId, isOn: () => on && canTap() });
  listenToPageTap({
    now,
    isOff: (tabUrl, tabId) => !on || (tabUrl !== null && isOffSite(tabUrl, offSites)) || isPaused(tabUrl, tabId),
    reported: join.reported,
    filled: join.filled,
    refused: join.refused,
    dropped: (counter, times = 1) => tell({ type: 'count', counters: { [counter]: times } }),
  });
  let applied = Promise.resolve();
  return {
    tell: join.tell,
    apply({ pageTap }) {
      ({ on, offSites } = pageTap);
      const sync = (): Promise<void> => syncPageTapScripts(pageTap);
      applied = applied.then(sync, sync);
    },
  };
}
