import { t } from '../../lib/view/messages/translate.ts';
import type { TimeRange } from '../../lib/view/time-scale.ts';
import { stretchWords } from '../../lib/view/timeline-words.ts';
import { useServices } from '../app-services.ts';
import { IconButton } from '../ui/Button.tsx';
import { useTimeMode } from '../use-time-mode.ts';
import styles from './StretchChip.module.css';

type StretchChipProps = { readonly stretch: TimeRange; /** What relative times count from; null: the time of day. */ readonly origin: number | null; readonly onClear: () => void; readonly onZoom?: () => void };

/** The stretch of time that was chosen on the axis, and the way out of it. */
export function StretchChip({ stretch, origin, onClear, onZoom }: StretchChipProps) {
  const { now } = useServices();
  const [chosen] = useTimeMode();
  const words = stretchWords(stretch, { mode: origin === null && chosen === 'relative' ? 'local' : chosen, origin: origin ?? 0, now: now() });
  return (
    <span class={styles['chip']}>
      {onZoom ? <button type="button" title={t('timeline_zoomToStretch')} onClick={onZoom}>{words}</button> : <span>{words}</span>}
      <IconButton icon="close" label={t('timeline_clearStretch')} onClick={onClear} />
    </span>
  );
}
