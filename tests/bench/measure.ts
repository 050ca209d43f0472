/** One figure of a bench. `value` and `control` in `unit`; their ratio is what holds on other machines. */
export type Figure = {
  /** Names its budget: `core.snowplow`. */
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  readonly value: number;
  /** Lowest and highest of the runs; the same where there was one. */
  readonly spread: readonly [number, number];
  readonly control?: { readonly what: string; readonly value: number };
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/** @param at from 0 to 1 */
export function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * at))] ?? Number.NaN;
}

export const figure = (name: string, what: string, unit: string, values: readonly number[], control?: Figure['control']): Figure => ({
  name, what, unit, value: median(values), spread: [Math.min(...values), Math.max(...values)], ...(control ? { control } : {}),
});

/** Milliseconds of processor time, of this process: others on the same machine do not count. */
export function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
