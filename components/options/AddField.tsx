import { useId, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { t } from '../../lib/view/messages/translate.ts';
import { Button } from '../ui/Button.tsx';
import styles from './DraftField.module.css';
import rows from './AddField.module.css';

type AddFieldProps = {
  readonly label: string;
  readonly placeholder: string;
  readonly problem: (text: string) => string | null;
  readonly onAdd: (text: string) => void;
  /** What else belongs to an entry. */
  readonly children?: ComponentChildren;
};

/** A field for one more entry of a list. What is wrong is said beneath it, and the text stays to be mended. */
export function AddField({ label, placeholder, problem, onAdd, children }: AddFieldProps) {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string | null>(null);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const add = (): void => {
    // By what stands in the field: Enter may come before what was typed last is drawn.
    const typed = input.current?.value ?? '';
    const found = problem(typed);
    setWrong(found);
    if (found !== null) return;
    onAdd(typed.trim());
    setText('');
  };
  return (
    <form
      class={rows['add']}
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <span class={styles['field']}>
        <input
          ref={input} type="text" class={`${styles['input']} ${rows['text']}`} aria-label={label} placeholder={placeholder} value={text} spellcheck={false} autocomplete="off"
          {...(wrong === null ? {} : { 'aria-invalid': true, 'aria-describedby': id })}
          onInput={(event) => {
            setText(event.currentTarget.value);
            if (wrong !== null) setWrong(problem(event.currentTarget.value));
          }}
        />
        {wrong === null ? null : <span id={id} class={styles['wrong']} role="alert">{wrong}</span>}
      </span>
      {children}
      <Button onClick={add}>{t('options_add')}</Button>
    </form>
  );
}
