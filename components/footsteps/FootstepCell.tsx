import type { ComponentChildren } from 'preact';
import type { EpochMs } from '../../lib/base/time.ts';
import type { Footstep } from '../../lib/domain/views.ts';
import { deliveryOf } from '../../lib/view/delivery.ts';
import { cellText, type CellContext } from '../../lib/view/footstep-cells.ts';
import type { BeatsLine, FootstepLine, PageLine } from '../../lib/view/footstep-lines.ts';
import type { ColumnId } from '../../lib/view/footstep-look.ts';
import type { MarkedPiece } from '../../lib/view/filter/marks.ts';
import { formatCount, formatDuration, pageLabel } from '../../lib/view/format.ts';
import { gapRow } from '../../lib/view/gaps.ts';
import { t, tn } from '../../lib/view/messages/translate.ts';
import { dateTimeText, timeText, type TimeMode } from '../../lib/view/time-mode.ts';
import { Icon } from '../ui/Icon.tsx';
import styles from './FootstepList.module.css';

export type CellOptions = {
  readonly column: ColumnId;
  /** All that are drawn. */
  readonly columns: readonly ColumnId[];
  readonly mode: TimeMode;
  readonly startedAt: EpochMs | null;
  readonly context: CellContext;
  readonly mark: (text: string) => readonly MarkedPiece[];
  readonly toggle: (key: string) => void;
  readonly now: () => EpochMs;
};

const time = (at: EpochMs, { mode, startedAt }: CellOptions): ComponentChildren => <span title={dateTimeText(at, mode)}>{timeText(at, mode, startedAt)}</span>;
const indent = (level: number) => (level > 1 ? { paddingLeft: `${(level - 1) * 14}px` } : {});

/** What stands in a line under a column. */
export function lineCell(line: FootstepLine, options: CellOptions): ComponentChildren {
  const { column, columns } = options;
  switch (line.type) {
    case 'footstep':
      return footstepCell(line.footstep, line.level, options);
    case 'gap': {
      const row = gapRow(line.gap, options.now(), options.mode);
      if (column === 'time') return time(row.time, options);
      // As wide as all between the first column and the last.
      if (column === textColumn(columns)) return <span class={styles['name']} title={row.words}><Icon name="warning" /><span class={styles['text']}>{row.words}</span></span>;
      return column === columns.at(-1) ? row.lasted : '';
    }
    case 'beats':
      return beatsCell(line.line, line.level, options);
    default:
      return pageCell(line.line, options);
  }
}

/** The column that says what a line is where it says one thing alone. */
const textColumn = (columns: readonly ColumnId[]): ColumnId => columns.find((id) => id !== 'time') ?? 'name';

const Fold = ({ open, onToggle }: { readonly open: boolean; readonly onToggle: () => void }) => <span class={styles['fold']} onClick={onToggle}><Icon name={open ? 'down' : 'right'} /></span>;

const pieces = (text: string, mark: CellOptions['mark']): ComponentChildren => mark(text).map(({ text: piece, hit }, i) => (hit ? <mark key={i}>{piece}</mark> : piece));

function footstepCell(footstep: Footstep, level: number, options: CellOptions): ComponentChildren {
  const { column, context, mark } = options;
  if (column === 'time') return time(footstep.occurredAt, options);
  const text = cellText(footstep, column, context);
  if (column === 'name') {
    return <span class={styles['name']} style={indent(level)} title={text}>{footstep.isError ? <Icon name="error" /> : null}<span class={styles['text']}>{pieces(text, mark)}</span></span>;
  }
  if (column === 'delivery') return <span class={styles[deliveryOf(footstep.outcome).tone]} title={text}>{pieces(text, mark)}</span>;
  return <span title={cellText(footstep, column, context, true)}>{pieces(text, mark)}</span>;
}

function beatsCell({ key, beats, everyMs, missed, open }: BeatsLine, level: number, options: CellOptions): ComponentChildren {
  const first = beats[0] as Footstep;
  if (options.column === 'time') return time(first.occurredAt, options);
  if (options.column !== 'name') return options.column === 'delivery' || options.column === 'size' ? '' : footstepCell(first, 1, options);
  return (
    <span class={styles['name']} style={indent(level)}>
      <Fold open={open} onToggle={() => options.toggle(key)} />
      <span class={styles['text']}>
        {t('footsteps_beats', formatCount(beats.length))}{everyMs === null ? '' : `, ${t('footsteps_beats_apart', formatDuration(everyMs))}`}
        {missed > 0 ? <>, <span class={styles['warn']}>{tn('footsteps_beats_missed', missed, formatCount(missed))}</span></> : null}
      </span>
    </span>
  );
}

function pageCell({ key, page, count, at, open }: PageLine, options: CellOptions): ComponentChildren {
  if (options.column === 'time') return time(at, options);
  if (options.column !== textColumn(options.columns)) return null;
  return (
    <span class={styles['name']} title={page ?? ''}>
      <Fold open={open} onToggle={() => options.toggle(key)} />
      <b class={styles['text']}>{page === null ? t('footsteps_page_unknown') : pieces(pageLabel(page), options.mark)}</b>
      <span class={styles['dim']}>{formatCount(count)}</span>
    </span>
  );
}
