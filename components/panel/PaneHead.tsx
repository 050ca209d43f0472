import type { ComponentChildren } from 'preact';
import styles from './PaneHead.module.css';

/** The title line of a pane. */
export function PaneHead({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <header class={styles['head']}>
      <h2>{title}</h2>
      {children}
    </header>
  );
}
