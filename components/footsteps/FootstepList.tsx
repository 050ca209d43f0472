import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Ref } from 'preact';
import type { EpochMs } from '../../lib/base/time.ts';
import type { EventId } from '../../lib/domain/event.ts';
import type { Gap } from '../../lib/domain/ports.ts';
import type { Session, SessionKey } from '../../lib/domain/session.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import type { CellContext } from '../../lib/view/footstep-cells.ts';
import { footstepLines, type FootstepLine } from '../../lib/view/footstep-lines.ts';
import { columnTracks, shownColumns, sortBy, withWidth, type ColumnId, type FootstepLook } from '../../lib/view/footstep-look.ts';
import type { MarkedPiece } from '../../lib/view/filter/marks.ts';
import { t } from '../../lib/view/messages/translate.ts';
import { useServices } from '../app-services.ts';
import { VirtualGrid, type GridHandle, type RowState } from '../ui/VirtualGrid.tsx';
import { useFields } from '../use-fields.ts';
import { useSize } from '../use-size.ts';
import { useTimeMode } from '../use-time-mode.ts';
import { headsFor } from './columns.ts';
import { lineCell } from './FootstepCell.tsx';
import type { OpenedMenu } from './FootstepMenu.tsx';
import { FootstepMenu } from './lazy-footstep-menu.ts';
import { NewFootsteps } from './NewFootsteps.tsx';
import { useFootstepLook } from './use-footstep-look.ts';
import { useToggled } from './use-toggled.ts';
import styles from './FootstepList.module.css';

type FootstepListProps = {
  /** Oldest first. */
  readonly footsteps: readonly Footstep[];
  /** Start of the session that they are of; null where they are of several, and show the time of day and the vendor. */
  readonly startedAt: EpochMs | null;
  /** Stretches without recording, to be shown among them up to `until`, the end of the session; null: it goes on. */
  readonly gaps?: readonly Gap[];
  readonly until?: EpochMs | null;
  readonly sessionOf?: (key: SessionKey) => Session | undefined;
  readonly selected: EventId | null;
  readonly onSelect: (id: EventId) => void;
  readonly onOpen: () => void;
  /** The reader comes near the oldest line. */
  readonly onOldest?: (() => void) | null;
  readonly handle?: Ref<GridHandle>;
  /** Splits a text by what the filter found in it. */
  readonly mark?: (text: string) => readonly MarkedPiece[];
};

const unmarked = (text: string): readonly MarkedPiece[] => [{ text, hit: false }];
const noSession = (): undefined => undefined;
const NO_GAPS: readonly Gap[] = [];
/** So many lines from the oldest one those before it are asked for: they are there when the reader is. */
const NEAR_OLDEST = 200;

/**
 * What happened, and when nothing was recorded; by default oldest first. New footsteps come in below (newest first: above); a reader who is
 * not there stays where they are, and is told of them.
 */
