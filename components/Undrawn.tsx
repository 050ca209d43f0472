import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';
import { t } from '../lib/view/messages/translate.ts';
import { Button } from './ui/Button.tsx';
import { Icon } from './ui/Icon.tsx';
import { StoreWays } from './ui/StoreProblem.tsx';
import styles from './ui/StoreProblem.module.css';

/** Draws a page; where that fails, a sentence and the ways out stand in its place instead of nothing. */
export function Undrawn({ children }: { readonly children: ComponentChildren }) {
  const [error, again] = useErrorBoundary();
  if (!error) return <>{children}</>;
  return (
    <div class={`${styles['problem']} ${styles['error']}`} role="alert">
      <Icon name="error" />
      <p>{t('store_undrawn', error instanceof Error ? error.message : String(error))}</p>
      <div class={styles['ways']}>
        <Button onClick={again}>{t('store_again')}</Button>
        <StoreWays ways={['export', 'reset']} />
      </div>
    </div>
  );
}
