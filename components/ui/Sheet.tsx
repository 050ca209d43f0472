import { useEffect, useRef } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { t } from '../../lib/view/messages/translate.ts';
import { IconButton } from './Button.tsx';
import styles from './Sheet.module.css';

type SheetProps = { readonly title: string; readonly onClose: () => void; readonly children: ComponentChildren };

/** A dialog over the page. Esc and the cross close it, and the focus goes back to where it was: the browser's own dialog does both. */
export function Sheet({ title, onClose, children }: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const told = useRef(false);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  /** Once, and at once: the browser's own word comes a task later, when another sheet may be wanted already, which that would close. */
  const close = (): void => {
    dialog.current?.close();
    if (told.current) return;
    told.current = true;
    onClose();
  };
  return (
    <dialog
      ref={dialog} class={styles['sheet']} aria-label={title} onClose={close}
      onCancel={(event) => {
        // Of a choice of files inside it, too.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        close();
      }}
    >
      <header class={styles['head']}>
        <h2>{title}</h2>
        <IconButton icon="close" label={t('ui_close')} onClick={close} />
      </header>
      <div class={styles['body']}>{children}</div>
    </dialog>
  );
}
