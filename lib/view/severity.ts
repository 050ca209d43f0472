import type { Finding, Severity } from '../domain/finding.ts';
import type { Tone } from './tone.ts';

const ORDER: { readonly [severity in Severity]: number } = { error: 0, warning: 1, info: 2 };
const TONES: { readonly [severity in Severity]: Tone } = { error: 'bad', warning: 'warn', info: 'quiet' };

export const severityTone = (severity: Severity): Tone => TONES[severity];

/** Worst first, else as they were found. */
export const bySeverity = <T extends Pick<Finding, 'severity'>>(findings: readonly T[]): T[] => findings.toSorted((a, b) => ORDER[a.severity] - ORDER[b.severity]);
