import type { EpochMs } from '../base/time.ts';
import type { EnvironmentChange } from './session-machine.ts';

/**
 * What the browser told of a tab: it came on screen, went off it, or another document was loaded in it. No address: footsteps tell that.
 * `offScreen`: of a document that was loaded, whether the tab was off screen then; absent where that was not known.
 */
export type TabMoment = { readonly tabId: number; readonly at: EpochMs; readonly what: 'shown' | 'hidden' | 'navigated'; readonly offScreen?: boolean };

/** So many are read for a timeline, the newest: more than fit beside one another on any screen. */
export const SHOWN_MOMENTS = 2_000;

/**
 * Null for what concerns no living tab.
 *
 * @param shown the tabs on screen, as last looked at; absent before that was done
 */
export function momentOf(change: EnvironmentChange, shown?: ReadonlySet<number>): TabMoment | null {
  if (change.type === 'tabClosed') return null;
  const { tabId, at } = change;
  if (change.type === 'navigated') return { tabId, at, what: 'navigated', ...(shown ? { offScreen: !shown.has(tabId) } : {}) };
  return { tabId, at, what: change.hidden ? 'hidden' : 'shown' };
}
