import type { ComponentChildren } from 'preact';
import styles from './Choice.module.css';

type ChoiceProps<T extends string> = {
  /** What is chosen, for those who cannot see the heading. */
  readonly label: string;
  readonly name: string;
  readonly value: T;
  readonly choices: readonly { readonly id: T; readonly label: string; readonly note?: string }[];
  readonly onChange: (id: T) => void;
  readonly inline?: boolean;
};

/** One of a few, all of them in sight. */
export function Choice<T extends string>({ label, name, value, choices, onChange, inline = false }: ChoiceProps<T>) {
  return (
    <div role="radiogroup" aria-label={label} class={inline ? styles['inline'] : styles['stack']}>
      {choices.map(({ id, label: text, note }) => (
        <label key={id} class={styles['choice']}>
          <input type="radio" name={name} checked={value === id} onChange={() => onChange(id)} />
          {text}
          {note === undefined ? null : <span class={styles['note']}>{note}</span>}
        </label>
      ))}
    </div>
  );
}

type SwitchProps = { readonly checked: boolean; readonly onChange: (on: boolean) => void; readonly children: ComponentChildren };

export function Switch({ checked, onChange, children }: SwitchProps) {
  return (
    <label class={styles['choice']}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      {children}
    </label>
  );
}
