import { t } from '../../lib/view/messages/translate.ts';
import { useServices, type AppServices } from '../app-services.ts';
import { Button } from '../ui/Button.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { SdkSection } from './SdkSection.tsx';
import { useLook } from './use-look.ts';
import styles from './PageControls.module.css';

type Ask = NonNullable<AppServices['pageControl']>;

/** What the SDKs in the inspected page say of their sessions, beside the wire, and their own calls: each made only when its button is pressed. */
export function PageControls({ onClose }: { readonly onClose: () => void }) {
  const { pageControl } = useServices();
  return <Sheet title={t('controls_title')} onClose={onClose}>{pageControl ? <Controls ask={pageControl} /> : <p>{t('controls_none')}</p>}</Sheet>;
}

function Controls({ ask }: { readonly ask: Ask }) {
  const { look, failed, asking, run } = useLook(ask);
  return (
    <div class={styles['controls']} aria-busy={asking}>
      <div class={styles['top']}>
        <p class={styles['intro']}>{t('controls_intro')}</p>
        <Button onClick={() => run(null)} disabled={asking}>{t('controls_again')}</Button>
      </div>
      {failed !== null ? <p role="alert" class={styles['failed']}>{t('controls_failed', failed)}</p> : null}
      {look?.error ? <p role="alert" class={styles['failed']}>{t('controls_callFailed', look.error)}</p> : null}
      <p role="status" class={styles['done']}>{look?.done ? t('controls_done', look.done) : ''}</p>
      {look === null && failed === null ? <p class={styles['dim']}>{t('controls_asking')}</p> : null}
      {look?.sdks.length === 0 ? <div class={styles['none']}><h3>{t('controls_none')}</h3><p>{t('controls_noneWhy')}</p></div> : null}
      {look?.sdks.map(({ sdk, comparison }) => <SdkSection key={`${sdk.frameId} ${sdk.protocol}`} sdk={sdk} comparison={comparison} onOrder={run} />)}
    </div>
  );
}
