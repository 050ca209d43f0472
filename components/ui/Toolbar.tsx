import type { ComponentChildren } from 'preact';
import styles from './Toolbar.module.css';

export function Toolbar({ label, children }: { readonly label: string; readonly children: ComponentChildren }) {
  return <div class={styles['toolbar']} role="group" aria-label={label}>{children}</div>;
}

export const ToolbarGap = () => <span class={styles['gap']} />;
export const ToolbarLine = () => <span class={styles['line']} />;
