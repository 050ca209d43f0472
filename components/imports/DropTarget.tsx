import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import styles from './DropTarget.module.css';

const hasFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') === true;

/** Takes files that are dropped on what is inside. Without `onFile` a file is dropped in vain, and never opened in the page's place. */
export function DropTarget({ onFile, children }: { readonly onFile: ((file: File) => void) | null; readonly children: ComponentChildren }) {
  const [isOver, setOver] = useState(false);
  return (
    <div
      class={styles['target']}
      onDragOver={(event) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        setOver(onFile !== null);
      }}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node && event.currentTarget.contains(event.relatedTarget))) setOver(false);
      }}
      onDrop={(event) => {
        if (!hasFile(event)) return;
        event.preventDefault();
        setOver(false);
        for (const file of event.dataTransfer?.files ?? []) onFile?.(file);
      }}
    >
      {children}
      {isOver ? <div class={styles['over']}>{t('import_drop')}</div> : null}
    </div>
  );
}
