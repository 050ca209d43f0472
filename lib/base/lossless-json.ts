import { err, ok, type Result } from './result.ts';
import type { Json } from './json.ts';

/**
 * A number of 16 digits or more before any point: only then can a double lose one, and only then is it worth its price to look at each number. What
 * stands before a number in JSON cannot stand before the digits inside an id. Two expressions, as one with both takes half as long again.
 */
const LONG_NUMBER = /[\s:,[-]\d{16}/;
const LONG_FROM_START = /^\d{16}/;
/** Nesting deeper than this is refused: whoever walks through it recurses, and a stack overflow in the worker would lose the batch. */
const MAX_DEPTH = 500;

/** Whether a character stands in a text more than `max` times. */
function hasMore(text: string, char: string, max: number): boolean {
  let left = max;
  for (let at = text.indexOf(char); at >= 0; at = text.indexOf(char, at + 1)) if (left-- === 0) return true;
  return false;
}

function tooDeep(text: string): boolean {
  // Few texts have brackets enough; to count those is far quicker than to look at every character.
  if (!hasMore(text, '{', MAX_DEPTH / 2) && !hasMore(text, '[', MAX_DEPTH / 2)) return false;
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

/** Called by `JSON.parse` for each value, with the text of a number: browsers have that since 2023 (Chrome 114) and 2025 (Firefox 135). */
const exact = (_key: string, value: unknown, context?: { readonly source?: string }): unknown => (typeof value === 'number' && context?.source !== undefined ? exactNumber(context.source) : value);

/**
 * Parses JSON without losing digits of integers beyond 2^53-1: those come back as strings.
 * Fails with a sentence; never throws, whatever the text (also at 100 000 levels of nesting).
 */
export function parseJson(text: string): Result<Json> {
  if (tooDeep(text)) return err(`JSON nested deeper than ${MAX_DEPTH} levels`);
  try {
    return ok((LONG_NUMBER.test(text) || LONG_FROM_START.test(text) ? JSON.parse(text, exact) : JSON.parse(text)) as Json);
  } catch (error) {
    return err(error instanceof Error ? error.message : 'not JSON');
  }
}
