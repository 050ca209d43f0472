import { useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';
import { timeAt, type TimeRange } from '../../lib/view/time-scale.ts';
import type { TimeView } from './use-time-view.ts';

/** A press that moves less than this is a click. */
const CLICK_PX = 3;
/** One notch of a wheel zooms by about half; the small steps of a pinch by little each. */
const WHEEL_LIMIT = 50;
const WHEEL_RATE = 0.009;

export type Hover = { readonly index: number | null; readonly x: number; readonly y: number };

type Options = { readonly frame: RefObject<HTMLElement | null>; readonly axis: TimeView; readonly width: number; readonly labelWidth: number; readonly onBrush: (range: TimeRange | null) => void };

/** Wheel, drag and pointer on a time axis and the lanes under it. */
export function useTimelinePointer({ frame, axis, width, labelWidth, onBrush }: Options) {
  const [hover, setHover] = useState<Hover | null>(null);
  const [draft, setDraft] = useState<TimeRange | null>(null);
  const dragged = useRef(false);
  const xIn = (event: MouseEvent): number => event.clientX - (frame.current?.getBoundingClientRect().left ?? 0) - labelWidth;
  const yIn = (event: MouseEvent): number => event.clientY - (frame.current?.getBoundingClientRect().top ?? 0);

  const onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey || event.metaKey) {
      const by = Math.max(-WHEEL_LIMIT, Math.min(WHEEL_LIMIT, event.deltaMode === 1 ? event.deltaY * 16 : event.deltaY));
      axis.zoom(Math.exp(by * WHEEL_RATE), timeAt(Math.max(0, xIn(event)), axis.view, width));
    } else {
      // Shift turns an upright wheel sideways; some systems do so themselves.
      const sideways = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
      if (sideways === 0 || Math.abs(sideways) < Math.abs(event.shiftKey ? 0 : event.deltaY)) return;
      axis.pan((event.deltaMode === 1 ? sideways * 16 : sideways) / Math.max(1, width));
    }
    event.preventDefault();
  };

  /** Follows a press of the main button until it ends; `done` hears whether it moved. */
  const follow = (event: PointerEvent, move: (x: number) => void, done: (moved: boolean) => void): void => {
    if (event.button !== 0) return;
    const target = event.currentTarget as HTMLElement;
    const from = xIn(event);
    let moved = false;
    const onMove = (next: PointerEvent): void => {
      const x = xIn(next);
      if (!moved && Math.abs(x - from) <= CLICK_PX) return;
      if (!moved) target.setPointerCapture(event.pointerId);
      moved = true;
      setHover(null);
      move(x);
    };
    const end = (): void => {
      target.removeEventListener('pointermove', onMove);
      target.removeEventListener('pointerup', end);
      target.removeEventListener('pointercancel', end);
      dragged.current = moved;
      done(moved);
    };
    target.addEventListener('pointermove', onMove);
    target.addEventListener('pointerup', end);
    target.addEventListener('pointercancel', end);
  };

  const onPanStart = (event: PointerEvent): void => {
    const start = axis.view;
    const from = xIn(event);
    if (from < 0) return;
    follow(event, (x) => {
      const by = ((x - from) / Math.max(1, width)) * (start.to - start.from);
      axis.set({ from: start.from - by, to: start.to - by });
    }, () => undefined);
  };
  const onBrushStart = (event: PointerEvent): void => {
    const anchor = timeAt(xIn(event), axis.view, width);
    let range: TimeRange | null = null;
    follow(event, (x) => {
      const at = timeAt(Math.min(width, Math.max(0, x)), axis.view, width);
      range = { from: Math.min(anchor, at), to: Math.max(anchor, at) };
      setDraft(range);
    }, () => {
      setDraft(null);
      onBrush(range);
    });
  };
  const onPointerMove = (event: PointerEvent): void => {
    const row = (event.target as Element | null)?.closest<HTMLElement>('[data-index]');
    setHover(event.buttons === 0 ? { index: row ? Number(row.dataset['index']) : null, x: xIn(event), y: yIn(event) } : null);
  };
  /** Whether the click that comes now is the end of a drag. */
  const wasDrag = (): boolean => {
    const was = dragged.current;
    dragged.current = false;
    return was;
  };
  return { hover, draft, onWheel, onPanStart, onBrushStart, onPointerMove, onPointerLeave: () => setHover(null), xIn, wasDrag };
}
