import { useCallback } from 'preact/hooks';
import type { VendorDefaults } from '../../lib/domain/options-views.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { useOptionsServices } from './options-services.ts';
import { useAsked } from './use-asked.ts';
import styles from './VendorRules.module.css';

/** The vendors there are; none until they are loaded. */
export function useVendors(): readonly VendorDefaults[] {
  const { vendorDefaults } = useOptionsServices();
  return useAsked(useCallback(() => vendorDefaults(), [vendorDefaults])).value ?? [];
}

type VendorSelectProps = {
  readonly vendors: readonly VendorDefaults[];
  readonly value: string;
  /** What the chosen one is called, also where no dissector has that id any more. */
  readonly name: string;
  readonly onChange: (id: string) => void;
};

export function VendorSelect({ vendors, value, name, onChange }: VendorSelectProps) {
  return (
    <select class={styles['select']} aria-label={t('options_endpoints_vendor')} value={value} onChange={(event) => onChange(event.currentTarget.value)}>
      {vendors.some(({ id }) => id === value) ? null : <option value={value}>{name}</option>}
      {vendors.map(({ id, name: of }) => <option key={id} value={id}>{of}</option>)}
    </select>
  );
}
