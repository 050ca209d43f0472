import UPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { axisText, type ReportSeries } from '../../lib/view/report-series.ts';
import type { TimeRange } from '../../lib/view/time-scale.ts';

/** The chart once it is drawn. */
export type SessionsChart = {
  show(series: ReportSeries): void;
  resize(width: number, height: number): void;
  destroy(): void;
};

type ChartOptions = {
  /** A stretch was drawn over with the pointer. */
  readonly onBrush: (range: TimeRange) => void;
  /** The bar under the pointer; null: none. */
  readonly onPoint: (bar: number | null) => void;
};

/** A press that moves less than this is none. */
const LEAST_PX = 4;
/** Wide enough for the numbers at the side; half of it for half of the last time below. */
const AXIS = 34;

/** Draws into an element, in the colours of its theme, and again when the theme changes. Apart, so that the page is there before it. */
export function sessionsChart(host: HTMLElement, { onBrush, onPoint }: ChartOptions): SessionsChart {
  const probe = host.appendChild(document.createElement('span'));
  // What a role of the theme is here and now: a canvas knows no roles.
  const role = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  // Both are in every build of the package.
  const { bars, stepped } = UPlot.paths;
  let end = 0;
  const font = `11px ${getComputedStyle(host).fontFamily}`;
  const axis = { stroke: () => role('--text-dim'), font, ticks: { show: false }, grid: { stroke: () => role('--border'), width: 1 } };
  const plot = new UPlot(
    {
      width: 600, height: 140, ms: 1, padding: [10, AXIS / 2, 0, 0], legend: { show: false },
      scales: { x: { time: true, range: (self) => [self.data[0]?.[0] ?? 0, end] }, y: { range: (_self, _least, most) => [0, Math.max(1, most) * 1.05] } },
      axes: [
        { ...axis, size: 22, space: 70, grid: { show: false }, values: (_self, splits, _axis, _space, step) => splits.map((at, i) => axisText(at, step, splits[i - 1] ?? null)) },
        { ...axis, size: AXIS, space: 26, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000] },
      ],
      cursor: { y: false, points: { show: false }, drag: { x: true, y: false, setScale: false } },
      series: [
        {},
        { ...(bars ? { paths: bars({ size: [1, Infinity], align: 1, gap: 1 }) } : {}), fill: () => role('--chart-bar'), width: 0, points: { show: false } },
        { ...(stepped ? { paths: stepped({ align: 1 }) } : {}), stroke: () => role('--chart-line'), width: 1.5, points: { show: false } },
      ],
      hooks: {
        setSelect: [
          (self) => {
            const { left, width } = self.select;
            if (width < LEAST_PX) return;
            onBrush({ from: self.posToVal(left, 'x'), to: self.posToVal(left + width, 'x') });
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
        setCursor: [
          (self) => {
            const { left } = self.cursor;
            if (left === undefined || left < 0) return onPoint(null);
            const at = self.posToVal(left, 'x');
            onPoint((self.data[0] as number[]).findLastIndex((from) => from <= at));
          },
        ],
      },
    },
    [[], [], []],
    host,
  );
  const redraw = (): void => plot.redraw(true, true);
  const watched = new MutationObserver(redraw);
  watched.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', redraw);
  return {
    show({ at, end: until, sessions, users }) {
      end = until;
      // The line of users is drawn up to the end of the last bar.
      plot.setData([[...at, until], [...sessions, null], [...users, users.at(-1) ?? null]]);
    },
    resize: (width, height) => plot.setSize({ width, height }),
    destroy() {
      watched.disconnect();
      dark.removeEventListener('change', redraw);
      plot.destroy();
      probe.remove();
    },
  };
}
