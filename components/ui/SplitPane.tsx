import type { ComponentChildren } from 'preact';
import { useRememberedNumber } from '../remembered.ts';
import { useSize } from '../use-size.ts';
import styles from './SplitPane.module.css';

type SplitPaneProps = {
  /** Under this name its place is remembered. */
  readonly name: string;
  /** What the bar resizes, for those who do not see it. */
  readonly label: string;
  readonly direction: 'row' | 'column';
  /** Which of the two keeps its size in pixels when the whole grows. */
  readonly fixed: 'first' | 'second';
  readonly initial: number;
  readonly min: number;
  /** Pixels to which the fixed pane is folded; absent: it has its size, and the bar moves. */
  readonly folded?: number;
  readonly children: readonly [ComponentChildren, ComponentChildren];
};

const STEP = 16;
/** The other pane keeps at least this much. */
const OTHER_MIN = 140;

/** Two panes with a bar between them that pointer and arrow keys move. */
export function SplitPane({ name, label, direction, fixed, initial, min, folded, children }: SplitPaneProps) {
  const [wanted, setWanted] = useRememberedNumber(`split.${name}`, initial);
  const [pane, whole] = useSize<HTMLDivElement>({ width: 1200, height: 700 });
  const room = direction === 'row' ? whole.width : whole.height;
  const max = Math.max(min, room - OTHER_MIN);
  const within = (value: number): number => Math.round(Math.min(max, Math.max(min, value)));
  const size = within(wanted);

  const onPointerDown = (event: PointerEvent): void => {
    if (event.button !== 0 || folded !== undefined) return;
    event.preventDefault();
    const bar = event.currentTarget as HTMLElement;
    const from = direction === 'row' ? event.clientX : event.clientY;
    bar.setPointerCapture(event.pointerId);
    const follow = (move: PointerEvent): void => {
      const moved = (direction === 'row' ? move.clientX : move.clientY) - from;
      setWanted(within(size + (fixed === 'first' ? moved : -moved)));
    };
    bar.addEventListener('pointermove', follow);
    // Fires however the drag ends.
    bar.addEventListener('lostpointercapture', () => bar.removeEventListener('pointermove', follow), { once: true });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const [less, more] = direction === 'row' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const sign = fixed === 'first' ? 1 : -1;
    const next = event.key === more ? size + sign * STEP : event.key === less ? size - sign * STEP : event.key === 'Home' ? min : event.key === 'End' ? max : null;
    if (next === null) return;
    event.preventDefault();
    setWanted(within(next));
  };
  const fixedPx = folded ?? size;
  const track = fixed === 'first' ? `${fixedPx}px 0 minmax(0, 1fr)` : `minmax(0, 1fr) 0 ${fixedPx}px`;
  return (
    <div ref={pane} class={styles['split']} style={direction === 'row' ? { gridTemplateColumns: track } : { gridTemplateRows: track }}>
      <div class={styles['pane']}>{children[0]}</div>
      <div
        class={`${styles['bar']} ${styles[direction]}`} role="separator" tabIndex={folded === undefined ? 0 : -1} {...(folded === undefined ? {} : { 'aria-disabled': true })} aria-label={label} aria-orientation={direction === 'row' ? 'vertical' : 'horizontal'}
        aria-valuenow={size} aria-valuemin={min} aria-valuemax={max} onPointerDown={onPointerDown} onKeyDown={onKeyDown} onDblClick={() => setWanted(initial)}
      />
      <div class={styles['pane']}>{children[1]}</div>
    </div>
  );
}
