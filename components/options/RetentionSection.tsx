import { useCallback, useState } from 'preact/hooks';
import type { Settings } from '../../lib/domain/settings.ts';
import { removedByLimits, storedSize } from '../../lib/domain/stored-size.ts';
import { formatBytes, formatCount } from '../../lib/view/format.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { LIMITS, limitProblem, limitsIn, limitText, type Limit } from '../../lib/view/limit-input.ts';
import { useServices } from '../app-services.ts';
import { Button } from '../ui/Button.tsx';
import { useLive } from '../use-live.ts';
import fields from './DraftField.module.css';
import type { SectionProps } from './Options.tsx';
import { OptionsSection } from './OptionsSection.tsx';
import { useOptionsServices } from './options-services.ts';
import styles from './RetentionSection.module.css';
import { useAsked } from './use-asked.ts';

const TYPING_MS = 300;

/** How much is kept: what is there, what the limits typed would remove, and only then the limits themselves. */
export function RetentionSection({ settings: { retention }, change }: SectionProps) {
  const [draft, setDraft] = useState<Partial<Readonly<Record<Limit, string>>>>({});
  const texts = Object.fromEntries(LIMITS.map((limit) => [limit, draft[limit] ?? limitText(limit, retention[limit])])) as Readonly<Record<Limit, string>>;
  const typed = limitsIn(texts);
  const isChanged = LIMITS.some((limit) => texts[limit].trim() !== limitText(limit, retention[limit]));
  const save = (): void => {
    if (typed === null) return;
    change({ retention: typed });
    setDraft({});
  };
  return (
    <OptionsSection id="retention" intro={t('options_retention_intro')}>
      <Use />
      <form
        class={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {LIMITS.map((limit) => {
          const problem = limitProblem(limit, texts[limit]);
          return (
            <label key={limit} class={styles['limit']}>
              <span>{t(`options_retention_${limit}`)}</span>
              <span class={fields['field']}>
                <span>
                  <input
                    type="text" class={`${fields['input']} ${fields['narrow']}`} value={texts[limit]} placeholder={t('options_retention_noLimit')} spellcheck={false} autocomplete="off"
                    onInput={(event) => setDraft({ ...draft, [limit]: event.currentTarget.value })} {...(problem === null ? {} : { 'aria-invalid': true })}
                  />
                  <span class={styles['unit']}>{t(`options_retention_unit_${limit}`)}</span>
                </span>
                {problem === null ? null : <span class={fields['wrong']} role="alert">{problem}</span>}
              </span>
            </label>
          );
        })}
        <p class={styles['note']}>{t('options_retention_hint')}</p>
        {isChanged && typed ? <Forecast limits={typed} /> : null}
        {isChanged ? (
          <p class={styles['buttons']}>
            <Button primary disabled={typed === null} onClick={save}>{t('options_retention_save')}</Button>
            <Button onClick={() => setDraft({})}>{t('options_retention_discard')}</Button>
          </p>
        ) : null}
      </form>
    </OptionsSection>
  );
}

function Use() {
  const services = useServices();
  const { diskUse } = useOptionsServices();
  const counters = useLive(useCallback(() => services.captureLedger(), [services])).value;
  const size = counters && storedSize(counters);
  const stored = size?.bytes;
  // Measured anew when what is stored has grown or shrunk by a megabyte, not at each footstep.
  const step = stored === undefined ? null : Math.round(stored / 1_000_000);
  const disk = useAsked(useCallback(() => (step === null ? Promise.resolve(null) : diskUse()), [diskUse, step])).value;
  if (!counters || !size) return null;
  const removed = removedByLimits(counters);
  return (
    <ul class={styles['use']}>
      <li>{t('options_retention_use', formatCount(size.events), formatCount(size.requests), formatBytes(size.bytes))}</li>
      {disk ? <li>{t('options_retention_disk', formatBytes(disk.usage), formatBytes(disk.quota))}</li> : null}
      <li>{removed.sessions || removed.events ? t('options_retention_removed', formatCount(removed.sessions), formatCount(removed.events)) : t('options_retention_removedNone')}</li>
    </ul>
  );
}

function Forecast({ limits: { maxAgeDays, maxEvents, maxBytes } }: { readonly limits: Settings['retention'] }) {
  const { forecastRetention } = useOptionsServices();
  const { value, busy, failed } = useAsked(useCallback(() => forecastRetention({ maxAgeDays, maxEvents, maxBytes }), [forecastRetention, maxAgeDays, maxEvents, maxBytes]), TYPING_MS);
  const sentence = (): string => {
    if (failed !== null) return t('options_workFailed', failed);
    if (busy || !value) return t('options_retention_counting');
    return value.sessions || value.events ? t('options_retention_wouldGo', formatCount(value.sessions), formatCount(value.events)) : t('options_retention_wouldGoNone');
  };
  return <p class={styles['forecast']} role="status">{sentence()}</p>;
}
