import { useEffect, useRef } from 'preact/hooks';
import type { Completion } from '../../lib/view/filter/complete.ts';
import { t } from '../../lib/view/messages/translate.ts';
import styles from './CompletionList.module.css';

type CompletionListProps = { readonly id: string; readonly items: readonly Completion[]; readonly active: number; readonly onTake: (item: Completion) => void };

export const optionId = (list: string, index: number): string => `${list}-${index}`;

/** The proposals under the filter. The focus stays in the box; it says which one is active. */
export function CompletionList({ id, items, active, onTake }: CompletionListProps) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView?.({ block: 'nearest' }), [active]);
  return (
    <ul ref={list} id={id} role="listbox" aria-label={t('filter_proposals')} class={styles['list']} hidden={items.length === 0}>
      {items.map((item, index) => (
        <li
          key={item.insert} id={optionId(id, index)} role="option" aria-selected={index === active} class={styles['item']}
          // The press must not take the focus out of the box: that would close the list before the click.
          onMouseDown={(event) => event.preventDefault()} onClick={() => onTake(item)}
        >
          <span class={styles['insert']}>{item.insert}</span> <span class={styles['hint']}>{item.hint}</span>
        </li>
      ))}
    </ul>
  );
}
