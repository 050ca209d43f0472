import type { EpochMs } from '../../lib/base/time.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { momentText } from '../../lib/view/time-mode.ts';
import { useServices } from '../app-services.ts';
import { useTimeMode } from '../use-time-mode.ts';
import styles from './Searching.module.css';

/** That more may be found; `at`: the moment down to which was searched in the store, null while it is only the footsteps in memory. */
export function Searching({ at }: { readonly at: EpochMs | null }) {
  const { now } = useServices();
  const [mode] = useTimeMode();
  return <span class={styles['searching']}>{at === null ? t('panel_searching') : t('panel_searchingOlder', momentText(at, now(), mode))}</span>;
}
