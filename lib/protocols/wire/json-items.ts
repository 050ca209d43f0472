import { err, type Result } from '../../base/result.ts';
import type { Json } from '../../base/json.ts';
import { parseJson } from '../../base/lossless-json.ts';

/** A batch larger than this is no SDK's. */
const MAX_ITEMS = 10_000;

/**
 * The items of a JSON array whose text as a whole does not parse (cut off, or one item broken): each item by itself, in order. Text that
 * is no array gives none. Never throws; linear in the length of the text, however it is nested.
 */
export function looseItems(text: string): Result<Json>[] {
  const items: Result<Json>[] = [];
  const open = /^\s*\[/.exec(text)?.[0].length;
  if (open === undefined) return items;
  let depth = 0;
  let inString = false;
  let start = open;
  const take = (end: number, whole: boolean) => {
    const part = text.slice(start, end);
    if (part.trim()) items.push(whole ? parseJson(part) : err('cut off'));
    start = end + 1;
  };
  for (let i = open; i < text.length && items.length < MAX_ITEMS; i++) {
    const c = text[i];
    if (inString) {
      if (c === '\\') i++;
      else if (c === '"') inString = false;
    } else if (c === '"') inString = true;
    else if (c === '{' || c === '[') depth++;
    else if (depth > 0 && (c === '}' || c === ']')) depth--;
    else if (depth === 0 && c === ',') take(i, true);
    else if (depth === 0 && c === ']') {
      take(i, true);
      return items;
    }
  }
  take(text.length, false);
  return items;
}
