/** Milliseconds since 1970-01-01 UTC; fractions allowed. */
export type EpochMs = number;

/** Outside 2005..2100 a time on the wire is a mistake (seconds for milliseconds, a zeroed clock), not a time. */
const EARLIEST = Date.UTC(2005, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);
export const plausibleTime = (ms: number): boolean => ms >= EARLIEST && ms <= LATEST;

/**
 * An instant from what SDKs send: ISO text, epoch milliseconds or seconds (by size, whole or fractional), number or digits.
 * Null where it is none of these or implausible.
 */
export function readTime(value: unknown): EpochMs | null {
  if (typeof value === 'string' && !/^-?\d+(\.\d+)?$/.test(value)) {
    const ms = Date.parse(value);
    return plausibleTime(ms) ? ms : null;
  }
  const n = typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : Number.NaN;
  if (plausibleTime(n)) return n;
  return plausibleTime(n * 1000) ? n * 1000 : null;
}

/** "12 s", "4 min 32 s", "2 h 5 min", "3 d 4 h": a duration in the words of the ledger. */
export function inWords(ms: number): string {
  const s = Math.round(Math.abs(ms) / 1000);
  if (Math.abs(ms) < 1000) return `${Math.round(Math.abs(ms))} ms`;
  const pair = (a: number, au: string, b: number, bu: string) => (b ? `${a} ${au} ${b} ${bu}` : `${a} ${au}`);
  if (s < 60) return `${s} s`;
  if (s < 3600) return pair(Math.floor(s / 60), 'min', s % 60, 's');
  if (s < 86_400) return pair(Math.floor(s / 3600), 'h', Math.floor((s % 3600) / 60), 'min');
  return pair(Math.floor(s / 86_400), 'd', Math.floor((s % 86_400) / 3600), 'h');
}
