import type { ComponentChildren } from 'preact';
import styles from './PaneHead.module.css';

type PaneHeadProps = {
  readonly title: string;
  readonly children?: ComponentChildren;
  /** What changes how the pane looks, at the end of the line. */
  readonly menu?: ComponentChildren;
};

/** The title line of a pane. */
export function PaneHead({ title, children, menu }: PaneHeadProps) {
  return (
    <header class={styles['head']}>
      <h2>{title}</h2>
      {children}
      {menu ? <span class={styles['menu']}>{menu}</span> : null}
    </header>
  );
}
