import { err, ok, type Result } from '../base/result.ts';

const UNITS = [['d', 86_400_000], ['h', 3_600_000], ['min', 60_000], ['s', 1000], ['ms', 1]] as const;
/** What people write for each unit, in lower case. */
const WORDS: Readonly<Record<string, number>> = {
  d: 86_400_000, day: 86_400_000, days: 86_400_000, h: 3_600_000, hour: 3_600_000, hours: 3_600_000, m: 60_000, min: 60_000, mins: 60_000, minute: 60_000, minutes: 60_000,
  s: 1000, sec: 1000, secs: 1000, second: 1000, seconds: 1000, ms: 1,
};

/** Below it nothing that Footsteps does by the clock is exact, beyond it nobody waits. */
export const SHORTEST_MS = 1000;
export const LONGEST_MS = 366 * 86_400_000;

export type DurationProblem = 'form' | 'tooShort' | 'tooLong';

/**
 * The duration that a person typed, in milliseconds: `30 min`, `1800 s`, `1 h 30 min`, `1800000` (milliseconds). Each unit once, a fraction
 * with a point.
 */
export function parseDuration(text: string): Result<number, DurationProblem> {
  const typed = text.trim().toLowerCase();
  const ms = /^\d+(\.\d+)?$/.test(typed) ? Number(typed) : sumOf(typed);
  if (ms === null) return err('form');
  if (ms < SHORTEST_MS) return err('tooShort');
  return ms > LONGEST_MS ? err('tooLong') : ok(Math.round(ms));
}

function sumOf(text: string): number | null {
  if (!/^(\d+(\.\d+)?\s*[a-z]+\s*)+$/.test(text)) return null;
  let sum = 0;
  const seen = new Set<number>();
  for (const [, amount, word = ''] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g)) {
    const unit = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
    if (unit === undefined || seen.has(unit)) return null;
    seen.add(unit);
    sum += Number(amount) * unit;
  }
  return sum;
}

/** A duration as a person would type it, to the millisecond: "30 min", "1 h 30 min", "1 s 500 ms". */
export function showDuration(ms: number): string {
  let rest = Math.round(ms);
  const parts = UNITS.flatMap(([unit, size]) => {
    const n = Math.floor(rest / size);
    rest -= n * size;
    return n > 0 ? [`${n} ${unit}`] : [];
  });
  return parts.join(' ') || '0 s';
}
