import { useRef, useState } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import { useRememberedTexts } from '../remembered.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './SavedFilters.module.css';

type SavedFiltersProps = { readonly text: string; readonly valid: boolean; readonly onChoose: (text: string) => void };

const POPUP_ID = 'saved-filters';

/** A button that opens the reader's own filters: to choose, to save the present one, to remove. */
export function SavedFilters({ text, valid, onChoose }: SavedFiltersProps) {
  const [saved, setSaved] = useRememberedTexts('filters');
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  const present = text.trim();
  const canSave = present !== '' && valid && !saved.includes(present);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return;
    setOpen(false);
    root.current?.querySelector('button')?.focus();
    event.preventDefault();
  };
  const onFocusOut = (event: FocusEvent): void => {
    // A button that removes itself leaves the focus nowhere: that is no leaving.
    if (event.relatedTarget instanceof Node && !root.current?.contains(event.relatedTarget)) setOpen(false);
  };
  return (
    <span ref={root} class={styles['saved']} onKeyDown={onKeyDown} onFocusOut={onFocusOut}>
      <button type="button" class={styles['open']} title={t('filter_saved')} aria-label={t('filter_saved')} aria-expanded={open} aria-controls={POPUP_ID} onClick={() => setOpen(!open)}>
        <Icon name="down" />
      </button>
      <div id={POPUP_ID} class={styles['popup']} role="group" aria-label={t('filter_saved')} hidden={!open}>
        {saved.length === 0 ? <p class={styles['none']}>{t('filter_saved_none')}</p> : null}
        <ul>
          {saved.map((filter) => (
            <li key={filter} class={styles['item']}>
              <button
                type="button" class={styles['choose']} title={filter}
                onClick={() => {
                  setOpen(false);
                  onChoose(filter);
                }}
              >
                {filter}
              </button>
              <IconButton icon="close" label={t('filter_saved_remove', filter)} onClick={() => setSaved(saved.filter((other) => other !== filter))} />
            </li>
          ))}
        </ul>
        <Button disabled={!canSave} onClick={() => setSaved([present, ...saved])}>{t('filter_saved_save')}</Button>
      </div>
    </span>
  );
}
