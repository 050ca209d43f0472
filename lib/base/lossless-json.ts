import { parse } from 'lossless-json';
import { err, ok, type Result } from './result.ts';
import type { Json } from './json.ts';

/**
 * A number of 16 digits or more before any point: only then can a double lose one, and only then is the slow parser worth its price. What
 * stands before a number in JSON cannot stand before the digits inside an id.
 */
const LONG_NUMBER = /(?:^|[\s:,[-])\d{16}/;
/** Nesting deeper than this is refused: the parsers recurse, and a stack overflow in the worker would lose the batch. */
const MAX_DEPTH = 500;

function tooDeep(text: string): boolean {
  // Each level takes two characters.
  if (text.length <= 2 * MAX_DEPTH) return false;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i++;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 || c === 91) {
      if (++depth > MAX_DEPTH) return true;
    } else if (c === 125 || c === 93) depth--;
  }
  return false;
}

/** A number's text as a number where that is exact, else its digits as a string (Krenalis ids are signed 64-bit integers). */
function exactNumber(text: string): number | string {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  return /^-?\d+$/.test(text) ? text : value;
}

/**
 * Parses JSON without losing digits of integers beyond 2^53-1: those come back as strings.
 * Fails with a sentence; never throws, whatever the text (also at 100 000 levels of nesting).
 */
export function parseJson(text: string): Result<Json> {
  if (tooDeep(text)) return err(`JSON nested deeper than ${MAX_DEPTH} levels`);
  try {
    return ok(LONG_NUMBER.test(text) ? (parse(text, null, { parseNumber: exactNumber }) as Json) : (JSON.parse(text) as Json));
  } catch (error) {
    return err(error instanceof Error ? error.message : 'not JSON');
  }
}
