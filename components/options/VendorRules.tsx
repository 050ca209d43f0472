import type { VendorDefaults } from '../../lib/domain/options-views.ts';
import type { SessionRulesOverride } from '../../lib/domain/session-rules.ts';
import { showDuration } from '../../lib/view/duration-input.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { DURATIONS, defaultWords, durationProblem, ownDuration, without, withDuration, type DurationRule } from '../../lib/view/own-rules.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { VendorMark } from '../ui/VendorMark.tsx';
import { DraftField } from './DraftField.tsx';
import styles from './VendorRules.module.css';

type VendorRulesProps = {
  readonly vendor: VendorDefaults;
  readonly own: SessionRulesOverride;
  /** Changes what the user's numbers are by then. */
  readonly onChange: (make: (own: SessionRulesOverride) => SessionRulesOverride) => void;
};

/** A vendor's rules, one a line: the user's number, the vendor's, and a way back to that. */
export function VendorRules({ vendor, own, onChange }: VendorRulesProps) {
  const isManual = own.manualOnly === true;
  const sources = [...new Set(vendor.rules.flatMap(({ rules }) => rules.sources))];
  const id = `rules-${vendor.id}`;
  return (
    <div class={styles['vendor']} data-vendor={vendor.id}>
      <header class={styles['head']}>
        <h3 id={id}><VendorMark name={vendor.name} />{vendor.name}</h3>
        {Object.keys(own).length ? <Button onClick={() => onChange(() => ({}))}>{t('options_rules_resetVendor', vendor.name)}</Button> : null}
      </header>
      <table class={styles['table']} aria-labelledby={id}>
        <thead>
          <tr><th scope="col">{t('options_rules_rule')}</th><th scope="col">{t('options_rules_own')}</th><th scope="col">{t('options_rules_default')}</th></tr>
        </thead>
        <tbody>
          {DURATIONS.map((rule) => <DurationRow key={rule} rule={rule} vendor={vendor} own={own} onChange={onChange} />)}
          <tr>
            <th scope="row">{t('options_rules_tracking')}</th>
            <td>
              <span class={styles['own']}>
                <select
                  class={styles['select']} aria-label={t('options_rules_ofVendor', t('options_rules_tracking'), vendor.name)} value={isManual ? 'manual' : 'automatic'}
                  onChange={(event) => {
                    const manual = event.currentTarget.value === 'manual';
                    onChange((now) => (manual ? { ...now, manualOnly: true } : without(now, 'manualOnly')));
                  }}
                >
                  <option value="automatic">{t('options_rules_automatic')}</option>
                  <option value="manual">{t('options_rules_manual')}</option>
                </select>
                {own.manualOnly === undefined ? null : <Reset rule={t('options_rules_tracking')} onClick={() => onChange((now) => without(now, 'manualOnly'))} />}
              </span>
            </td>
            <td>{t('options_rules_automatic')}</td>
          </tr>
        </tbody>
      </table>
      {isManual ? <p class={styles['note']}>{t('options_rules_manualNote')}</p> : null}
      <details class={styles['sources']}>
        <summary>{t('options_rules_sources')}</summary>
        <ul>{sources.map((source) => <li key={source}>{source}</li>)}</ul>
      </details>
    </div>
  );
}

function DurationRow({ rule, vendor, own, onChange }: VendorRulesProps & { readonly rule: DurationRule }) {
  const label = t(`options_rules_${rule}`);
  const value = ownDuration(own, rule);
  const shown = value === undefined ? '' : value === null ? t('options_rules_none') : showDuration(value);
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>
        <span class={styles['own']}>
          <DraftField
            label={t('options_rules_ofVendor', label, vendor.name)} value={shown} placeholder={t('options_rules_asVendor')} problem={(text) => durationProblem(text, rule)}
            disabled={own.manualOnly === true && (rule === 'idleMs' || rule === 'backgroundIdleMs' || rule === 'maxMs')}
            onSave={(text) => onChange((now) => withDuration(now, rule, text))}
          />
          {value === undefined ? null : <Reset rule={label} onClick={() => onChange((now) => without(now, rule))} />}
        </span>
      </td>
      <td>{defaultWords(vendor, rule).map(({ variants, text }) => <span key={text} class={styles['default']}>{variants === null ? text : t('options_rules_variant', variants, text)}</span>)}</td>
    </tr>
  );
}

const Reset = ({ rule, onClick }: { readonly rule: string; readonly onClick: () => void }) => <IconButton icon="undo" label={t('options_resetOf', rule)} onClick={onClick} />;
