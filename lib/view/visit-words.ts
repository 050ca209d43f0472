import { assertNever } from '../base/never.ts';
import type { EpochMs } from '../base/time.ts';
import { formatDuration } from './format.ts';
import { t, tn } from './messages/translate.ts';
import type { Disagreement, Visit } from './visits.ts';

type Names = { readonly vendorName: (protocol: string) => string; readonly momentOf: (at: EpochMs) => string };

const listed = (parts: readonly string[]): string => parts.join(', ');

/** What the vendors of a visit do not agree on, a sentence each; that they agree, or that there is but one. */
export function visitSentences({ vendors, disagreements }: Visit, names: Names): readonly { readonly text: string; readonly warns: boolean }[] {
  if (vendors.length < 2) return [{ text: t('visits_oneVendor'), warns: false }];
  if (!disagreements.length) return [{ text: t('visits_agree'), warns: false }];
  return disagreements.map((disagreement) => ({ text: disagreementWords(disagreement, names), warns: true }));
}

function disagreementWords(disagreement: Disagreement, { vendorName, momentOf }: Names): string {
  switch (disagreement.what) {
    case 'rotation':
      return t('visits_rotated', listed(disagreement.rotated.map(({ protocol, times }) => tn('visits_rotatedBy', times, String(times), vendorName(protocol)))), listed(disagreement.kept.map(vendorName)));
    case 'user':
      return t('visits_users', listed(disagreement.users.map(({ protocol, userId }) => t('visits_user', vendorName(protocol), userId))));
    case 'end':
      return t('visits_endedEarly', listed(disagreement.ended.map(({ protocol, at }) => t('visits_endedAt', vendorName(protocol), momentOf(at)))), listed(disagreement.active.map(vendorName)));
    default:
      return assertNever(disagreement);
  }
}

/** "+12 s" or "−3 s" after the visit's start: where a vendor's session lies in it. */
export const sinceVisit = (at: EpochMs, { from }: Visit): string => (at - from < 1 ? formatDuration(0) : `+${formatDuration(at - from)}`);
