/** Stands for the chart's library where there is no canvas: `vi.mock('uplot', () => import('.../fakes/uplot.ts'))`. Nothing is drawn. */
class NoPlot {
  static paths = {};
  setData(): void {}
  setSize(): void {}
  redraw(): void {}
  destroy(): void {}
}

export { NoPlot as default };
