import type { ComponentType } from 'preact';
import { useCallback, useState } from 'preact/hooks';
import { captureView } from '../../lib/view/capture.ts';
import { hostLabel } from '../../lib/view/format.ts';
import { gapSentence, gapsOf } from '../../lib/view/gaps.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import type { RecordState } from '../record-state.ts';
import { IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { RecordMenu } from '../ui/RecordMenu.tsx';
import { useLive } from '../use-live.ts';
import styles from './TabHead.module.css';

/** Which page this is about, whether it is recorded, and what has become of the requests that were seen. */
export function TabHead({ record }: { readonly record: RecordState }) {
  const services = useServices();
  const tab = useLive(useCallback(() => services.tab, [services])).value;
  // Few ask for it, and the popup's first picture waits for nobody.
  const [Controls, setControls] = useState<ComponentType<{ readonly onClose: () => void }> | null>(null);
  const ask = (): void => void import('../controls/PageControls.tsx').then(({ PageControls }) => setControls(() => PageControls));
  const site = tab?.url ? hostLabel(tab.url) : '';
  return (
    <>
      <header class={styles['top']}>
        <div class={styles['head']}>
          <h1 class={styles['site']} title={tab?.title ?? ''}>{site || t('popup_thisTab')}</h1>
          {services.pageControl ? <IconButton icon="plug" label={t('controls_open')} onClick={ask} /> : null}
          <RecordMenu recording={record.recording} align="end" />
        </div>
        <CaptureSentence record={record} url={tab?.url ?? null} />
      </header>
      {Controls ? <Controls onClose={() => setControls(null)} /> : null}
    </>
  );
}

function CaptureSentence({ record, url }: { readonly record: RecordState; readonly url: string | null }) {
  const services = useServices();
  const { tabId } = services;
  const all = useLive(useCallback(() => services.gaps({ tabId }), [services, tabId])).value ?? [];
  const gaps = tabId === null ? all : gapsOf(all, { tabIds: [tabId], sites: [url] });
  if (!record.known) return <p class={styles['capture']}>&nbsp;</p>;
  const view = captureView(record.counters);
  return <p class={`${styles['capture']} ${view.complete ? '' : styles['incomplete']}`} title={t('popup_captureTitle')}>{view.complete ? null : <Icon name="warning" />}<span>{[view.sentence, gapSentence(gaps, services.now())].filter(Boolean).join(' ')}</span></p>;
}
