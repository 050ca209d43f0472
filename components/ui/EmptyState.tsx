import type { Emptiness } from '../../lib/view/emptiness.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { Button } from './Button.tsx';
import styles from './EmptyState.module.css';

type EmptyStateProps = { readonly emptiness: Emptiness; readonly onAction?: (action: NonNullable<Emptiness['action']>) => void };

/** Says why there is nothing to see, what was looked at, and what to press. */
export function EmptyState({ emptiness: { title, lines, action }, onAction }: EmptyStateProps) {
  return (
    <div class={styles['empty']}>
      <h2 class={styles['title']}>{title}</h2>
      {lines.map((line) => <p key={line}>{line}</p>)}
      {action && onAction ? <div class={styles['action']}><Button primary={action !== 'clearFilter'} onClick={() => onAction(action)}>{t(`ui_act_${action}`)}</Button></div> : null}
    </div>
  );
}
