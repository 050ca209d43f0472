import { t } from '../../lib/view/messages/translate.ts';
import { IconButton } from '../ui/Button.tsx';
import { AddField } from './AddField.tsx';
import styles from './TextList.module.css';

type TextListProps = {
  /** What one entry is. */
  readonly label: string;
  readonly placeholder: string;
  readonly entries: readonly string[];
  readonly problem: (text: string) => string | null;
  /** What is kept of what was typed. */
  readonly clean?: (text: string) => string;
  /** Changes what the entries are by then. */
  readonly onChange: (make: (entries: readonly string[]) => readonly string[]) => void;
};

/** Short texts, one a line, each with a button that removes it. */
export function TextList({ label, placeholder, entries, problem, clean = (text) => text, onChange }: TextListProps) {
  return (
    <div class={styles['list']}>
      {entries.length ? (
        <ul class={styles['entries']}>
          {entries.map((entry) => (
            <li key={entry} class={styles['entry']}>
              <code>{entry}</code>
              <IconButton icon="close" label={t('options_remove', entry)} onClick={() => onChange((now) => now.filter((other) => other !== entry))} />
            </li>
          ))}
        </ul>
      ) : null}
      <AddField label={label} placeholder={placeholder} problem={problem} onAdd={(text) => onChange((now) => [...new Set([...now, clean(text)])])} />
    </div>
  );
}
