import { err, ok, type Result } from '../base/result.ts';
import type { Refusal } from './problem.ts';

/**
 * A piece of a JSON text: the value of a key of an object that was entered, or one element of a list that was split. `index` is the
 * element's place in its list, null where the value is no element; the start of a split list is a piece of its own, with the text `[]`.
 */
export type JsonPiece = { readonly path: string; readonly index: number | null; readonly text: string };

/** What to take apart below the outermost object, as key paths joined by dots. All other values come whole. */
export type JsonPlan = { readonly objects: readonly string[]; readonly lists: readonly string[] };

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const COMMA = 44;
const COLON = 58;

class Broken extends Error {
  readonly at: number;
  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
  }
}

/**
 * Cuts a large JSON text into pieces without parsing them, so that each entry of a file stands for itself: one that is no JSON, is nested a
 * million levels deep or has a hostile key costs nothing but itself. Only the brackets and commas between the entries must be sound.
 * Fails with the line and column where they are not.
 */
export function splitJson(text: string, plan: JsonPlan, take: (piece: JsonPiece) => void): Result<null, Refusal> {
  let i = 0;

  const space = (): void => {
    for (let c = text.charCodeAt(i); c === 32 || c === 10 || c === 13 || c === 9; c = text.charCodeAt(++i));
  };
  const need = (code: number, expected: string): void => {
    space();
    if (text.charCodeAt(i) !== code) throw new Broken(i, expected);
    i++;
  };
  const skipString = (): void => {
    const from = i;
    for (let end = text.indexOf('"', i + 1); end >= 0; end = text.indexOf('"', end + 1)) {
      let escapes = 0;
      while (text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++;
      if (escapes % 2 === 0) {
        i = end + 1;
        return;
      }
    }
    throw new Broken(from, 'a text that is closed');
  };
  const skipValue = (): void => {
    const from = i;
    const closers: number[] = [];
    for (; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === QUOTE) {
        skipString();
        i--;
      } else if (c === OPEN_OBJECT) closers.push(CLOSE_OBJECT);
      else if (c === OPEN_LIST) closers.push(CLOSE_LIST);
      else if (c === CLOSE_OBJECT || c === CLOSE_LIST) {
        if (!closers.length) break;
        if (closers.pop() !== c) throw new Broken(i, c === CLOSE_LIST ? '"}"' : '"]"');
      } else if (c === COMMA && !closers.length) break;
    }
    if (closers.length) throw new Broken(text.length, 'the rest of the file, which ends too early');
    if (i === from) throw new Broken(i, 'a value');
  };
  const whole = (path: string): void => {
    const from = i;
    skipValue();
    take({ path, index: null, text: text.slice(from, i) });
  };
  const enter = (path: string): void => {
    if (text.charCodeAt(i) === OPEN_OBJECT && plan.objects.includes(path)) return members(path);
    if (text.charCodeAt(i) === OPEN_LIST && plan.lists.includes(path)) return elements(path);
    whole(path);
  };
  const members = (path: string): void => {
    i++;
    space();
    if (text.charCodeAt(i) === CLOSE_OBJECT) return void i++;
    for (;;) {
      space();
      const from = i;
      if (text.charCodeAt(i) !== QUOTE) throw new Broken(i, 'a key in double quotes');
      skipString();
      const key = keyOf(text.slice(from, i), from);
      need(COLON, '":"');
      space();
      enter(path === '' ? key : `${path}.${key}`);
      space();
      if (text.charCodeAt(i) === CLOSE_OBJECT) return void i++;
      need(COMMA, '"," or "}"');
    }
  };
  const elements = (path: string): void => {
    take({ path, index: null, text: '[]' });
    i++;
    space();
    if (text.charCodeAt(i) === CLOSE_LIST) return void i++;
    for (let index = 0; ; index++) {
      space();
      const from = i;
      skipValue();
      take({ path, index, text: text.slice(from, i) });
      space();
      if (text.charCodeAt(i) === CLOSE_LIST) return void i++;
      need(COMMA, '"," or "]"');
    }
  };

  try {
    space();
    if (text.charCodeAt(i) === OPEN_OBJECT) members('');
    else whole('');
    space();
    if (i < text.length) throw new Broken(i, 'nothing after the end of the JSON');
    return ok(null);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return err({ place: lineAndColumn(text, error.at), message: `no sound JSON: expected ${error.message}` });
  }
}

function keyOf(quoted: string, at: number): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    throw new Broken(at, 'a key that is a JSON text');
  }
}

/** "line 3 column 14", counted from 1. */
export function lineAndColumn(text: string, at: number): string {
  let line = 1;
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', start)) {
    line++;
    start = end + 1;
  }
  return `line ${line} column ${at - start + 1}`;
}
