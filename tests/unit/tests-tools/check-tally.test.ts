import { describe, expect, test } from 'vitest';
import { FAILED, PASSED, exitCodeOf, sum, tallyLine, tallyOfVitest } from '../../tools/check-tally.ts';

const file = (status: string, ...tests: string[]) => ({ status, assertionResults: tests.map((state) => ({ status: state })) });
const report = (passed: number, failed: number, ...testResults: ReturnType<typeof file>[]) => ({ numPassedTests: passed, numFailedTests: failed, testResults });

describe('tallyOfVitest', () => {
  test('counts tests, not files, and leaves skipped ones out', () => {
    expect(tallyOfVitest(report(2, 1, file('failed', 'passed', 'failed'), file('passed', 'passed', 'skipped')), 1)).toEqual({ passed: 2, failed: 1 });
  });

  test('a file that could not be loaded is a failure, though it has no tests', () => {
    expect(tallyOfVitest(report(1, 0, file('failed'), file('passed', 'passed')), 1)).toEqual({ passed: 1, failed: 1 });
  });

  test('an error outside of every test is a failure', () => {
    expect(tallyOfVitest(report(3, 0, file('passed', 'passed', 'passed', 'passed')), 1)).toEqual({ passed: 3, failed: 1 });
  });

  test.each([[undefined], [null], ['text'], [{}], [{ numPassedTests: '1' }]])('no report is a failure: %j', (broken) => {
    expect(tallyOfVitest(broken, 0)).toEqual({ passed: 0, failed: 1 });
  });
});

test('the last line and the exit code', () => {
  const total = sum([PASSED, FAILED, { passed: 10, failed: 0 }]);
  expect(tallyLine(total)).toBe('11 passed, 1 failed');
  expect(exitCodeOf(total)).toBe(1);
  expect(exitCodeOf({ passed: 4, failed: 0 })).toBe(0);
  expect(exitCodeOf({ passed: 0, failed: 0 })).toBe(1);
});
