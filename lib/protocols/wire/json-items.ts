import { err, type Result } from '../../base/result.ts';
import { isObject, type Json, type JsonObject } from '../../base/json.ts';
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

/**
 * The list that stands under a key of the outermost object of a text that does not parse as a whole: its items one by one, and what stands
 * before it, if that is whole. Null where there is no such list. Never throws; linear in the length of the text.
 */
export function looseList(text: string, key: string): { readonly before: JsonObject; readonly items: Result<Json>[] } | null {
  const open = /^\s*\{/.exec(text)?.[0].length;
  if (open === undefined) return null;
  const value = /\s*:\s*(?=\[)/y;
  const name = JSON.stringify(key);
  for (let i = open, depth = 1; i < text.length && depth > 0; i++) {
    const c = text[i];
    if (c === '{' || c === '[') depth++;
    else if (c === '}' || c === ']') depth--;
    else if (c === '"') {
      const end = endOfString(text, i);
      value.lastIndex = end;
      if (depth === 1 && end - i === name.length && text.startsWith(name, i) && value.test(text)) {
        const before = parseJson(`${text.slice(0, i).replace(/,\s*$/, '')}}`);
        return { before: before.ok && isObject(before.value) ? before.value : {}, items: looseItems(text.slice(value.lastIndex)) };
      }
      i = end - 1;
    }
  }
  return null;
}

/** The place behind the closing quote. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return Math.min(i + 1, text.length);
}
