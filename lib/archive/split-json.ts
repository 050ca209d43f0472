import { decodeUtf8, encodeUtf8 } from '../base/bytes.ts';
import type { Json } from '../base/json.ts';
import { parseJson } from '../base/lossless-json.ts';
import { err, ok, type Result } from '../base/result.ts';
import type { Problem, Refusal } from './problem.ts';

/**
 * A piece of a JSON text: the value of a key of an object that was entered, or one element of a list that was split. `index` is the
 * element's place in its list, null where the value is no element; the start of a split list is a piece of its own, with the text `[]`.
 * `exact` is false where bytes were no UTF-8 and show as U+FFFD. An element that is too large comes without text, as does, under the empty
 * path, a text that is no object.
 */
export type JsonPiece = { readonly path: string; readonly index: number | null; readonly text: string; readonly exact: boolean };

/** What to take apart below the outermost object, as key paths joined by dots. All other values come whole. */
export type JsonPlan = { readonly objects: readonly string[]; readonly lists: readonly string[] };

/** Takes bytes as they come; after a failure it takes no more. */
export type JsonSplitter = {
  push(bytes: Uint8Array): Result<null, Refusal>;
  /** Nothing more comes. */
  end(): Result<null, Refusal>;
};

/** Larger than any request with its answer: what is held in memory at most. */
export const MAX_PIECE = 256 * 1024 * 1024;
/** Longer runs of a text are searched for their end by the engine. */
const SHORT = 24;

const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const COMMA = 44;
const COLON = 58;
const NEW_LINE = 10;

const TOO_LARGE = { text: '', exact: true };

class Broken extends Error {
  readonly at: number;
  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
  }
}

/**
 * Cuts a large JSON text into pieces without parsing them, holding no more than one piece and one chunk, so that each entry of a file stands
 * for itself: one that is no JSON, is nested a million levels deep or has a hostile key costs nothing but itself. Only the brackets and
 * commas between the entries must be sound. Fails with the line and column where they are not.
 */
