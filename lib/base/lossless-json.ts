import { err, ok, type Result } from './result.ts';
import type { Json } from './json.ts';

/** A number of so many digits before any point: only then can a double lose one, and only then is it worth its price to look at each number. */
const LONG = 16;
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

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/**
 * Whether a text has a long number: a run of digits at its start, or behind what stands before a number in JSON, which cannot stand before the
 * digits inside an id. A run has a digit at some place that its length divides, so that only those are looked at, where an expression looks
 * at each.
 */
function hasLongNumber(text: string): boolean {
  for (let at = 0; at < text.length; at += LONG) {
    if (!isDigit(text.charCodeAt(at))) continue;
    let from = at;
    while (from > 0 && isDigit(text.charCodeAt(from - 1))) from--;
    while (isDigit(text.charCodeAt(at + 1))) at++;
    if (at + 1 - from >= LONG && (from === 0 || ' \t\n\r:,[-'.includes(text.charAt(from - 1)))) return true;
    at -= at % LONG;
  }
  return false;
}

/** A whole number of as many digits or more where JSON may have one, up to what must follow it; it may yet stand inside a text. */
const LONG_INTEGER = /(?<=[\s:,[]|^)-?[1-9]\d{15,}(?=\s*(?:[,\]}]|$))/g;

/** Puts integers that a double cannot hold into quotes (Krenalis ids are signed 64-bit integers). To be asked by `JSON.parse` for each value takes five times as long. */
function quoteLongIntegers(text: string): string {
  let quoted = '';
  let taken = 0;
  /** The place behind the last text before the number. */
  let outside = 0;
  const isInText = (place: number): boolean => {
    for (;;) {
      const open = text.indexOf('"', outside);
      if (open < 0 || open > place) return false;
      let close = text.indexOf('"', open + 1);
      while (close > 0 && isEscaped(text, close)) close = text.indexOf('"', close + 1);
      if (close < 0 || close > place) return true;
      outside = close + 1;
    }
  };
  for (const { 0: digits, index } of text.matchAll(LONG_INTEGER)) {
    if (Number.isSafeInteger(Number(digits)) || isInText(index)) continue;
    quoted += `${text.slice(taken, index)}"${digits}"`;
    taken = index + digits.length;
  }
  return quoted + text.slice(taken);
}

function isEscaped(text: string, place: number): boolean {
  let from = place;
  while (text[from - 1] === '\\') from--;
  return (place - from) % 2 === 1;
}

/**
 * Parses JSON without losing digits of integers beyond 2^53-1: those come back as strings.
 * Fails with a sentence; never throws, whatever the text (also at 100 000 levels of nesting).
 */
export function parseJson(text: string): Result<Json> {
  if (tooDeep(text)) return err(`JSON nested deeper than ${MAX_DEPTH} levels`);
  if (!hasLongNumber(text)) return parsed(text);
  const quoted = parsed(quoteLongIntegers(text));
  // What is wrong, and where, is told of the text as it stands.
  return quoted.ok ? quoted : parsed(text);
}

function parsed(text: string): Result<Json> {
  try {
    return ok(JSON.parse(text) as Json);
  } catch (error) {
    return err(error instanceof Error ? error.message : 'not JSON');
  }
}
