import { useEffect, useImperativeHandle, useRef } from 'preact/hooks';
import type { ComponentChildren, Ref } from 'preact';
import { cellClass, type Column } from './grid-column.ts';
import { GridHead } from './GridHead.tsx';
import { useVirtual, type FollowedEdge } from './use-virtual.ts';
import styles from './VirtualGrid.module.css';


/** How a line of a tree stands in it. */
export type RowState = { readonly level?: number; readonly expanded?: boolean; readonly class?: string | undefined };

/** What the owner of a grid may ask of it. */
export type GridHandle = { readonly focus: () => void; readonly toEnd: () => void; readonly toStart: () => void; readonly show: (index: number) => void };

type VirtualGridProps = {
  /** Unique in the page: rows derive their ids from it. */
  readonly id: string;
  readonly label: string;
  readonly role?: 'grid' | 'treegrid';
  readonly class?: string | undefined;
  readonly columns: readonly Column[];
  readonly count: number;
  /** Has to be a new function whenever the rows are others. */
  readonly keyAt: (index: number) => string;
  readonly stateAt?: (index: number) => RowState;
  /** What stands in a row under a column, by the column's id. */
  readonly cell: (index: number, column: string) => ComponentChildren;
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  /** Enter, or a double click. */
  readonly onOpen?: (index: number) => void;
  /** Other keys; true where it took the key. */
  readonly onKey?: (key: string, index: number) => boolean;
  /** The menu of a row, which then is the selected one, was asked for, at a point of the window. */
  readonly onMenu?: (index: number, at: { readonly x: number; readonly y: number }) => void;
  /** The edge at which new rows come in: a reader who is there sees them come. */
  readonly follow?: FollowedEdge;
  /** Whether that edge is in view. */
  readonly onAtEnd?: (atEnd: boolean) => void;
  /** Whenever other rows are drawn away from that edge: from which up to but without which. */
  readonly onDrawn?: (start: number, end: number) => void;
  /** Tracks of the columns, where they are not the class's; narrower than `minWidth` the grid is scrolled sideways. */
  readonly template?: string;
  readonly minWidth?: number;
  /** Heads are buttons where this is given. */
  readonly onSort?: (column: string) => void;
  readonly onResize?: (column: string, width: number) => void;
  readonly handle?: Ref<GridHandle>;
};

const ROW = 22;

/** A grid that draws only the rows in view. One stop of the Tab key; arrows, Page, Home and End move the selection, which is the active row. */
export function VirtualGrid(props: VirtualGridProps) {
  const { id, columns, count, keyAt, selected, onSelect, onAtEnd, onDrawn, follow = null, handle = null } = props;
  const virtual = useVirtual({ count, rowHeight: ROW, headHeight: ROW, keyAt, follow });
  const { scroller, start, end, atEnd } = virtual;

  useImperativeHandle(handle, () => ({ focus: () => scroller.current?.focus(), toEnd: virtual.toEnd, toStart: virtual.toStart, show: virtual.show }));
  useEffect(() => onAtEnd?.(atEnd), [onAtEnd, atEnd]);
  useEffect(() => {
    if (!atEnd) onDrawn?.(start, end);
  }, [onDrawn, atEnd, start, end]);
  // What was chosen elsewhere, on the timeline or by a link, comes into view.
  const selectedKey = selected >= 0 && selected < count ? keyAt(selected) : null;
  const shownKey = useRef<string | null>(null);
  useEffect(() => {
    if (selectedKey === shownKey.current) return;
    shownKey.current = selectedKey;
    if (selectedKey !== null) virtual.show(selected);
  });

  const select = (index: number): void => {
    if (count === 0) return;
    const next = Math.min(count - 1, Math.max(0, index));
    onSelect(next);
    virtual.show(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target !== event.currentTarget) return;
    const target = targetOf(event.key, selected, count, virtual.pageRows);
    if (target !== null) select(target);
    else if (event.key === 'Enter' && selected >= 0) props.onOpen?.(selected);
    else if (!props.onKey?.(event.key, selected)) return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent): void => {
    const index = indexUnder(event);
    if (index !== null) onSelect(index);
  };
  const onContextMenu = (event: MouseEvent): void => {
    // From the keyboard it comes to what has the focus: the grid, whose active row is meant.
    const index = event.target === event.currentTarget ? selected : (indexUnder(event) ?? -1);
    if (!props.onMenu || index < 0) return;
    event.preventDefault();
    if (index !== selected) select(index);
    const row = event.target === event.currentTarget ? document.querySelector(`#${id}-${index}`)?.getBoundingClientRect() : undefined;
    props.onMenu(index, row ? { x: row.left + 24, y: row.bottom } : { x: event.clientX, y: event.clientY });
  };
  const drawn = Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);
  return (
    <div
      ref={scroller} class={`${styles['grid']} ${props.class ?? ''}`} role={props.role ?? 'grid'} aria-label={props.label} aria-rowcount={count + 1} tabIndex={0}
      onScroll={virtual.onScroll} onKeyDown={onKeyDown} onContextMenu={onContextMenu}
      {...(props.template === undefined ? {} : { style: { '--columns': props.template, '--min-width': `${props.minWidth ?? 0}px` } })}
      {...(selected >= start && selected < end ? { 'aria-activedescendant': `${id}-${selected}` } : {})}
    >
      <div class={styles['head']} role="row" aria-rowindex={1}>
        <GridHead columns={columns} onSort={props.onSort} onResize={props.onResize} />
      </div>
      <div class={styles['body']} role="rowgroup" style={{ height: `${count * ROW}px` }} onClick={onClick} onDblClick={(event) => {
        const index = indexUnder(event);
        if (index !== null) props.onOpen?.(index);
      }}>
        {drawn.map((index) => {
          const state = props.stateAt?.(index);
          return (
            <div
              key={keyAt(index)} id={`${id}-${index}`} data-index={index} class={`${styles['row']} ${state?.class ?? ''}`} role="row" aria-rowindex={index + 2}
              aria-selected={index === selected} style={{ top: `${index * ROW}px` }}
              {...(state?.level === undefined ? {} : { 'aria-level': state.level })}
              {...(state?.expanded === undefined ? {} : { 'aria-expanded': state.expanded })}
            >
              {columns.map((column) => (
                <div key={column.id} role="gridcell" class={cellClass(column)}>{props.cell(index, column.id)}</div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function indexUnder(event: MouseEvent): number | null {
  const row = (event.target as Element | null)?.closest<HTMLElement>('[data-index]');
  return row ? Number(row.dataset['index']) : null;
}

/** Where a key leads from a row; null for keys that lead nowhere. */
function targetOf(key: string, from: number, count: number, page: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return from + 1;
    case 'ArrowUp':
      return from < 0 ? count - 1 : from - 1;
    case 'PageDown':
      return from + page;
    case 'PageUp':
      return from - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