export function createSplitter(plan: JsonPlan, take: (piece: JsonPiece) => void, maxPiece = MAX_PIECE): JsonSplitter {
  let buffer = new Uint8Array(0);
  /** The part of the buffer that is filled; all positions are in it. */
  let data = buffer;
  let pos = 0;
  /** What lies before it is needed no more. */
  let keep = 0;
  let isEnd = false;
  /** Lines that went by, and how far the present one had gone when its start went by. */
  let linesGone = 0;
  let columnsGone = 0;

  const closers: number[] = [];
  let inText = false;
  let textAt = 0;

  /** Whether something stands at the position, white space passed over. It stands between values, so that nothing before it is needed. */
  const space = (): boolean => {
    for (let c = data[pos]; c === 32 || c === 10 || c === 13 || c === 9; c = data[++pos]);
    keep = pos;
    return pos < data.length;
  };

  /** Goes behind the closing quote, from inside a text; false: more bytes are needed. */
  const closeText = (): boolean => {
    for (const near = Math.min(data.length, pos + SHORT); pos < near; pos++) {
      const c = data[pos];
      if (c === BACKSLASH) pos++;
      else if (c === QUOTE) {
        pos++;
        inText = false;
        return true;
      }
    }
    while (pos < data.length) {
      const found = data.indexOf(QUOTE, pos);
      const end = found < 0 ? data.length : found;
      let escapes = 0;
      while (end - 1 - escapes >= pos && data[end - 1 - escapes] === BACKSLASH) escapes++;
      pos = end + (found < 0 ? escapes % 2 : 1);
      if (found < 0 || escapes % 2) continue;
      inText = false;
      return true;
    }
    return false;
  };

  /** Goes behind a value that begins at `keep`; false: more bytes are needed. */
  const closeValue = (): boolean => {
    if (inText && !closeText()) return false;
    for (; pos < data.length; pos++) {
      const c = data[pos];
      if (c === QUOTE) {
        textAt = pos++;
        inText = true;
        if (!closeText()) return false;
        pos--;
      } else if (c === OPEN_OBJECT) closers.push(CLOSE_OBJECT);
      else if (c === OPEN_LIST) closers.push(CLOSE_LIST);
      else if (c === CLOSE_OBJECT || c === CLOSE_LIST) {
        if (!closers.length) return true;
        if (closers.pop() !== c) throw new Broken(pos, c === CLOSE_LIST ? '"}"' : '"]"');
      } else if (c === COMMA && !closers.length) return true;
    }
    return false;
  };

  const tooLarge = (what: string): Broken => new Broken(keep, `at most ${Math.floor(maxPiece / 1e6)} MB in one ${what}, found more`);

  function* until(done: () => boolean): Generator<undefined, void> {
    while (!done()) {
      if (isEnd) return;
      yield;
    }
  }
  function* past(code: number, expected: string): Generator<undefined, void> {
    yield* until(space);
    if (data[pos] !== code) throw new Broken(pos, expected);
    keep = ++pos;
  }
  function* value(path: string, index: number | null): Generator<undefined, void> {
    keep = pos;
    closers.length = 0;
    let isTooLarge = false;
    while (!closeValue()) {
      isTooLarge ||= pos - keep > maxPiece;
      if (isTooLarge && index === null) throw tooLarge('value');
      if (isTooLarge) keep = Math.min(pos, data.length);
      if (isEnd) break;
      yield;
    }
    if (inText) throw new Broken(textAt, 'a text that is closed');
    if (closers.length) throw new Broken(data.length, 'the rest of the file, which ends too early');
    if (pos === keep && !isTooLarge) throw new Broken(pos, 'a value');
    const { text, exact } = isTooLarge ? TOO_LARGE : decodeUtf8(data.subarray(keep, pos));
    keep = pos;
    take({ path, index, text, exact });
  }
  function* key(): Generator<undefined, string> {
    yield* until(space);
    keep = pos;
    if (data[pos] !== QUOTE) throw new Broken(pos, 'a key in double quotes');
    textAt = pos++;
    inText = true;
    yield* until(() => {
      if (pos - keep > maxPiece) throw tooLarge('key');
      return closeText();
    });
    if (inText) throw new Broken(textAt, 'a text that is closed');
    try {
      return JSON.parse(decodeUtf8(data.subarray(keep, pos)).text) as string;
    } catch {
      throw new Broken(keep, 'a key that is a JSON text');
    }
  }
  function* members(path: string): Generator<undefined, void> {
    keep = ++pos;
    yield* until(space);
    if (data[pos] === CLOSE_OBJECT) return void pos++;
    for (;;) {
      const name = yield* key();
      yield* past(COLON, '":"');
      yield* until(space);
      yield* enter(path === '' ? name : `${path}.${name}`);
      yield* until(space);
      if (data[pos] === CLOSE_OBJECT) return void pos++;
      yield* past(COMMA, '"," or "}"');
    }
  }
  function* elements(path: string): Generator<undefined, void> {
    take({ path, index: null, text: '[]', exact: true });
    keep = ++pos;
    yield* until(space);
    if (data[pos] === CLOSE_LIST) return void pos++;
    for (let index = 0; ; index++) {
      if (!space()) yield* until(space);
      yield* value(path, index);
      if (!space()) yield* until(space);
      if (data[pos] === CLOSE_LIST) return void pos++;
      yield* past(COMMA, '"," or "]"');
    }
  }
  function* enter(path: string): Generator<undefined, void> {
    if (data[pos] === OPEN_OBJECT && plan.objects.includes(path)) yield* members(path);
    else if (data[pos] === OPEN_LIST && plan.lists.includes(path)) yield* elements(path);
    else yield* value(path, null);
  }
  function* whole(): Generator<undefined, void> {
    yield* until(() => data.length >= 3);
    if (data[0] === 0xef && data[1] === 0xbb && data[2] === 0xbf) pos = 3;
    yield* until(space);
    if (pos >= data.length) throw new Broken(pos, 'a value');
    if (data[pos] !== OPEN_OBJECT) return take({ path: '', index: null, text: '', exact: true });
    yield* members('');
    yield* until(space);
    if (pos < data.length) throw new Broken(pos, 'nothing after the end of the JSON');
  }

  /** Lets go of what was taken and puts more behind the rest. */
  function append(bytes: Uint8Array): void {
    const gone = data.subarray(0, keep);
    let from = 0;
    for (let at = gone.indexOf(NEW_LINE); at >= 0; at = gone.indexOf(NEW_LINE, from)) {
      linesGone++;
      columnsGone = 0;
      from = at + 1;
    }
    columnsGone += lengthOf(gone.subarray(from));
    const rest = data.length - keep;
    if (rest + bytes.length > buffer.length) {
      const larger = new Uint8Array(Math.max(2 * (rest + bytes.length), 65_536));
      larger.set(data.subarray(keep));
      buffer = larger;
    } else if (keep > 0) buffer.copyWithin(0, keep, data.length);
    buffer.set(bytes, rest);
    data = buffer.subarray(0, rest + bytes.length);
    pos -= keep;
    textAt -= keep;
    keep = 0;
  }

  /** "line 3 column 14", counted from 1, in UTF-16 units as editors count. */
  function placeOf(at: number): string {
    let [line, start] = [linesGone + 1, 0];
    for (let end = data.indexOf(NEW_LINE); end >= 0 && end < at; end = data.indexOf(NEW_LINE, start)) [line, start] = [line + 1, end + 1];
    return `line ${line} column ${lengthOf(data.subarray(start, at)) + (start === 0 ? columnsGone : 0) + 1}`;
  }

  const run = whole();
  let failure: Result<null, Refusal> = ok(null);
  let isDone = false;
  function goOn(): Result<null, Refusal> {
    if (isDone) return failure;
    try {
      isDone = run.next().done === true;
    } catch (error) {
      if (!(error instanceof Broken)) throw error;
      isDone = true;
      failure = err({ place: placeOf(error.at), message: `no sound JSON: expected ${error.message}` });
    }
    return failure;
  }
  return {
    push(bytes) {
      if (!isDone) append(bytes);
      return goOn();
    },
    end() {
      isEnd = true;
      return goOn();
    },
  };
}

/** The same of a text that is there whole. */
export function splitJson(text: string, plan: JsonPlan, take: (piece: JsonPiece) => void): Result<null, Refusal> {
  const splitter = createSplitter(plan, take);
  const pushed = splitter.push(encodeUtf8(text));
  return pushed.ok ? splitter.end() : pushed;
}

/** An element's or value's JSON, or the problem with it. */
export function parsePiece({ text }: JsonPiece, place: string): Result<Json, Problem> {
  if (text === '') return err({ place, message: `expected at most ${Math.floor(MAX_PIECE / 1e6)} MB in one entry, found more` });
  const parsed = parseJson(text);
  return parsed.ok ? parsed : err({ place, message: `expected JSON: ${parsed.error}` });
}

const lengthOf = (bytes: Uint8Array): number => decodeUtf8(bytes).text.length;
