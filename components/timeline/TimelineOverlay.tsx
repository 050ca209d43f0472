import type { Gap } from '../../lib/domain/ports.ts';
import { ticksOf, tickStep, xOf, type TimeRange } from '../../lib/view/time-scale.ts';
import { pixelsOf } from '../../lib/view/timeline-pixels.ts';
import type { AxisTime } from '../../lib/view/timeline-words.ts';
import { useNow } from '../use-now.ts';
import { originOf } from './TimeAxis.tsx';
import styles from './TimelineOverlay.module.css';

type TimelineOverlayProps = {
  readonly view: TimeRange;
  readonly width: number;
  readonly time: AxisTime;
  readonly gaps: readonly Gap[];
  readonly navigations: readonly { readonly at: number }[];
  readonly brush: TimeRange | null;
  readonly open: boolean;
};

const MAX_BANDS = 100;
/** Lines where pages were opened, at least this far apart; more than a few and they are thinned out. */
const LINE_PX = 3;
const SPARSE_PX = 14;
const MANY_LINES = 60;

/** What lies across all lanes: lines of the axis, pages opened, stretches without recording, the chosen stretch, now. */
export function TimelineOverlay({ view, width, time, gaps, navigations, brush, open }: TimelineOverlayProps) {
  const grid = ticksOf(view, tickStep(view, width), originOf(time)).map((at) => `M${Math.round(xOf(at, view, width)) + 0.5} 0V4000`).join('');
  const close = pixelsOf(navigations, null, view, width, LINE_PX);
  const lines = close.length > MANY_LINES ? pixelsOf(navigations, null, view, width, SPARSE_PX) : close;
  const pages = lines.map((x) => `M${x + 0.5} 0V4000`).join('');
  const place = (from: number, to: number) => {
    const left = Math.round(Math.max(0, xOf(from, view, width)));
    return { left: `${left}px`, width: `${Math.max(2, Math.round(Math.min(width, xOf(to, view, width))) - left)}px` };
  };
  const bands = gaps.filter(({ from, to }) => from <= view.to && (to ?? view.to) >= view.from).slice(-MAX_BANDS);
  return (
    <div class={styles['overlay']} style={{ width: `${width}px` }} aria-hidden="true">
      <svg width={width} height="100%">
        <path class={styles['grid']} d={grid} />
        {pages ? <path class={styles['navigation']} data-navigations={lines.length} d={pages} /> : null}
      </svg>
      {bands.map((gap) => <i key={`${gap.from} ${gap.why}`} class={styles['gap']} style={place(gap.from, gap.to ?? view.to)} />)}
      {brush ? <i class={styles['brush']} style={place(brush.from, brush.to)} /> : null}
      {open ? <NowLine view={view} width={width} /> : null}
    </div>
  );
}

/** Moves alone: nothing else is drawn anew for it. */
function NowLine({ view, width }: { readonly view: TimeRange; readonly width: number }) {
  const now = useNow();
  return now < view.from || now > view.to ? null : <i class={styles['now']} style={{ transform: `translateX(${Math.round(xOf(now, view, width))}px)` }} />;
}
