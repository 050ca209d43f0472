import { useCallback } from 'preact/hooks';
import { liveOf, type Live } from '../../lib/base/observable.ts';
import type { EpochMs } from '../../lib/base/time.ts';
import type { TabMoment } from '../../lib/domain/tab-moment.ts';
import { useServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';

/** When the page that the tab shows was opened; null where the view keeps what was before, and where nobody saw it open. */
export function useNavigationCut(tabId: number | null, keep: boolean): EpochMs | null {
  const services = useServices();
  const cuts = tabId !== null && !keep;
  const moments = useLive(useCallback((): Live<readonly TabMoment[]> => (cuts ? services.tabMoments({ tabId }) : liveOf([])), [services, tabId, cuts])).value;
  return moments?.findLast((moment) => moment.what === 'navigated')?.at ?? null;
}
