import { useCallback, useState } from 'preact/hooks';
import { formatCount } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { storeProblem, type StoreProblemView } from '../../lib/view/store-problem.ts';
import { useServices } from '../app-services.ts';
import { useLive } from '../use-live.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import styles from './StoreProblem.module.css';

/** Where the database cannot be used, or not all of it: what is wrong, what it costs, and the ways out. Else nothing. */
export function StoreProblem() {
  const services = useServices();
  const state = useLive(useCallback(() => services.storeState(), [services])).value;
  const problem = state ? storeProblem(state, services.now()) : null;
  if (!problem) return null;
  return (
    <div class={`${styles['problem']} ${styles[problem.severity]}`} role="alert">
      <Icon name={problem.severity} />
      <p>{problem.sentences.join(' ')}</p>
      <StoreWays ways={problem.ways} />
    </div>
  );
}

type Doing = 'exporting' | 'asking' | 'resetting' | null;

/** Ways out of a database that cannot be used: take along what can be read, and begin anew, which is asked for twice. */
export function StoreWays({ ways }: Pick<StoreProblemView, 'ways'>) {
  const { exportReadable, resetStore, restart, saveFile } = useServices();
  const [doing, setDoing] = useState<Doing>(null);
  const [said, setSaid] = useState('');
  const run = async (what: Doing, work: () => Promise<string>): Promise<void> => {
    setDoing(what);
    setSaid('');
    setSaid(await work().catch((error: unknown) => (error instanceof Error ? error.message : String(error))));
    setDoing(null);
  };
  const save = async (): Promise<string> => {
    const { fileName, content, unread } = await exportReadable();
    await saveFile(fileName, content);
    return unread === 0 ? t('store_exportedAll') : tn('store_exported', unread, formatCount(unread));
  };
  const reset = async (): Promise<string> => {
    await resetStore();
    return '';
  };
  const isBusy = doing === 'exporting' || doing === 'resetting';
  return (
    <div class={styles['ways']}>
      {ways.includes('restart') ? <Button onClick={() => void restart()}>{t('store_restart')}</Button> : null}
      {ways.includes('export') ? <Button icon="export" disabled={isBusy} onClick={() => void run('exporting', save)}>{t(doing === 'exporting' ? 'store_exporting' : 'store_export')}</Button> : null}
      {ways.includes('reset') ? (
        <Button icon="clear" disabled={isBusy} onClick={() => (doing === 'asking' ? void run('resetting', reset) : setDoing('asking'))}>
          {t(doing === 'resetting' ? 'store_resetting' : doing === 'asking' ? 'store_resetSure' : 'store_reset')}
        </Button>
      ) : null}
      <span role="status">{said}</span>
    </div>
  );
}
