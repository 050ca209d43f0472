import type { Counters } from '../../lib/domain/ports.ts';

/** The counters of the capture ledger, without the measure of what is stored. */
export const ledgerCounters = (counters: Counters | undefined): Counters => Object.fromEntries(Object.entries(counters ?? {}).filter(([name]) => !name.startsWith('stored.')));
