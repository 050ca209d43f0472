import type { EpochMs } from '../base/time.ts';
import type { EnvironmentChange } from './session-machine.ts';

/** What the browser told of a tab: it came on screen, went off it, or another document was loaded in it. No address: footsteps tell that. */
export type TabMoment = { readonly tabId: number; readonly at: EpochMs; readonly what: 'shown' | 'hidden' | 'navigated' };

/** Null for what concerns no living tab. */
export function momentOf(change: EnvironmentChange): TabMoment | null {
  if (change.type === 'tabClosed') return null;
  const { tabId, at } = change;
  return { tabId, at, what: change.type === 'navigated' ? 'navigated' : change.hidden ? 'hidden' : 'shown' };
}
