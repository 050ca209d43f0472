import type { Severity } from '../domain/finding.ts';
import type { Lane } from '../domain/lane.ts';
import type { Session } from '../domain/session.ts';
import type { SessionFacts } from '../domain/session-facts.ts';
import type { SessionRules } from '../domain/session-rules.ts';

/** What a rule looks at: a session, its neighbours, and how its vendor's sessions should live. */
export type SessionCase = {
  readonly session: Session;
  readonly facts: SessionFacts;
  readonly previous: SessionFacts | undefined;
  readonly next: SessionFacts | undefined;
  readonly rules: SessionRules;
  readonly lane: Lane;
  /** Sessions of the same vendor in other projects that ran on the same page at the same time. */
  readonly siblings: readonly SessionFacts[];
};

/**
 * A rule about sessions. `check` gives the evidence as a sentence where something is wrong, else null. A comment above each says what is wrong,
 * and where that comes from: a vendor's document, source, or a known issue. A comment, as the background takes all rules along.
 */
export type FindingRule = {
  readonly code: string;
  readonly severity: Severity;
  readonly check: (it: SessionCase) => string | null;
};
