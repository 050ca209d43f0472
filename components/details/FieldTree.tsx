import { useMemo, useState } from 'preact/hooks';
import type { FieldNode } from '../../lib/domain/field.ts';
import { fieldRows, type FieldRow } from '../../lib/view/field-rows.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { Icon } from '../ui/Icon.tsx';
import { ChosenField } from './ChosenField.tsx';
import { ShowSecrets } from './ShowSecrets.tsx';
import styles from './FieldTree.module.css';

/** Longer values are cut on screen, whole when copied: one line of a megabyte stops a page. */
const SHOWN = 2000;

type FieldTreeProps = {
  readonly label: string;
  readonly nodes: readonly FieldNode[];
  /** Whether they are of a footstep, so that they can be columns of the list. */
  readonly ofFootstep: boolean;
};

/** Fields with labels and values. One stop of the Tab key; arrows go through it, Left and Right fold and unfold, Ctrl+C copies the value. */
export function FieldTree({ label, nodes, ofFootstep }: FieldTreeProps) {
  const { copy } = useServices();
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  const rows = useMemo(() => fieldRows(nodes, toggled), [nodes, toggled]);
  const at = Math.max(0, rows.findIndex((row) => row.path === active));
  const secrets = rows.some((row) => row.masked !== row.text);
  const textOf = (row: FieldRow): string => (shown ? row.text : row.masked);

  const toggle = (row: FieldRow): void => {
    if (!row.folds) return;
    const next = new Set(toggled);
    if (!next.delete(row.path)) next.add(row.path);
    setToggled(next);
  };
  const go = (index: number, element: HTMLElement): void => {
    const row = rows[Math.min(rows.length - 1, Math.max(0, index))];
    if (!row) return;
    setActive(row.path);
    element.querySelector<HTMLElement>(`[data-path="${row.path}"]`)?.scrollIntoView({ block: 'nearest' });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = rows[at];
    const tree = event.currentTarget as HTMLElement;
    if (!row || event.target !== tree) return;
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && !getSelection()?.toString()) void copy(textOf(row));
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === 'ArrowDown') go(at + 1, tree);
    else if (event.key === 'ArrowUp') go(at - 1, tree);
    else if (event.key === 'Home') go(0, tree);
    else if (event.key === 'End') go(rows.length - 1, tree);
    else if (event.key === 'Enter' || (event.key === 'ArrowRight' && row.folds && !row.open) || (event.key === 'ArrowLeft' && row.open)) toggle(row);
    else if (event.key === 'ArrowRight') go(at + 1, tree);
    else if (event.key === 'ArrowLeft') go(rows.slice(0, at).findLastIndex((above) => above.level < row.level), tree);
    else return;
    event.preventDefault();
  };
  if (rows.length === 0) return <p class={styles['none']}>{t('fields_none')}</p>;
  return (
    <>
      {secrets ? <p class={styles['secrets']}><ShowSecrets shown={shown} onShow={setShown} /></p> : null}
      <div class={styles['tree']} role="tree" aria-label={label} tabIndex={0} aria-activedescendant={idOf(label, rows[at]?.path ?? '')} onKeyDown={onKeyDown}>
        {rows.map((row) => (
          <div
            key={row.path} id={idOf(label, row.path)} data-path={row.path} class={`${styles['row']} ${row.path === active ? styles['active'] : ''}`} role="treeitem"
            aria-level={row.level} aria-posinset={row.place} aria-setsize={row.siblings} aria-selected={row.path === active}
            {...(row.folds ? { 'aria-expanded': row.open } : {})} onClick={() => setActive(row.path)} title={row.name ?? ''}
          >
            <span class={styles['label']} style={{ paddingLeft: `${(row.level - 1) * 12}px` }} onClick={() => toggle(row)}>
              {row.folds ? <Icon name={row.open ? 'down' : 'right'} /> : <span class={styles['noFold']} />}
              <span class={styles['labelText']}>{row.label}</span>
            </span>
            <span class={`${styles['value']} ${styles[row.type]}`}>{textOf(row).slice(0, SHOWN)}{textOf(row).length > SHOWN ? '…' : ''}{row.inside === null ? null : <span class={styles['inside']}>{t(`fields_inside_${row.inside}`)}</span>}</span>
          </div>
        ))}
      </div>
      {active === null || !rows[at] ? null : <ChosenField row={rows[at]} text={textOf(rows[at])} ofFootstep={ofFootstep} />}
    </>
  );
}

const idOf = (label: string, path: string): string => `tree-${label.replace(/\W+/g, '-')}${path.replaceAll('/', '-')}`;
