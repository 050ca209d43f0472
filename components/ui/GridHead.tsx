import { useState } from 'preact/hooks';
import { t } from '../../lib/view/messages/translate.ts';
import { Icon } from './Icon.tsx';
import { cellClass, type Column } from './grid-column.ts';
import styles from './GridHead.module.css';

type GridHeadProps = {
  readonly columns: readonly Column[];
  readonly onSort?: ((column: string) => void) | undefined;
  /** In pixels. */
  readonly onResize?: ((column: string, width: number) => void) | undefined;
};

const STEP = 16;

/** The heads of a grid. Where they do something they are one stop of the Tab key: arrows go from one to the next, Enter sorts, Shift with an arrow resizes. */
export function GridHead({ columns, onSort, onResize }: GridHeadProps) {
  const [at, setAt] = useState(0);
  const active = Math.min(at, columns.length - 1);
  if (!onSort) return columns.map((column) => <div key={column.id} role="columnheader" class={cellClass(column)}>{column.label}</div>);

  const onKeyDown = (event: KeyboardEvent, index: number): void => {
    const head = (event.currentTarget as HTMLElement).closest<HTMLElement>('[role=columnheader]');
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (step !== 0 && event.shiftKey && head) {
      const column = columns[index];
      if (column?.resize) onResize?.(column.id, head.offsetWidth + step * STEP);
    } else if (step !== 0) {
      const next = Math.min(columns.length - 1, Math.max(0, index + step));
      setAt(next);
      head?.parentElement?.children[next]?.querySelector('button')?.focus();
    } else if (event.key === 'ArrowDown') head?.closest<HTMLElement>('[tabindex="0"][aria-rowcount]')?.focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return columns.map((column, index) => (
    <div key={column.id} role="columnheader" class={`${cellClass(column)} ${styles['head']}`} {...(column.sorted ? { 'aria-sort': column.sorted } : {})}>
      <button
        type="button" class={styles['button']} tabIndex={index === active ? 0 : -1} title={column.hint ?? column.label} {...(column.hint ? { 'aria-label': column.hint } : {})} {...(column.box ? { 'aria-pressed': column.box === 'some' ? 'mixed' : column.box === 'all' } : {})}
        onFocus={() => setAt(index)} onKeyDown={(event) => onKeyDown(event, index)}
        onClick={() => onSort(column.id)}
      >
        {column.box ? <span class={`${styles['box']} ${styles[column.box]}`}>{column.box === 'all' ? <Icon name="check" /> : null}</span> : <span class={styles['label']}>{column.label}</span>}
        {column.sorted ? <Icon name={column.sorted === 'ascending' ? 'up' : 'down'} /> : null}
      </button>
      {column.resize ? <span class={`${styles['edge']} ${styles[column.resize]}`} title={t('grid_resize', column.label)} aria-hidden="true" onPointerDown={(event) => follow(event, column.resize === 'end' ? 1 : -1, (width) => onResize?.(column.id, width))} /> : null}
    </div>
  ));
}

function follow(event: PointerEvent, sign: 1 | -1, resize: (width: number) => void): void {
  if (event.button !== 0) return;
  const edge = event.currentTarget as HTMLElement;
  const from = event.clientX;
  const width = edge.parentElement?.offsetWidth ?? 0;
  const move = (moved: PointerEvent): void => resize(width + sign * (moved.clientX - from));
  event.preventDefault();
  edge.setPointerCapture(event.pointerId);
  edge.addEventListener('pointermove', move);
  // Fires however the drag ends.
  edge.addEventListener('lostpointercapture', () => edge.removeEventListener('pointermove', move), { once: true });
}
