import type { Cause, Confidence, LedgerEnd, LedgerStart } from '../domain/session.ts';

const STARTS: { readonly [cause in Cause]: string } = {
  firstSeen: 'First seen here', declaredStart: 'Its start was sent', manualStart: 'Started by hand', idleTimeout: 'The one before had timed out',
  maxDuration: 'The one before had reached its longest life', identityChange: 'The user changed', declaredEnd: 'The one before was ended',
  reset: 'The SDK was reset', tabClosed: 'A tab was closed', navigation: 'A page was opened', storageLost: 'Its stored id was lost',
  serverRule: 'The server opened it', unknown: 'Why it started is not known',
};

const ENDS: { readonly [cause in Cause]: string } = {
  firstSeen: 'Another was first seen in its place', declaredEnd: 'Its end was sent', manualStart: 'Another was started by hand',
  declaredStart: 'Another start was sent', idleTimeout: 'Too long without an event', maxDuration: 'It reached its longest life',
  identityChange: 'The user changed', reset: 'The SDK was reset', tabClosed: 'Its tab was closed', navigation: 'Its page was left',
  storageLost: 'Its stored id was lost', serverRule: 'The server closed it', unknown: 'Why it ended is not known',
};

const SURE: { readonly [confidence in Confidence]: string } = { certain: 'certain', likely: 'likely', guess: 'a guess' };

/** Cause in a few words, the evidence as a sentence, and how sure. */
export type LedgerWords = { readonly cause: string; readonly evidence: string; readonly sure: string };

export const startWords = (start: LedgerStart): LedgerWords => ({ cause: STARTS[start.cause], evidence: start.evidence, sure: SURE[start.confidence] });
export const endWords = (end: LedgerEnd): LedgerWords => ({ cause: ENDS[end.cause], evidence: end.evidence, sure: SURE[end.confidence] });
