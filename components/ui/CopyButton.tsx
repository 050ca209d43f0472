import { useEffect, useState } from 'preact/hooks';
import { useServices } from '../app-services.ts';
import { IconButton } from './Button.tsx';
import styles from './CopyButton.module.css';

const CONFIRM_MS = 1500;

type State = 'ready' | 'copied' | 'failed';

/** Copies a text and says so. `what` completes the sentence "Copy …". */
export function CopyButton({ text, what }: { readonly text: string; readonly what: string }) {
  const { copy } = useServices();
  const [state, setState] = useState<State>('ready');
  useEffect(() => {
    if (state === 'ready') return;
    const timer = setTimeout(() => setState('ready'), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [state]);
  const run = (): void => void copy(text).then(() => setState('copied'), () => setState('failed'));
  return (
    <span class={styles['copy']}>
      <IconButton icon={state === 'copied' ? 'check' : state === 'failed' ? 'error' : 'copy'} label={`Copy ${what}`} onClick={run} />
      <span class={styles['said']} role="status">{state === 'copied' ? 'Copied' : state === 'failed' ? 'Copying failed' : ''}</span>
    </span>
  );
}
