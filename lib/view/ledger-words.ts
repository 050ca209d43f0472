import type { LedgerEnd, LedgerStart } from '../domain/session.ts';
import { t } from './messages/translate.ts';

/** Cause in a few words, the evidence as a sentence, and how sure. */
export type LedgerWords = { readonly cause: string; readonly evidence: string; readonly sure: string };

export const startWords = ({ cause, evidence, confidence }: LedgerStart): LedgerWords => ({ cause: t(`ledger_start_${cause}`), evidence, sure: t(`ledger_sure_${confidence}`) });
export const endWords = ({ cause, evidence, confidence }: LedgerEnd): LedgerWords => ({ cause: t(`ledger_end_${cause}`), evidence, sure: t(`ledger_sure_${confidence}`) });
