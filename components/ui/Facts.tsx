import type { ComponentChildren } from 'preact';
import styles from './Facts.module.css';

/** Labels with their values, one a line. */
export const Facts = ({ children }: { readonly children: ComponentChildren }) => <dl class={styles['facts']}>{children}</dl>;

type FactProps = { readonly label: string; readonly mono?: boolean; readonly children: ComponentChildren };

export function Fact({ label, mono = false, children }: FactProps) {
  return (
    <div class={styles['fact']}>
      <dt>{label}</dt>
      <dd class={mono ? styles['mono'] : ''}>{children}</dd>
    </div>
  );
}

type SectionProps = { readonly title: string; readonly aside?: ComponentChildren; readonly children: ComponentChildren };

export function Section({ title, aside, children }: SectionProps) {
  return (
    <section class={styles['section']}>
      <header class={styles['head']}>
        <h3>{title}</h3>
        {aside}
      </header>
      {children}
    </section>
  );
}
