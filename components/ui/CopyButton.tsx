import { useEffect, useState } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { Button, IconButton } from './Button.tsx';
import styles from './CopyButton.module.css';

const CONFIRM_MS = 1500;

type State = 'ready' | 'copied' | 'failed';

type CopyButtonProps = {
  /** Or what makes it, where that costs something. */
  readonly text: string | (() => string);
  /** Completes the sentence "Copy …". */
  readonly what: string;
  /** Shown beside the icon. */
  readonly label?: string;
};

/** Copies a text and says so. */
export function CopyButton({ text, what, label }: CopyButtonProps) {
  const { copy } = useServices();
  const [state, setState] = useState<State>('ready');
  useEffect(() => {
    if (state === 'ready') return;
    const timer = setTimeout(() => setState('ready'), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const run = (): void => void copy(typeof text === 'string' ? text : text()).then(() => setState('copied'), () => setState('failed'));
  const icon = state === 'copied' ? 'check' : state === 'failed' ? 'error' : 'copy';
  return (
    <span class={styles['copy']}>
      {label === undefined ? <IconButton icon={icon} label={t('ui_copy', what)} onClick={run} /> : <Button icon={icon} title={t('ui_copy', what)} onClick={run}>{label}</Button>}
      <span class={styles['said']} role="status">{state === 'copied' ? t('ui_copied') : state === 'failed' ? t('ui_copyFailed') : ''}</span>
    </span>
  );
}
