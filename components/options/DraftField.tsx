import { useId, useState } from 'preact/hooks';
import styles from './DraftField.module.css';

type DraftFieldProps = {
  /** What it is, for those who do not see what stands beside it. */
  readonly label: string;
  /** The stored value as text; shown unless somebody types. */
  readonly value: string;
  readonly placeholder?: string;
  readonly width?: 'narrow' | 'wide';
  readonly disabled?: boolean;
  /** What is wrong with a text; null: nothing. */
  readonly problem: (text: string) => string | null;
  readonly onSave: (text: string) => void;
};

/** A text field that saves when it is left or Enter is pressed, and says in place what is wrong. Esc brings the stored value back. */
export function DraftField({ label, value, placeholder, width = 'narrow', disabled = false, problem, onSave }: DraftFieldProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const id = useId();
  // By what stands in the field: it may be left before what was typed last is drawn.
  const save = (text: string): void => {
    if (text === value) return setDraft(null);
    const found = problem(text);
    setWrong(found);
    if (found !== null) return undefined;
    setDraft(null);
    return text.trim() === value ? undefined : onSave(text.trim());
  };
  return (
    <span class={styles['field']}>
      <input
        type="text" class={`${styles['input']} ${styles[width]}`} aria-label={label} value={draft ?? value} disabled={disabled} spellcheck={false} autocomplete="off"
        {...(placeholder === undefined ? {} : { placeholder })} {...(wrong === null ? {} : { 'aria-invalid': true, 'aria-describedby': id })}
        onInput={(event) => {
          setDraft(event.currentTarget.value);
          if (wrong !== null) setWrong(problem(event.currentTarget.value));
        }}
        onBlur={(event) => save(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save(event.currentTarget.value);
          if (event.key !== 'Escape') return;
          setDraft(null);
          setWrong(null);
        }}
      />
      {wrong === null ? null : <span id={id} class={styles['wrong']} role="alert">{wrong}</span>}
    </span>
  );
}
