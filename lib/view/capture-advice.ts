import type { Counters } from '../domain/ports.ts';
import type { Settings } from '../domain/settings.ts';
import { formatCount } from './format.ts';
import { t, tn } from './messages/translate.ts';

/**
 * What was missed because the browser shows some bodies to no extension, and how to get those that come: a sentence each; none where nothing
 * was missed. Firefox hides none of them.
 */
export function captureAdvice(counters: Counters, { on, offSites }: Settings['pageTap']): readonly string[] {
  const hidden = (counters['bodyUnavailable.blob'] ?? 0) + (counters['bodyUnavailable.stream'] ?? 0);
  if (hidden === 0) return [];
  const why = !on ? [t('ledger_advice_off')] : offSites.length ? [t('ledger_advice_offSites', offSites.join(', '))] : [];
  return [tn('ledger_advice_missed', hidden, formatCount(hidden)), ...why, t('ledger_advice_devtools')];
}
