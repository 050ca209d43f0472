import type { NumberTest } from './ast.ts';

const UNITS: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 };
const NUMBER = /^\d{1,16}(?:\.\d{1,3})?$/;

/** `unfinished`: it lacks what may still be typed. */
export type NotANumber = { readonly unfinished: boolean };

/** `>=400`, `400-499`, `200`; with `timed` each number has a unit, and is given in milliseconds. */
export function parseNumberTest(text: string, timed: boolean): NumberTest | NotANumber {
  const [, op = '', rest = ''] = /^(>=|<=|=|<|>)?([\s\S]*)$/.exec(text) as RegExpExecArray;
  const range = op === '' ? /^([^-]+)-([^-]*)$/.exec(rest) : null;
  if (range) {
    const [, from = '', to = ''] = range;
    // "5-10m": the unit of the end is that of both.
    const unit = timed ? (/[a-z]+$/i.exec(to)?.[0] ?? '') : '';
    const low = amountOf(timed && NUMBER.test(from) ? from + unit : from, timed);
    const high = amountOf(to, timed);
    if (low !== null && high !== null) return { op: 'range', low, high };
    return { unfinished: (low !== null || NUMBER.test(from)) && startsAmount(to, timed) };
  }
  const value = amountOf(rest, timed);
  if (value === null) return { unfinished: startsAmount(rest, timed) };
  return { op: (op || '=') as '=' | '<' | '<=' | '>' | '>=', value };
}

const startsAmount = (text: string, timed: boolean): boolean => text === '' || /^\d{1,16}\.$/.test(text) || (timed && /^\d{1,16}(?:\.\d{0,3})?(?:mi)?$/.test(text));

function amountOf(text: string, timed: boolean): number | null {
  if (!timed) return NUMBER.test(text) ? Math.min(Number(text), Number.MAX_SAFE_INTEGER) : null;
  const [, digits = '', unit = ''] = /^([\d.]+)([a-z]+)$/i.exec(text) ?? [];
  const ms = UNITS[unit.toLowerCase()];
  return NUMBER.test(digits) && ms !== undefined && Object.hasOwn(UNITS, unit.toLowerCase()) ? Math.min(Math.round(Number(digits) * ms), Number.MAX_SAFE_INTEGER) : null;
}

/** The text of which `parseNumberTest` makes the same. */
export function printNumberTest(test: NumberTest, timed: boolean): string {
  const unit = timed ? 'ms' : '';
  return test.op === 'range' ? `${test.low}${unit}-${test.high}${unit}` : `${test.op}${test.value}${unit}`;
}

export function passes(test: NumberTest, value: number): boolean {
  switch (test.op) {
    case '=':
      return value === test.value;
    case '<':
      return value < test.value;
    case '<=':
      return value <= test.value;
    case '>':
      return value > test.value;
    case '>=':
      return value >= test.value;
    default:
      return value >= test.low && value <= test.high;
  }
}
