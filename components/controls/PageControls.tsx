import { useCallback, useEffect, useState } from 'preact/hooks';
import type { ControlLook, ControlOrder } from '../../lib/domain/page-controls.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { useServices, type AppServices } from '../app-services.ts';
import { Button } from '../ui/Button.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { SdkSection } from './SdkSection.tsx';
import styles from './PageControls.module.css';

type Ask = NonNullable<AppServices['pageControl']>;
type State = { readonly look: ControlLook | null; readonly failed: string | null; readonly asking: boolean };

/** What the SDKs in the inspected page say of their sessions, beside the wire, and their own calls: each made only when its button is pressed. */
export function PageControls({ onClose }: { readonly onClose: () => void }) {
  const { pageControl } = useServices();
  return <Sheet title={t('controls_title')} onClose={onClose}>{pageControl ? <Controls ask={pageControl} /> : <p>{t('controls_none')}</p>}</Sheet>;
}

function Controls({ ask }: { readonly ask: Ask }) {
  const [{ look, failed, asking }, setState] = useState<State>({ look: null, failed: null, asking: true });
  const run = useCallback(async (order: ControlOrder | null): Promise<void> => {
    setState((before) => ({ ...before, asking: true }));
    const answer = await ask(order);
    setState((before) => (answer.ok ? { look: answer.value, failed: null, asking: false } : { look: before.look, failed: answer.error, asking: false }));
  }, [ask]);
  useEffect(() => void run(null), [run]);
  return (
    <div class={styles['controls']} aria-busy={asking}>
      <div class={styles['top']}>
        <p class={styles['intro']}>{t('controls_intro')}</p>
        <Button onClick={() => void run(null)} disabled={asking}>{t('controls_again')}</Button>
      </div>
      {failed !== null ? <p role="alert" class={styles['failed']}>{t('controls_failed', failed)}</p> : null}
      {look?.error ? <p role="alert" class={styles['failed']}>{t('controls_callFailed', look.error)}</p> : null}
      <p role="status" class={styles['done']}>{look?.done ? t('controls_done', look.done) : ''}</p>
      {look === null && failed === null ? <p class={styles['dim']}>{t('controls_asking')}</p> : null}
      {look?.sdks.length === 0 ? <div class={styles['none']}><h3>{t('controls_none')}</h3><p>{t('controls_noneWhy')}</p></div> : null}
      {look?.sdks.map(({ sdk, comparison }) => <SdkSection key={`${sdk.frameId} ${sdk.protocol}`} sdk={sdk} comparison={comparison} onOrder={(order) => void run(order)} />)}
    </div>
  );
}
