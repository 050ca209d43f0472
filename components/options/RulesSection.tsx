import { useCallback } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import type { SectionProps } from './Options.tsx';
import { OptionsSection } from './OptionsSection.tsx';
import { useOptionsServices } from './options-services.ts';
import { useAsked } from './use-asked.ts';
import { VendorRules } from './VendorRules.tsx';
import styles from './VendorRules.module.css';

/** The user's own numbers for each vendor, beside the vendor's. */
export function RulesSection({ settings: { rules }, change }: SectionProps) {
  const { vendorDefaults } = useOptionsServices();
  const { value: vendors, failed } = useAsked(useCallback(() => vendorDefaults(), [vendorDefaults]));
  return (
    <OptionsSection id="rules" intro={t('options_rules_intro')}>
      {failed === null ? null : <p role="alert">{t('options_workFailed', failed)}</p>}
      {vendors === undefined && failed === null ? <p class={styles['note']}>{t('options_rules_loading')}</p> : null}
      {vendors ? <p class={styles['note']}>{t('options_duration_hint')}</p> : null}
      {vendors?.map((vendor) => (
        <VendorRules
          key={vendor.id} vendor={vendor} own={rules[vendor.id] ?? {}}
          onChange={(make) =>
            change(({ rules: { [vendor.id]: before = {}, ...others } }) => {
              const own = make(before);
              return { rules: Object.keys(own).length ? { ...others, [vendor.id]: own } : others };
            })
          }
        />
      ))}
    </OptionsSection>
  );
}
