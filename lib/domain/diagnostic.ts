import type { Severity } from './finding.ts';

/** What was wrong with a request's text, said by whoever read it. `path` is the place inside the body, e.g. `item[2].payload`. */
export type Diagnostic = {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly path: string | null;
  /** Something that was sent could not be read: the capture ledger counts the request as partly decoded. */
  readonly losesData: boolean;
};

export type DiagnosticSpec = Omit<Diagnostic, 'message' | 'path'> & { readonly description: string };
