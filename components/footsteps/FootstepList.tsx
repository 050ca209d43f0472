import { useCallback, useMemo, useRef, useState } from 'preact/hooks';
import type { ComponentChildren, Ref } from 'preact';
import type { EpochMs } from '../../lib/base/time.ts';
import type { EventId } from '../../lib/domain/event.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { footstepRow } from '../../lib/view/footstep-rows.ts';
import { formatCount } from '../../lib/view/format.ts';
import { useServices } from '../app-services.ts';
import { Icon } from '../ui/Icon.tsx';
import { VirtualGrid, type Column, type GridHandle } from '../ui/VirtualGrid.tsx';
import styles from './FootstepList.module.css';

type FootstepListProps = {
  /** Oldest first. */
  readonly footsteps: readonly Footstep[];
  /** Start of the session that they are of; null where they are of several, and show the time of day and the vendor. */
  readonly startedAt: EpochMs | null;
  readonly selected: EventId | null;
  readonly onSelect: (id: EventId) => void;
  readonly onOpen: () => void;
  readonly handle?: Ref<GridHandle>;
};

/** What happened, oldest first. New footsteps come in below; a reader who has scrolled up stays where they are, and is told of them. */
export function FootstepList({ footsteps, startedAt, selected, onSelect, onOpen, handle = null }: FootstepListProps) {
  const { vendorName } = useServices();
  const grid = useRef<GridHandle>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [leftAt, setLeftAt] = useState<EventId | null>(null);
  const keyAt = useCallback((index: number) => footsteps[index]?.id ?? '', [footsteps]);
  const several = startedAt === null;
  const columns = useMemo(() => columnsFor(several), [several]);
  const selectedIndex = useMemo(() => (selected === null ? -1 : footsteps.findIndex((f) => f.id === selected)), [footsteps, selected]);

  const last = footsteps.at(-1)?.id ?? null;
  const onAtEnd = useCallback((now: boolean) => setAtEnd(now), []);
  // While the end is in view everything has been seen.
  if (atEnd && leftAt !== last) setLeftAt(last);
  const below = atEnd ? 0 : footsteps.length - 1 - footsteps.findLastIndex((f) => f.id === leftAt);

  return (
    <div class={styles['list']}>
      <VirtualGrid
        id="footsteps" label="Footsteps" class={several ? styles['several'] : styles['one']} columns={columns} count={footsteps.length} keyAt={keyAt} follow
        selected={selectedIndex} onSelect={(index) => onSelect(keyAt(index) as EventId)} onOpen={onOpen} onAtEnd={onAtEnd}
        stateAt={(index) => ({ class: footsteps[index]?.isError ? styles['error'] : undefined })}
        cell={(index, column) => {
          const footstep = footsteps[index];
          return footstep ? footstepCell(footstep, column, startedAt, vendorName) : null;
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

function footstepCell(footstep: Footstep, column: string, startedAt: EpochMs | null, vendorName: (protocol: string) => string): ComponentChildren {
  const row = footstepRow(footstep, startedAt);
  switch (column) {
    case 'time':
      return row.time;
    case 'vendor':
      return vendorName(footstep.protocol);
    case 'kind':
      return row.kind;
    case 'name':
      return <span class={styles['name']} title={row.name}>{row.isError ? <Icon name="error" /> : null}<span class={styles['text']}>{row.name}</span></span>;
    case 'page':
      return <span title={footstep.page ?? ''}>{row.page}</span>;
    default:
      return <span class={styles[row.tone]} title={row.delivery}>{row.delivery}</span>;
  }
}
