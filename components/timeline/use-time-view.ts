import { useMemo, useState } from 'preact/hooks';
import type { EpochMs } from '../../lib/base/time.ts';
import { aheadOf, clampView, panBy, showTime, withAir, zoomAt, type TimeRange } from '../../lib/view/time-scale.ts';

/** What the time axis shows, and how to move it. */
export type TimeView = {
  readonly view: TimeRange;
  /** The whole is in view, and follows the clock. */
  readonly fits: boolean;
  readonly zoom: (factor: number, anchor?: EpochMs) => void;
  readonly pan: (part: number) => void;
  readonly set: (view: TimeRange) => void;
  readonly show: (at: EpochMs) => void;
  readonly toStart: () => void;
  readonly toEnd: () => void;
  readonly fit: () => void;
};

/**
 * @param extent of what is drawn; `open`: it goes on, so the axis reaches ahead of now by steps.
 * @param scene names what is drawn: another is looked at from its beginning to its end.
 */
export function useTimeView(extent: TimeRange, open: boolean, scene: string | null): TimeView {
  const [kept, keep] = useState<{ readonly scene: string | null; readonly range: TimeRange | null }>({ scene, range: null });
  const chosen = kept.scene === scene ? kept.range : null;
  const setChosen = (range: TimeRange | null): void => keep({ scene, range });
  const end = open ? aheadOf(extent.from, extent.to) : extent.to;
  const bounds = useMemo(() => ({ from: extent.from, to: end }), [extent.from, end]);
  const view = useMemo(() => (chosen === null ? withAir(bounds) : clampView(chosen, bounds)), [chosen, bounds]);
  const span = view.to - view.from;
  return {
    view, fits: chosen === null,
    zoom: (factor, anchor = (view.from + view.to) / 2) => setChosen(zoomAt(view, factor, anchor, bounds)),
    pan: (part) => setChosen(panBy(view, part, bounds)),
    set: (range) => setChosen(clampView(range, bounds)),
    show: (at) => {
      const next = showTime(view, at, bounds);
      if (next !== view) setChosen(next);
    },
    toStart: () => setChosen(clampView({ from: bounds.from - span * 0.02, to: bounds.from + span * 0.98 }, bounds)),
    toEnd: () => setChosen(clampView({ from: bounds.to - span * 0.98, to: bounds.to + span * 0.02 }, bounds)),
    fit: () => setChosen(null),
  };
}
