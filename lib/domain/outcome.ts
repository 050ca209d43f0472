import type { Outcome } from './request.ts';

/** What browsers call an answer that nobody waits for any more. */
const ABORTED = /ABORT|NS_ERROR_UNEXPECTED/;

/**
 * The outcome after another was told. A failure after an answer's headers is no failed delivery: the server did get it. At the end of a page
 * that is the rule for keepalive requests and beacons (Chromium ERR_ABORTED; Firefox NS_BINDING_ABORTED, NS_ERROR_UNEXPECTED).
 */
export function laterOutcome(before: Outcome, after: Outcome): Outcome {
  if (after.kind === 'pending' || after.kind === 'unknown') return before.kind === 'pending' ? after : before;
  if (before.kind !== 'responded' || after.kind !== 'failed') return after;
  return { ...before, endedAt: after.endedAt, ...(ABORTED.test(after.error) ? { pageGone: true } : {}) };
}

export const sameOutcome = (a: Outcome, b: Outcome): boolean => JSON.stringify(a) === JSON.stringify(b);