export function FootstepList({ footsteps, startedAt, gaps = NO_GAPS, until = null, sessionOf = noSession, selected, onSelect, onOpen, onOldest = null, handle = null, mark = unmarked }: FootstepListProps) {
  const { vendorName, now } = useServices();
  const fields = useFields();
  const [look, setLook] = useFootstepLook();
  const [mode] = useTimeMode();
  const { toggled, toggle } = useToggled();
  const grid = useRef<GridHandle>(null);
  const [box, size] = useSize<HTMLDivElement>({ width: 640, height: 600 });
  const [atEdge, setAtEdge] = useState(true);
  // A group has no details to show, yet the arrows have to pass over it.
  const [activeGroup, setActiveGroup] = useState<string | null>(null);
  /** Undefined: it was never opened. */
  const [menu, setMenu] = useState<OpenedMenu | null>();

  const context = useMemo((): CellContext => ({ vendorName, sessionOf, fields }), [vendorName, sessionOf, fields]);
  const lines = useMemo(() => footstepLines({ footsteps, gaps, until, look, toggled, context }), [footsteps, gaps, until, look, toggled, context]);
  const several = startedAt === null;
  const offsets = mode === 'relative' && !several;
  const columns = useMemo(() => shownColumns(look, { several, room: size.width }), [look, several, size.width]);
  const heads = useMemo(() => headsFor(columns, { mode, offsets, look, fields }), [columns, mode, offsets, look, fields]);
  const tracks = useMemo(() => columnTracks(look, columns, { offsets, room: size.width }), [look, columns, offsets, size.width]);
  const groupAt = activeGroup === null ? -1 : lines.indexOf(activeGroup);
  const selectedAt = useMemo(() => (selected === null ? -1 : lines.indexOf(selected)), [lines, selected]);
  const at = groupAt >= 0 ? groupAt : selectedAt;
  useNewOrder(look, grid, at);

  const choose = (index: number): void => {
    const line = lines.at(index);
    const isGroup = line?.type === 'page' || line?.type === 'beats';
    setActiveGroup(isGroup ? lines.keyAt(index) : null);
    if (!isGroup) onSelect(lines.keyAt(index) as EventId);
  };
  const onKey = (key: string, index: number): boolean => {
    const line = lines.at(index);
    if (!line || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return false;
    if (isGroup(line) && line.line.open === (key === 'ArrowLeft')) toggle(line.line.key);
    else if (key === 'ArrowRight' && isGroup(line)) choose(Math.min(lines.count - 1, index + 1));
    else if (key === 'ArrowLeft' && line.level > 1) choose(parentOf(index, line.level, lines.at));
    return true;
  };
  const open = (index: number): void => {
    const line = lines.at(index);
    if (line && isGroup(line)) toggle(line.line.key);
    else onOpen();
  };
  const onAtEdge = useCallback((seen: boolean) => setAtEdge(seen), []);
  const follow = look.sort.by !== 'time' ? null : look.sort.descending ? 'start' : 'end';
  const onDrawn = useCallback((from: number, to: number): void => {
    if (follow === 'end' ? from < NEAR_OLDEST : follow === 'start' && to > lines.count - NEAR_OLDEST) onOldest?.();
  }, [follow, lines, onOldest]);
  return (
    <div class={styles['list']} ref={box}>
      <VirtualGrid
        id="footsteps" label={t('footsteps_label')} role={look.byPage || look.foldBeats ? 'treegrid' : 'grid'} columns={heads} template={tracks.template} minWidth={tracks.minWidth} count={lines.count} keyAt={lines.keyAt}
        follow={follow} selected={at} onSelect={choose} onOpen={open} onKey={onKey} onAtEnd={onAtEdge} onDrawn={onDrawn}
        onMenu={(index, point) => {
          const line = lines.at(index);
          if (line?.type === 'footstep') setMenu({ footstep: line.footstep, at: point });
        }}
        onSort={(column) => setLook(sortBy(look, column as ColumnId))} onResize={(column, width) => setLook(withWidth(look, column, width))}
        stateAt={(index) => stateOf(lines.at(index), look)}
        cell={(index, column) => {
          const line = lines.at(index);
          return line ? lineCell(line, { column: column as ColumnId, columns, mode, startedAt, context, mark, toggle, now }) : null;
        }}
        handle={(made) => {
          grid.current = made;
          if (typeof handle === 'function') handle(made);
          else if (handle) handle.current = made;
        }}
      />
      {menu === undefined ? null : (
        <FootstepMenu
          menu={menu}
          onClose={(byKey) => {
            setMenu(null);
            if (byKey) grid.current?.focus();
          }}
        />
      )}
      <NewFootsteps
        footsteps={footsteps} edge={follow} seen={follow !== null && atEdge}
        onGo={() => {
          if (follow === 'end') grid.current?.toEnd();
          else if (follow === 'start') grid.current?.toStart();
          else setLook({ ...look, sort: { by: 'time', descending: false } });
        }}
      />
    </div>
  );
}

const isGroup = (line: FootstepLine): line is FootstepLine & { readonly type: 'page' | 'beats' } => line.type === 'page' || line.type === 'beats';

function parentOf(index: number, level: number, at: (index: number) => FootstepLine | undefined): number {
  for (let above = index - 1; above >= 0; above--) if ((at(above)?.level ?? 1) < level) return above;
  return index;
}

function stateOf(line: FootstepLine | undefined, look: FootstepLook): RowState {
  if (!line) return {};
  const tree = look.byPage || look.foldBeats ? { level: line.level } : {};
  if (isGroup(line)) return { ...tree, expanded: line.line.open, class: line.type === 'page' ? styles['page'] : styles['beats'] };
  return { ...tree, class: line.type === 'gap' ? styles['gap'] : line.footstep.isError ? styles['error'] : undefined };
}

/** In another order the place that the reader had means nothing: then the chosen line is shown, else the beginning (by time: what is newest). */
function useNewOrder(look: FootstepLook, grid: { readonly current: GridHandle | null }, at: number): void {
  const order = `${look.sort.by} ${look.sort.descending} ${look.byPage}`;
  const last = useRef(order);
  useLayoutEffect(() => {
    if (last.current === order) return;
    last.current = order;
    if (at >= 0) grid.current?.show(at);
    else if (look.sort.by === 'time' && !look.sort.descending) grid.current?.toEnd();
    else grid.current?.toStart();
  });
}
