export type Tally = { readonly passed: number; readonly failed: number };

export const PASSED: Tally = { passed: 1, failed: 0 };
export const FAILED: Tally = { passed: 0, failed: 1 };

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce((total, tally) => ({ passed: total.passed + tally.passed, failed: total.failed + tally.failed }), { passed: 0, failed: 0 });
}

/** The last line of a run, which machines read. */
export function tallyLine(tally: Tally): string {
  return `${tally.passed} passed, ${tally.failed} failed`;
}

/** A run without a single test is no success. */
export function exitCodeOf(tally: Tally): number {
  return tally.failed === 0 && tally.passed > 0 ? 0 : 1;
}

/**
 * What a run of Vitest amounts to.
 *
 * Its report counts tests; a file that could not be loaded, and an error outside of every test, stand in no count, so each
 * adds one failure. Skipped tests count as neither.
 *
 * @param report the parsed output of its JSON reporter; undefined when there is none
 */
export function tallyOfVitest(report: unknown, exitCode: number): Tally {
  if (!isReport(report)) return FAILED;
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed')).length;
  const failed = report.numFailedTests + unloaded;
  return { passed: report.numPassedTests, failed: failed === 0 && exitCode !== 0 ? 1 : failed };
}

type VitestReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly { readonly status: string }[] }[];
};

function isReport(value: unknown): value is VitestReport {
  if (typeof value !== 'object' || value === null) return false;
  const report = value as Partial<Record<keyof VitestReport, unknown>>;
  return typeof report.numPassedTests === 'number' && typeof report.numFailedTests === 'number' && Array.isArray(report.testResults);
}
