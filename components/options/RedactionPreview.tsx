import { useCallback, useState } from 'preact/hooks';
import type { RedactionSample } from '../../lib/domain/options-views.ts';
import type { RequestId } from '../../lib/domain/request.ts';
import type { Settings } from '../../lib/domain/settings.ts';
import { formatMoment } from '../../lib/view/format.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { comparedLines, redactionCounts } from '../../lib/view/redaction-preview.ts';
import { useServices } from '../app-services.ts';
import { Part } from './OptionsSection.tsx';
import { useOptionsServices } from './options-services.ts';
import styles from './RedactionPreview.module.css';
import { useAsked } from './use-asked.ts';

const REST_MS = 100;
const MAX_URL = 80;

/** A recorded request, or a made-up one, as it is and as it would leave. */
export function RedactionPreview({ rules }: { readonly rules: Settings['redaction'] }) {
  const { now } = useServices();
  const { recentRequests, previewRedaction } = useOptionsServices();
  const recent = useAsked(useCallback(() => recentRequests(), [recentRequests])).value ?? [];
  const [chosen, setChosen] = useState<RequestId | null>(null);
  // By its text: the settings are other objects whenever anything in them changed.
  const written = JSON.stringify(rules);
  const ask = useCallback(() => previewRedaction(JSON.parse(written) as typeof rules, chosen), [previewRedaction, written, chosen]);
  const { value, failed } = useAsked(ask, REST_MS);
  return (
    <Part title={t('options_redaction_preview')}>
      <label class={styles['of']}>
        {t('options_redaction_of')}
        <select value={chosen ?? ''} onChange={(event) => setChosen(recent.find(({ id }) => id === event.currentTarget.value)?.id ?? null)}>
          <option value="">{t('options_redaction_sample')}</option>
          {recent.map(({ id, method, url, startedAt }) => <option key={id} value={id}>{`${formatMoment(startedAt, now())} ${method} ${url.slice(0, MAX_URL)}`}</option>)}
        </select>
      </label>
      {failed === null ? null : <p role="alert">{t('options_workFailed', failed)}</p>}
      {value ? <Sample sample={value} /> : null}
    </Part>
  );
}

function Sample({ sample }: { readonly sample: RedactionSample }) {
  const lines = comparedLines(sample);
  return (
    <>
      <p role="status">{redactionCounts(sample)}</p>
      <div class={styles['panes']}>
        <Pane title={t('options_redaction_before')} lines={lines.map(({ before, differs }) => ({ text: before, differs }))} />
        <Pane title={t('options_redaction_after')} lines={lines.map(({ after, differs }) => ({ text: after, differs }))} />
      </div>
    </>
  );
}

function Pane({ title, lines }: { readonly title: string; readonly lines: readonly { readonly text: string; readonly differs: boolean }[] }) {
  return (
    <figure class={styles['pane']}>
      <figcaption>{title}</figcaption>
      <pre tabIndex={0} role="region" aria-label={title}>{lines.map(({ text, differs }, i) => <span key={i} class={differs ? styles['differs'] : styles['line']}>{`${text}\n`}</span>)}</pre>
    </figure>
  );
}
