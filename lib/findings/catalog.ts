import type { Finding } from '../domain/finding.ts';
import { idRules } from './ids.ts';
import { lifeRules } from './life.ts';
import { reportRules } from './reports.ts';
import type { FindingRule, SessionCase } from './rule.ts';

export const sessionRules: readonly FindingRule[] = [...idRules, ...lifeRules, ...reportRules];

/** What is wrong with a session, in the order of the catalogue. */
export function findingsOf(it: SessionCase): Finding[] {
  return sessionRules.flatMap(({ code, severity, check }) => {
    const message = check(it);
    return message === null ? [] : [{ code, severity, message, sessionKey: it.session.key, eventId: null, requestId: null }];
  });
}
