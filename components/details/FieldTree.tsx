import { useMemo, useState } from 'preact/hooks';
import type { FieldNode } from '../../lib/domain/field.ts';
import { fieldRows, type FieldRow } from '../../lib/view/field-rows.ts';
import { MASK } from '../../lib/view/secrets.ts';
import { useServices } from '../app-services.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './FieldTree.module.css';

/** Longer values are cut on screen, whole when copied: one line of a megabyte stops a page. */
const SHOWN = 2000;

/** Fields with labels and values. One stop of the Tab key; arrows go through it, Left and Right fold and unfold, Ctrl+C copies the value. */
export function FieldTree({ label, nodes }: { readonly label: string; readonly nodes: readonly FieldNode[] }) {
  const { copy } = useServices();
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(null);
  const [shown, setShown] = useState(false);
  const rows = useMemo(() => fieldRows(nodes, toggled), [nodes, toggled]);
  const at = Math.max(0, rows.findIndex((row) => row.path === active));
  const secrets = rows.some((row) => row.secret);

  const toggle = (row: FieldRow): void => {
    if (row.type !== 'branch') return;
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
    if ((event.ctrlKey || event.metaKey) && event.key === 'c' && !getSelection()?.toString()) void copy(row.text);
    else if (event.ctrlKey || event.metaKey || event.altKey) return;
    else if (event.key === 'ArrowDown') go(at + 1, tree);
    else if (event.key === 'ArrowUp') go(at - 1, tree);
    else if (event.key === 'Home') go(0, tree);
    else if (event.key === 'End') go(rows.length - 1, tree);
    else if (event.key === 'Enter' || (event.key === 'ArrowRight' && row.type === 'branch' && !row.open) || (event.key === 'ArrowLeft' && row.open)) toggle(row);
    else if (event.key === 'ArrowRight') go(at + 1, tree);
    else if (event.key === 'ArrowLeft') go(rows.slice(0, at).findLastIndex((above) => above.level < row.level), tree);
    else return;
    event.preventDefault();
  };
  if (rows.length === 0) return <p class={styles['none']}>No fields were read.</p>;
  return (
    <>
      {secrets ? <button type="button" class={styles['secrets']} aria-pressed={shown} onClick={() => setShown(!shown)}><Icon name="eye" />{shown ? 'Mask keys again' : 'Show masked keys'}</button> : null}
      <div class={styles['tree']} role="tree" aria-label={label} tabIndex={0} aria-activedescendant={idOf(label, rows[at]?.path ?? '')} onKeyDown={onKeyDown}>
        {rows.map((row) => (
          <div
            key={row.path} id={idOf(label, row.path)} data-path={row.path} class={`${styles['row']} ${row.path === active ? styles['active'] : ''}`} role="treeitem"
            aria-level={row.level} aria-posinset={row.place} aria-setsize={row.siblings} aria-selected={row.path === active}
            {...(row.type === 'branch' ? { 'aria-expanded': row.open } : {})} onClick={() => setActive(row.path)} title={row.name ?? ''}
          >
            <span class={styles['label']} style={{ paddingLeft: `${(row.level - 1) * 12}px` }} onClick={() => toggle(row)}>
              {row.type === 'branch' ? <Icon name={row.open ? 'down' : 'right'} /> : <span class={styles['noFold']} />}
              <span class={styles['labelText']}>{row.label}</span>
            </span>
            <span class={`${styles['value']} ${styles[row.type]}`}>{row.secret && !shown ? MASK : row.text.slice(0, SHOWN)}{row.text.length > SHOWN ? '…' : ''}</span>
          </div>
        ))}
      </div>
      <ActiveRow row={active === null ? undefined : rows[at]} />
    </>
  );
}

/** The whole of the chosen line, to copy: buttons in every line would be a hundred stops of the Tab key. */
function ActiveRow({ row }: { readonly row: FieldRow | undefined }) {
  if (!row || row.type === 'branch') return null;
  return (
    <div class={styles['foot']}>
      <span class={styles['footName']}>{row.name ?? row.label}</span>
      <CopyButton text={row.text} what={`the value of ${row.label}`} />
    </div>
  );
}

const idOf = (label: string, path: string): string => `tree-${label.replace(/\W+/g, '-')}${path.replaceAll('/', '-')}`;
