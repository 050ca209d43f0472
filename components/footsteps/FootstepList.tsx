import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { ComponentChildren, Ref } from 'preact';
import type { EpochMs } from '../../lib/base/time.ts';
import type { EventId } from '../../lib/domain/event.ts';
import type { Gap } from '../../lib/domain/ports.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { footstepRow } from '../../lib/view/footstep-rows.ts';
import type { MarkedPiece } from '../../lib/view/filter/marks.ts';
import { formatClock, formatCount, formatOffset } from '../../lib/view/format.ts';
import { gapRow, isGapLine, lineKey, withGaps } from '../../lib/view/gaps.ts';
import { useServices } from '../app-services.ts';
import { Icon } from '../ui/Icon.tsx';
import { VirtualGrid, type Column, type GridHandle } from '../ui/VirtualGrid.tsx';
import styles from './FootstepList.module.css';

type FootstepListProps = {
  /** Oldest first. */
  readonly footsteps: readonly Footstep[];
  /** Start of the session that they are of; null where they are of several, and show the time of day and the vendor. */
  readonly startedAt: EpochMs | null;
  /** Stretches without recording, to be shown among them up to `until`, the end of the session; null: it goes on. */
  readonly gaps?: readonly Gap[];
  readonly until?: EpochMs | null;
  readonly selected: EventId | null;
  readonly onSelect: (id: EventId) => void;
  readonly onOpen: () => void;
  readonly handle?: Ref<GridHandle>;
  /** Splits a name by what the filter found in it. */
  readonly mark?: (text: string) => readonly MarkedPiece[];
};

const unmarked = (text: string): readonly MarkedPiece[] => [{ text, hit: false }];

const NO_GAPS: readonly Gap[] = [];

/** What happened, oldest first, and when nothing was recorded. New footsteps come in below; a reader who has scrolled up stays where they are, and is told of them. */
export function FootstepList({ footsteps, startedAt, gaps = NO_GAPS, until = null, selected, onSelect, onOpen, handle = null, mark = unmarked }: FootstepListProps) {
  const { vendorName, now: readClock } = useServices();
  const grid = useRef<GridHandle>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [leftAt, setLeftAt] = useState<EventId | null>(null);
  const lines = useMemo(() => withGaps(footsteps, gaps, until), [footsteps, gaps, until]);
  const keyAt = useCallback((index: number) => {
    const line = lines[index];
    return line ? lineKey(line) : '';
  }, [lines]);
  const several = startedAt === null;
  const columns = useMemo(() => columnsFor(several), [several]);
  const selectedIndex = useMemo(() => (selected === null ? -1 : lines.findIndex((line) => lineKey(line) === selected)), [lines, selected]);

  const last = footsteps.at(-1)?.id ?? null;
  const onAtEnd = useCallback((now: boolean) => setAtEnd(now), []);
  // While the end is in view everything has been seen.
  if (atEnd && leftAt !== last) setLeftAt(last);
  const below = atEnd ? 0 : footsteps.length - 1 - footsteps.findLastIndex((f) => f.id === leftAt);

  return (
    <div class={styles['list']}>
      <VirtualGrid
        id="footsteps" label="Footsteps" class={several ? styles['several'] : styles['one']} columns={columns} count={lines.length} keyAt={keyAt} follow
        selected={selectedIndex} onSelect={(index) => onSelect(keyAt(index) as EventId)} onOpen={onOpen} onAtEnd={onAtEnd}
        stateAt={(index) => {
          const line = lines[index];
          return { class: !line ? undefined : isGapLine(line) ? styles['gap'] : line.isError ? styles['error'] : undefined };
        }}
        cell={(index, column) => {
          const line = lines[index];
          if (line && isGapLine(line)) return gapCell(line.gap, column, startedAt, readClock());
          return line ? footstepCell(line, column, startedAt, vendorName, mark) : null;
        }}
        handle={(made) => {
          grid.current = made;
          if (typeof handle === 'function') handle(made);
          else if (handle) handle.current = made;
        }}
      />
      {below > 0 ? (
        <button type="button" class={styles['below']} onClick={() => grid.current?.toEnd()}>
          <Icon name="down" />{formatCount(below)} new below
        </button>
      ) : null}
    </div>
  );
}

function columnsFor(several: boolean): readonly Column[] {
  return [
    { id: 'time', label: several ? 'Time' : 'Offset', align: 'end', class: styles['mono'] },
    ...(several ? [{ id: 'vendor', label: 'Vendor', class: styles['dim'] }] : []),
    { id: 'kind', label: 'Kind', class: styles['dim'] },
    { id: 'name', label: 'Name' },
    { id: 'page', label: 'Page', class: `${styles['dim']} ${styles['page']}` },
    { id: 'delivery', label: 'Delivery' },
  ];
}

function gapCell(gap: Gap, column: string, startedAt: EpochMs | null, now: EpochMs): ComponentChildren {
  const row = gapRow(gap, now);
  switch (column) {
    case 'time':
      return startedAt === null ? formatClock(row.time, true) : formatOffset(row.time - startedAt);
    // The second column, which is as wide as all between it and the last.
    case startedAt === null ? 'vendor' : 'kind':
      return <span class={styles['name']} title={row.words}><Icon name="warning" /><span class={styles['text']}>{row.words}</span></span>;
    case 'delivery':
      return row.lasted;
    default:
      return '';
  }
}

function footstepCell(footstep: Footstep, column: string, startedAt: EpochMs | null, vendorName: (protocol: string) => string, mark: NonNullable<FootstepListProps['mark']>): ComponentChildren {
  const row = footstepRow(footstep, startedAt);
  switch (column) {
    case 'time':
      return row.time;
    case 'vendor':
      return vendorName(footstep.protocol);
    case 'kind':
      return row.kind;
    case 'name':
      return <span class={styles['name']} title={row.name}>{row.isError ? <Icon name="error" /> : null}<span class={styles['text']}>{mark(row.name).map(({ text, hit }, i) => (hit ? <mark key={i}>{text}</mark> : text))}</span></span>;
    case 'page':
      return <span title={footstep.page ?? ''}>{row.page}</span>;
    default:
      return <span class={styles[row.tone]} title={row.delivery}>{row.delivery}</span>;
  }
}
