import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { ComponentChildren, Ref } from 'preact';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import { t } from '../../lib/view/messages/translate.ts';
import type { ReportPlace, SortId } from '../../lib/view/report-address.ts';
import { reportLines, type ReportGroup, type ReportLine, type RowContext } from '../../lib/view/report-rows.ts';
import type { Column } from '../ui/grid-column.ts';
import { VirtualGrid, type GridHandle } from '../ui/VirtualGrid.tsx';
import { useTimeMode } from '../use-time-mode.ts';
import { isNumber, tracks, type ColumnId } from './columns.ts';
import { checkCell, groupCell, sessionCell } from './TableCell.tsx';
import styles from './SessionTable.module.css';

type SessionTableProps = {
  /** In their order. */
  readonly sessions: readonly Session[];
  readonly place: ReportPlace;
  readonly columns: readonly ColumnId[];
  readonly context: RowContext;
  readonly checked: ReadonlySet<SessionKey>;
  readonly onChecked: (checked: ReadonlySet<SessionKey>) => void;
  readonly onSort: (by: SortId) => void;
  /** A click, or Enter. */
  readonly onOpen: (key: SessionKey) => void;
  /** The arrows came to a session. */
  readonly onPass: (key: SessionKey) => void;
  readonly handle?: Ref<GridHandle>;
};

const CHECK = 'check';

/** Sessions as lines, grouped or not, with a box each to choose some. The space bar chooses the line that the arrows came to. */
export function SessionTable({ sessions, place: { group, sort, session: opened }, columns, context, checked, onChecked, onSort, onOpen, onPass, handle }: SessionTableProps) {
  const [mode] = useTimeMode();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [active, setActive] = useState<string | null>(null);
  const clicked = useRef(false);
  const lines = useMemo(() => reportLines(sessions, group, folded, context), [sessions, group, folded, context]);
  const keyAt = useCallback((index: number) => lines[index]?.key ?? '', [lines]);
  const heads = useMemo((): readonly Column[] => [
    { id: CHECK, label: t('report_column_check'), hint: t('report_checkShown'), box: checked.size === 0 ? 'none' : checked.size < sessions.length ? 'some' : 'all' },
    ...columns.map((id) => ({ id, label: t(`report_column_${id}`), ...(isNumber(id) ? { align: 'end' as const } : {}), sorted: sort.by === id ? (sort.descending ? 'descending' as const : 'ascending' as const) : undefined })),
  ], [columns, sort, checked, sessions]);
  const { template, minWidth } = useMemo(() => tracks(columns), [columns]);
  const activeAt = useMemo(() => lines.findIndex(({ key }) => key === (active ?? opened)), [lines, active, opened]);
  const selected = activeAt >= 0 || opened === null ? activeAt : lines.findIndex(({ key }) => key === opened);

  const check = (keys: readonly SessionKey[], on: boolean): void => {
    const next = new Set(checked);
    for (const key of keys) {
      if (on) next.add(key);
      else next.delete(key);
    }
    onChecked(next);
  };
  const isChecked = (line: ReportLine): boolean | 'some' => {
    if (line.type === 'session') return checked.has(line.session.key);
    const count = line.sessions.filter(({ key }) => checked.has(key)).length;
    return count === line.sessions.length ? true : count > 0 ? 'some' : false;
  };
  const keysOf = (line: ReportLine): readonly SessionKey[] => (line.type === 'session' ? [line.session.key] : line.sessions.map(({ key }) => key));
  const fold = ({ key, open }: ReportGroup): void => {
    const next = new Set(folded);
    if (open) next.add(key);
    else next.delete(key);
    setFolded(next);
  };
  const choose = (index: number): void => {
    const line = lines[index];
    if (!line) return;
    setActive(line.key);
    if (line.type !== 'session') return;
    if (clicked.current) onOpen(line.session.key);
    else onPass(line.session.key);
  };
  const onKey = (key: string, index: number): boolean => {
    const line = lines[index];
    if (!line) return false;
    if (key === ' ') check(keysOf(line), isChecked(line) !== true);
    else if (line.type === 'group' && (key === 'ArrowLeft' || key === 'ArrowRight')) {
      if (line.open === (key === 'ArrowLeft')) fold(line);
      else if (key === 'ArrowRight') choose(index + 1);
    } else if (line.type === 'session' && line.level > 1 && key === 'ArrowLeft') choose(lines.slice(0, index).findLastIndex((above) => above.type === 'group'));
    else return false;
    return true;
  };
  const cellOf = (line: ReportLine | undefined, column: string): ComponentChildren => {
    if (!line) return null;
    if (column === CHECK) return checkCell(line, isChecked(line), (on) => check(keysOf(line), on));
    return line.type === 'session' ? sessionCell(line.session, column as ColumnId, { level: line.level, mode, ...context }) : groupCell(line, column as ColumnId, { mode, now: context.now, toggle: () => fold(line) });
  };
  return (
    <div
      class={styles['table']}
      onClickCapture={() => {
        clicked.current = true;
      }}
      onClick={() => {
        clicked.current = false;
      }}
    >
      <VirtualGrid
        id="report-sessions" label={t('report_table')} role={group === 'none' ? 'grid' : 'treegrid'} columns={heads} template={template} minWidth={minWidth} count={lines.length} keyAt={keyAt} selected={selected}
        onSelect={choose} onKey={onKey} onSort={(column) => (column === CHECK ? check(sessions.map(({ key }) => key), sessions.some(({ key }) => !checked.has(key))) : onSort(column as SortId))}
        onOpen={(index) => {
          const line = lines[index];
          if (line?.type === 'session') onOpen(line.session.key);
          else if (line) fold(line);
        }}
        stateAt={(index) => {
          const line = lines[index];
          if (line?.type === 'group') return { level: 1, expanded: line.open, class: styles['group'] };
          return group === 'none' ? {} : { level: 2 };
        }}
        cell={(index, column) => cellOf(lines[index], column)}
        {...(handle ? { handle } : {})}
      />
    </div>
  );
}
