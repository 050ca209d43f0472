import type { FieldSpec } from '../../lib/domain/field.ts';
import { pinnedName, type ColumnId, type FootstepLook } from '../../lib/view/footstep-look.ts';
import type { MessageKey } from '../../lib/view/messages/catalog.ts';
import { t } from '../../lib/view/messages/translate.ts';
import type { TimeMode } from '../../lib/view/time-mode.ts';
import type { Column } from '../ui/grid-column.ts';
import styles from './FootstepList.module.css';

const CLASSES: { readonly [column: string]: string | undefined } = { time: styles['mono'], session: styles['mono'], name: '', delivery: '' };

/** What a column is called: a pinned field by its label and, as labels repeat among vendors, its name. */
export function columnLabel(id: ColumnId, fields: readonly FieldSpec[]): string {
  const name = pinnedName(id);
  if (name === null) return t(`footsteps_column_${id}` as MessageKey);
  return fields.find((field) => field.name === name)?.label ?? name;
}

type HeadOptions = { readonly mode: TimeMode; readonly offsets: boolean; readonly look: FootstepLook; readonly fields: readonly FieldSpec[] };

/** The columns with their heads. Those before the name grow to the right, those behind it to the left: the name has what is left over. */
export function headsFor(columns: readonly ColumnId[], { mode, offsets, look, fields }: HeadOptions): readonly Column[] {
  const nameAt = columns.indexOf('name');
  return columns.map((id, i) => ({
    id,
    label: id === 'time' ? t(offsets ? 'footsteps_column_offset' : mode === 'utc' ? 'footsteps_column_utc' : 'footsteps_column_time') : columnLabel(id, fields),
    class: CLASSES[id] ?? (pinnedName(id) === null ? styles['dim'] : styles['mono']),
    ...(id === 'time' || id === 'size' ? { align: 'end' as const } : {}),
    sorted: look.sort.by === id ? (look.sort.descending ? 'descending' : 'ascending') : undefined,
    resize: i === nameAt ? undefined : i < nameAt ? 'end' : 'start',
  }));
}
