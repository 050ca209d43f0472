import styles from './VirtualGrid.module.css';

/** A column of a grid. `sorted`: by it, and how. `resize`: the edge that can be dragged. */
export type Column = {
  readonly id: string;
  readonly label: string;
  /** What its head says where the label is but a sign. */
  readonly hint?: string;
  /** Its head is a box, which stands for those of all lines. */
  readonly box?: 'none' | 'some' | 'all';
  readonly class?: string | undefined;
  readonly align?: 'end';
  readonly sorted?: 'ascending' | 'descending' | undefined;
  readonly resize?: 'start' | 'end' | undefined;
};

export const cellClass = (column: Column): string => `${styles['cell']} ${column.align === 'end' ? styles['end'] : ''} ${column.class ?? ''}`;
