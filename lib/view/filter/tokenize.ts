import type { Span } from './ast.ts';

/** `open`: the quote was not closed. Of a term, `at` is where its value begins. */
export type Token = Span & (
  | { readonly type: '(' | ')' | '-' | 'and' | 'or' }
  | { readonly type: 'text'; readonly text: string; readonly open: boolean }
  | { readonly type: 'regex'; readonly source: string; readonly flags: string }
  | { readonly type: 'term'; readonly name: string; readonly value: string; readonly at: number; readonly open: boolean }
);

const SPACE = /\s/u;
/** A name begins with a letter or one of the signs with which vendors begin keys; `https://…` and `localhost:8080` are texts. */
const NAME = /^(?!localhost:)([\p{L}_$@][\p{L}\p{N}_$@./-]*):(?!\/\/)/u;
/** Up to the first `/` that is neither escaped nor in a class. */
const REGEX = /^\/((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\[])+)\/([dgimsuvy]*)(?=[\s)]|$)/u;

/** The text in pieces, in order. Any text at all has some; what is wrong with them the parser says. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    const token = tokenAt(text, at, depth);
    if (token) {
      tokens.push(token);
      if (token.type === '(') depth++;
      if (token.type === ')') depth = Math.max(0, depth - 1);
    }
    at = token?.to ?? at + 1;
  }
  return tokens;
}

function tokenAt(text: string, from: number, depth: number): Token | null {
  const char = text[from] as string;
  if (SPACE.test(char)) return null;
  if (char === '(' || char === ')') return { type: char, from, to: from + 1 };
  // A `-` with nothing behind it stands for itself no more than for anything else: the parser says what it lacks.
  if (char === '-') return { type: '-', from, to: from + 1 };
  if (char === '"') {
    const { value, to, open } = quotedAt(text, from);
    return { type: 'text', text: value, from, to, open };
  }
  const rest = text.slice(from);
  const regex = REGEX.exec(rest);
  if (regex) return { type: 'regex', source: regex[1] as string, flags: regex[2] as string, from, to: from + regex[0].length };
  const name = NAME.exec(rest);
  if (name) return termAt(text, from, name[1] as string, depth);
  const to = wordEnd(text, from, depth);
  const word = text.slice(from, to);
  if (word === 'AND' || word === 'OR') return { type: word === 'AND' ? 'and' : 'or', from, to };
  return { type: 'text', text: word, from, to, open: false };
}

function termAt(text: string, from: number, name: string, depth: number): Token {
  const at = from + name.length + 1;
  if (text[at] === '"') {
    const { value, to, open } = quotedAt(text, at);
    return { type: 'term', name, value, from, to, at, open };
  }
  const to = wordEnd(text, at, depth);
  return { type: 'term', name, value: text.slice(at, to), from, to, at, open: false };
}

/** A word goes on to the next space. Parentheses inside it (`map(x)`) are its own as long as they match. */
function wordEnd(text: string, from: number, depth: number): number {
  let inside = 0;
  for (let at = from; at < text.length; at++) {
    const char = text[at] as string;
    if (SPACE.test(char)) return at;
    if (char === '(') inside++;
    else if (char === ')' && inside > 0) inside--;
    else if (char === ')' && depth > 0) return at;
  }
  return text.length;
}

/** Inside quotes `\"` is a quote and `\\` a backslash; before anything else a backslash is itself. */
function quotedAt(text: string, from: number): { value: string; to: number; open: boolean } {
  let value = '';
  let at = from + 1;
  for (; at < text.length && text[at] !== '"'; at++) {
    const next = text[at + 1];
    if (text[at] === '\\' && (next === '"' || next === '\\')) at++;
    value += text[at];
  }
  return { value, to: Math.min(at + 1, text.length), open: at >= text.length };
}
