import type { ComponentChildren } from 'preact';
import { t } from '../../lib/view/messages/translate.ts';
import styles from './OptionsSection.module.css';

/** The parts of the page, in order; also the names in its address (`options.html#endpoints`). */
export const SECTIONS = ['rules', 'endpoints', 'recording', 'retention', 'redaction', 'look', 'delete'] as const;
export type SectionId = (typeof SECTIONS)[number];

type OptionsSectionProps = { readonly id: SectionId; readonly intro?: string; readonly children: ComponentChildren };

export function OptionsSection({ id, intro, children }: OptionsSectionProps) {
  return (
    <section id={id} class={styles['section']} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`} class={styles['title']}>{t(`options_nav_${id}`)}</h2>
      {intro === undefined ? null : <p class={styles['intro']}>{intro}</p>}
      {children}
    </section>
  );
}

/** A part of a section, with its own heading. */
export function Part({ title, note, children }: { readonly title: string; readonly note?: string; readonly children: ComponentChildren }) {
  return (
    <div class={styles['part']}>
      <h3 class={styles['name']}>{title}</h3>
      <div class={styles['body']}>
        {children}
        {note === undefined ? null : <p class={styles['note']}>{note}</p>}
      </div>
    </div>
  );
}
