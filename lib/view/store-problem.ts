import type { EpochMs } from '../base/time.ts';
import type { StoreState } from '../domain/store-state.ts';
import { formatCount } from './format.ts';
import { t, tn } from './messages/translate.ts';
import { momentText } from './time-mode.ts';

/** What is wrong with the database, in sentences, and the ways out. Null where nothing is. */
export type StoreProblemView = {
  readonly sentences: readonly string[];
  readonly severity: 'error' | 'warning';
  readonly ways: readonly ('restart' | 'export' | 'reset')[];
};

export function storeProblem({ trouble, gap, damaged }: StoreState, now: EpochMs): StoreProblemView | null {
  if (!trouble && !gap && damaged === 0) return null;
  const sentences = [
    ...(trouble ? ['error' in trouble ? t(`store_${trouble.kind}`, trouble.error) : t(`store_${trouble.kind}`)] : []),
    ...(gap?.lost ? [tn('store_lost', gap.lost, formatCount(gap.lost), momentText(gap.from, now, 'local'))] : []),
    ...(damaged ? [tn('store_damaged', damaged, formatCount(damaged))] : []),
  ];
  // Nobody can read or delete what another page holds.
  return { sentences, severity: trouble || gap ? 'error' : 'warning', ways: trouble?.kind === 'blocked' ? ['restart'] : ['export', 'reset'] };
}
