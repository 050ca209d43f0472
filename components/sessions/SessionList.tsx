import { useCallback, useMemo, useState } from 'preact/hooks';
import type { ComponentChildren, Ref } from 'preact';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import { formatCount, hostLabel } from '../../lib/view/format.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { sessionRows, type GroupRow, type ListRow } from '../../lib/view/session-rows.ts';
import { isOpenAt } from '../../lib/view/state.ts';
import { momentText, type TimeMode } from '../../lib/view/time-mode.ts';
import { useServices } from '../app-services.ts';
import { Icon } from '../ui/Icon.tsx';
import type { Column } from '../ui/grid-column.ts';
import { VirtualGrid, type GridHandle } from '../ui/VirtualGrid.tsx';
import { useNow } from '../use-now.ts';
import { useTimeMode } from '../use-time-mode.ts';
import { SessionLabel } from './SessionLabel.tsx';
import { SessionState } from './SessionState.tsx';
import { Duration } from './Ticking.tsx';
import styles from './SessionList.module.css';

const columns = (): readonly Column[] => [
  { id: 'session', label: t('sessions_column_session') },
  { id: 'state', label: t('sessions_column_state') },
  { id: 'started', label: t('sessions_column_started'), class: styles['wide'] },
  { id: 'duration', label: t('sessions_column_duration'), align: 'end' },
  { id: 'events', label: t('sessions_column_events'), align: 'end' },
  { id: 'errors', label: t('sessions_column_errors'), align: 'end', class: styles['middle'] },
  { id: 'beats', label: t('sessions_column_beats'), align: 'end', class: styles['wide'] },
];

type SessionListProps = {
  readonly sessions: readonly Session[];
  readonly grouped: boolean;
  readonly selected: SessionKey | null;
  readonly onSelect: (key: SessionKey) => void;
  readonly onOpen: () => void;
  readonly handle?: Ref<GridHandle>;
};

/** Sessions as a tree (site, vendor, session) or flat, newest start first. */
export function SessionList({ sessions, grouped, selected, onSelect, onOpen, handle }: SessionListProps) {
  const { vendorName, now } = useServices();
  const [mode] = useTimeMode();
  const heads = useMemo(columns, []);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  // A group has no details to show, yet the arrows have to pass over it.
  const [activeGroup, setActiveGroup] = useState<string | null>(null);
  const rows = useMemo(() => sessionRows(sessions, { grouped, folded, vendorName }), [sessions, grouped, folded, vendorName]);
  const keyAt = useCallback((index: number) => rows[index]?.key ?? '', [rows]);
  const activeKey = activeGroup !== null && rows.some((row) => row.key === activeGroup) ? activeGroup : selected;

  const choose = (row: ListRow | undefined): void => {
    setActiveGroup(row && row.type !== 'session' ? row.key : null);
    if (row?.type === 'session') onSelect(row.session.key);
  };
  const fold = (row: GroupRow, open: boolean): void => {
    const next = new Set(folded);
    if (open) next.delete(row.key);
    else next.add(row.key);
    setFolded(next);
  };
  const onKey = (key: string, index: number): boolean => {
    const row = rows[index];
    if (!row || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return false;
    if (row.type !== 'session' && row.open === (key === 'ArrowLeft')) fold(row, !row.open);
    else choose(key === 'ArrowRight' ? rows[index + 1] : rows.slice(0, index).findLast((above) => above.level < row.level) ?? row);
    return true;
  };
  const open = (index: number): void => {
    const row = rows[index];
    if (!row) return;
    if (row.type === 'session') onOpen();
    else fold(row, !row.open);
  };
  return (
    <VirtualGrid
      id="sessions" label={t('sessions_label')} role="treegrid" class={styles['list']} columns={heads} count={rows.length} keyAt={keyAt}
      selected={rows.findIndex((row) => row.key === activeKey)} onSelect={(index) => choose(rows[index])} onOpen={open} onKey={onKey}
      stateAt={(index) => {
        const row = rows[index];
        return row && row.type !== 'session' ? { level: row.level, expanded: row.open, class: styles['group'] } : { level: row?.level ?? 1 };
      }}
      cell={(index, column) => {
        const row = rows[index];
        if (!row) return null;
        return row.type === 'session' ? sessionCell(row.session, row.level, column, now(), mode) : groupCell(row, column, () => fold(row, !row.open));
      }}
      {...(handle ? { handle } : {})}
    />
  );
}

const indent = (level: number) => ({ paddingLeft: `${(level - 1) * 14}px` });

const count = (n: number) => (n > 0 ? formatCount(n) : <span class={styles['none']}>0</span>);

function sessionCell(session: Session, level: number, column: string, now: number, mode: TimeMode): ComponentChildren {
  const { events, errors, heartbeats } = session.counts;
  switch (column) {
    case 'session':
      return <span class={styles['first']} style={level > 1 ? indent(level) : {}}><SessionLabel session={session} /></span>;
    case 'state':
      return <SessionState session={session} />;
    case 'started':
      return momentText(session.startedAt, now, mode);
    case 'duration':
      return <Duration session={session} />;
    case 'events':
      return count(events);
    case 'errors':
      return errors > 0 ? <span class={styles['errors']}>{formatCount(errors)}</span> : count(0);
    default:
      return count(heartbeats);
  }
}

function groupCell(row: GroupRow, column: string, toggle: () => void): ComponentChildren {
  if (column === 'state') return <OpenCount sessions={row.sessions} />;
  if (column !== 'session') return null;
  return (
    <span class={styles['first']} style={indent(row.level)}>
      <span class={styles['fold']} onClick={toggle}><Icon name={row.open ? 'down' : 'right'} /></span>
      {row.type === 'import' ? <Icon name="import" /> : null}
      <span class={row.type === 'vendor' ? styles['vendor'] : styles['site']}>{row.type === 'import' ? t('import_group', row.label) : row.type === 'site' ? hostLabel(row.label) : row.label}</span>
      <span class={styles['none']}>{formatCount(row.sessions.length)}</span>
    </span>
  );
}

function OpenCount({ sessions }: { readonly sessions: readonly Session[] }) {
  const now = useNow();
  const open = sessions.filter((session) => !session.imported && isOpenAt(session, now)).length;
  return <span class={styles['none']}>{open > 0 ? tn('sessions_open', open, formatCount(open)) : ''}</span>;
}
