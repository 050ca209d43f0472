import { useCallback, useState } from 'preact/hooks';
import { storedSize } from '../../lib/domain/stored-size.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { Button } from '../ui/Button.tsx';
import { Toned } from '../ui/Toned.tsx';
import { useLive } from '../use-live.ts';
import { Switch } from './Choice.tsx';
import styles from './DeleteSection.module.css';
import { OptionsSection } from './OptionsSection.tsx';
import { useOptionsServices } from './options-services.ts';
import { sentenceOf } from './use-settings.ts';

type State = { readonly kind: 'ready' | 'asking' | 'busy' } | { readonly kind: 'done' | 'failed'; readonly sentence: string };

/** Deletes all that is recorded, in two steps, and says what that was. */
export function DeleteSection() {
  const services = useServices();
  const { resetSettings } = useOptionsServices();
  const counters = useLive(useCallback(() => services.captureLedger(), [services])).value;
  const [alsoSettings, setAlsoSettings] = useState(false);
  const [state, setState] = useState<State>({ kind: 'ready' });
  const size = storedSize(counters ?? {});
  const run = async (): Promise<void> => {
    setState({ kind: 'busy' });
    try {
      await services.clear({ tabId: null });
      if (alsoSettings) await resetSettings();
      const deleted = t('options_delete_done', formatCount(size.events), formatCount(size.requests));
      setState({ kind: 'done', sentence: alsoSettings ? `${deleted} ${t('options_delete_doneSettings')}` : deleted });
    } catch (error) {
      setState({ kind: 'failed', sentence: t('options_failed', sentenceOf(error)) });
    }
  };
  const isAsking = state.kind === 'asking';
  return (
    <OptionsSection id="delete" intro={t('options_delete_intro')}>
      <p>{t('options_delete_now', formatCount(size.events), formatCount(size.requests))}</p>
      <Switch checked={alsoSettings} onChange={setAlsoSettings}>{t('options_delete_settings')}</Switch>
      <p class={styles['buttons']}>
        {isAsking ? (
          <span class={styles['danger']}><Button icon="clear" onClick={() => void run()}>{t('options_delete_sure')}</Button></span>
        ) : (
          <Button icon="clear" disabled={state.kind === 'busy'} onClick={() => setState({ kind: 'asking' })}>{t('options_delete_button')}</Button>
        )}
        {isAsking ? <Button onClick={() => setState({ kind: 'ready' })}>{t('options_cancel')}</Button> : null}
      </p>
      <p role="status">{state.kind === 'done' || state.kind === 'failed' ? <Toned tone={state.kind === 'done' ? 'good' : 'bad'}>{state.sentence}</Toned> : null}</p>
    </OptionsSection>
  );
}
