import { useState } from 'preact/hooks';
import type { Session } from '../../lib/domain/session.ts';
import { formatCount } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { isOpenAt } from '../../lib/view/state.ts';
import { useServices } from '../app-services.ts';
import { Button } from '../ui/Button.tsx';
import { Sheet } from '../ui/Sheet.tsx';
import { Toned } from '../ui/Toned.tsx';
import styles from './DeleteSheet.module.css';

type DeleteSheetProps = { readonly sessions: readonly Session[]; readonly onDeleted: () => void; readonly onClose: () => void };

/** Says what goes with the sessions, and deletes them when that is confirmed. */
export function DeleteSheet({ sessions: chosen, onDeleted, onClose }: DeleteSheetProps) {
  const { deleteSessions, now } = useServices();
  const [state, setState] = useState<'ready' | 'busy' | { readonly why: string }>('ready');
  // An import goes as one, by its own sheet.
  const sessions = chosen.filter(({ imported }) => !imported);
  const imported = chosen.length - sessions.length;
  const count = sessions.length;
  const events = sessions.reduce((sum, { counts }) => sum + counts.events, 0);
  const open = sessions.filter((session) => isOpenAt(session, now())).length;
  const run = async (): Promise<void> => {
    setState('busy');
    try {
      await deleteSessions(sessions.map(({ key }) => key));
      onDeleted();
    } catch (error) {
      setState({ why: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <Sheet title={t('report_delete_title')} onClose={onClose}>
      {count > 0 ? <p>{tn('report_delete_what', count, formatCount(count), formatCount(events))}</p> : null}
      {imported > 0 ? <p>{tn('report_delete_imported', imported, formatCount(imported))}</p> : null}
      {open > 0 ? <p>{tn('report_delete_open', open, formatCount(open))}</p> : null}
      {count > 0 ? <p>{t('report_delete_final')}</p> : null}
      <p class={styles['end']}>
        <Button onClick={onClose}>{t('report_delete_cancel')}</Button>
        <Button icon="trash" disabled={state === 'busy' || count === 0} onClick={() => void run()}>{state === 'busy' ? t('report_delete_busy') : tn('report_delete_do', count, formatCount(count))}</Button>
        {typeof state === 'object' ? <span role="alert"><Toned tone="bad">{t('report_delete_failed', state.why)}</Toned></span> : null}
      </p>
    </Sheet>
  );
}
