import { useEffect, useState } from 'preact/hooks';
import type { RedactionPreview } from '../../lib/domain/export-format.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import type { ExportSelection } from '../../lib/domain/views.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { layout } from '../ui/Layout.tsx';
import styles from './RedactionChoices.module.css';

type Rules = Settings['redaction'];

type RedactionChoicesProps = {
  readonly rules: Rules;
  readonly onRules: (rules: Rules) => void;
  readonly selection: ExportSelection;
  /** False: nothing may be looked at yet, or a file is being written. */
  readonly looks: boolean;
};

const PARTS = ['user', 'email', 'ip'] as const;

/** What is taken out of the file: secrets in any case, the rest as chosen, with how often each is found. */
export function RedactionChoices({ rules, onRules, selection, looks }: RedactionChoicesProps) {
  return (
    <fieldset class={layout.choices}>
      <legend>{t('export_redaction')}</legend>
      <div class={styles['selects']}>
        {PARTS.map((part) => (
          <label key={part}>
            {t(`export_redact_${part}`)}
            <select value={rules[part]} onChange={({ currentTarget }) => onRules({ ...rules, [part]: currentTarget.value as Rules['user'] })}>
              {(['keep', 'hash', 'remove'] as const).map((how) => <option key={how} value={how}>{t(`export_redact_${how}`)}</option>)}
            </select>
          </label>
        ))}
        <label>
          {t('export_redact_sessionIds')}
          <select value={rules.sessionIds} onChange={({ currentTarget }) => onRules({ ...rules, sessionIds: currentTarget.value as Rules['sessionIds'] })}>
            {(['keep', 'hash'] as const).map((how) => <option key={how} value={how}>{t(`export_redact_${how}`)}</option>)}
          </select>
        </label>
      </div>
      <Counts rules={rules} selection={selection} looks={looks} />
    </fieldset>
  );
}

function Counts({ rules, selection, looks }: Omit<RedactionChoicesProps, 'onRules'>) {
  const { previewExport } = useServices();
  const [preview, setPreview] = useState<RedactionPreview | 'looking' | 'failed'>('looking');
  // The same choice is another object with each picture.
  const asked = JSON.stringify([selection, rules]);
  useEffect(() => {
    if (!looks) return undefined;
    const [what, redaction] = JSON.parse(asked) as [ExportSelection, Rules];
    setPreview('looking');
    const stopping = new AbortController();
    previewExport(what, { redaction, signal: stopping.signal }).then(
      (found) => {
        if (!stopping.signal.aborted) setPreview(found);
      },
      () => {
        if (!stopping.signal.aborted) setPreview('failed');
      },
    );
    return () => stopping.abort();
  }, [asked, looks, previewExport]);
  return (
    <p class={styles['counts']} role="status">
      {preview === 'looking' ? t('export_preview_looking') : preview === 'failed' ? t('export_preview_failed') : preview.length === 0 ? t('export_preview_none') : (
        <>{t('export_preview')} {preview.map(({ reason, count }) => t('export_preview_count', formatCount(count), t(`export_reason_${reason}`))).join(', ')}.</>
      )}
    </p>
  );
}
