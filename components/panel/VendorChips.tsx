import type { Session } from '../../lib/domain/session.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { vendorCounts } from '../../lib/view/session-rows.ts';
import { useServices } from '../app-services.ts';
import styles from './VendorChips.module.css';

type VendorChipsProps = { readonly sessions: readonly Session[]; readonly chosen: ReadonlySet<string>; readonly onChoose: (chosen: ReadonlySet<string>) => void };

/** One switch a vendor, with its sessions counted; none pressed shows all. */
export function VendorChips({ sessions, chosen, onChoose }: VendorChipsProps) {
  const { vendorName } = useServices();
  const vendors = vendorCounts(sessions, vendorName);
  if (vendors.length === 0) return null;
  const toggle = (protocol: string): void => {
    const next = new Set(chosen);
    if (!next.delete(protocol)) next.add(protocol);
    onChoose(next);
  };
  return (
    <div class={styles['chips']} role="group" aria-label={t('panel_vendors')}>
      <button type="button" class={styles['chip']} aria-pressed={chosen.size === 0} onClick={() => onChoose(new Set())}>{t('panel_vendors_all')}</button>
      {vendors.map(({ protocol, name, count }) => (
        <button key={protocol} type="button" class={styles['chip']} aria-pressed={chosen.has(protocol)} onClick={() => toggle(protocol)}>
          {name} <span class={styles['count']}>{formatCount(count)}</span>
        </button>
      ))}
    </div>
  );
}
