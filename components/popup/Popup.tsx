import { useState } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { useRecordState } from '../record-state.ts';
import { Button } from '../ui/Button.tsx';
import { Notes } from '../ui/Notes.tsx';
import { SessionCards } from './SessionCards.tsx';
import { TabHead } from './TabHead.tsx';
import styles from './Popup.module.css';

/** The sessions of the current tab at a glance. */
export function Popup() {
  const record = useRecordState();
  return (
    <div class={styles['popup']}>
      <TabHead record={record} />
      <main class={styles['main']}>
        <Notes />
        <SessionCards record={record} />
      </main>
      <footer class={styles['foot']}>
        <SidePanelButton />
        <ReportButton />
        <ExportButton />
        <span class={styles['hint']} title={t('popup_devtoolsTitle')}>{t('popup_devtools')}</span>
      </footer>
    </div>
  );
}

function SidePanelButton() {
  const { openSidePanel } = useServices();
  if (!openSidePanel) return null;
  // What stands beside the page now says all that the popup did.
  return <Button icon="side" title={t('popup_sidePanelTitle')} onClick={() => void openSidePanel().then(() => window.close())}>{t('popup_sidePanel')}</Button>;
}

export function ReportButton() {
  const { openReport } = useServices();
  return <Button icon="open" title={t('popup_reportTitle')} onClick={() => void openReport()}>{t('popup_report')}</Button>;
}

type Exporting = 'ready' | 'asking' | 'busy' | 'failed';

export function ExportButton() {
  const { tabId, isPrivate = false, exportRecording, saveFile } = useServices();
  const [state, setState] = useState<Exporting>('ready');
  const run = async (): Promise<void> => {
    // Nothing of a private window is written into a file unless that is said twice.
    if (isPrivate && state !== 'asking') return setState('asking');
    setState('busy');
    try {
      const { fileName, content } = await exportRecording({ ...(tabId === null ? {} : { tabId }), ...(isPrivate ? { includePrivate: true } : {}) }, 'archive');
      await saveFile(fileName, content);
      setState('ready');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <Button icon="export" title={t('popup_exportTabTitle')} disabled={state === 'busy'} onClick={() => void run()}>{t(state === 'busy' ? 'popup_exporting' : state === 'asking' ? 'recording_privateExport' : 'popup_exportTab')}</Button>
      {state === 'failed' ? <span role="alert" class={styles['failed']}>{t('popup_exportFailed')}</span> : null}
    </>
  );
}
