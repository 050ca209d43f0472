import type { Filter, FilterNode, FilterProblem } from './ast.ts';
import { leafOf } from './leaf.ts';
import { t } from '../messages/translate.ts';
import { tokenize, type Token } from './tokenize.ts';

/** Deeper parentheses are no filter that a person wrote, and would cost the stack. */
const MAX_DEPTH = 50;
/** A longer text is cut: what was pasted by mistake must not cost time at every keystroke. */
const MAX_TEXT = 5_000;

/**
 * A filter from its text: `or` binds less than the `and` that stands, or is thought, between two terms; `-` belongs to what follows. Of any
 * text there is one: what is wrong is left out of it, and the first wrong thing is told with its place.
 */
export function parseFilter(text: string): Filter {
  const parser = new Parser(tokenize(text.slice(0, MAX_TEXT)));
  const root = parser.all();
  const problem = parser.problem ?? (text.length > MAX_TEXT ? { message: t('filter_wrong_long', MAX_TEXT), from: MAX_TEXT, to: text.length, unfinished: false } : null);
  return { root, problem };
}

class Parser {
  problem: FilterProblem | null = null;
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  all(): FilterNode | null {
    const parts: FilterNode[] = [];
    for (;;) {
      const part = this.or();
      if (part) parts.push(part);
      const token = this.tokens[this.next];
      if (!token) return joined('and', parts);
      // Only a `)` ends an expression before the text ends.
      this.wrong(token, t('filter_wrong_closes'));
      this.next++;
    }
  }

  private wrong({ from, to }: { readonly from: number; readonly to: number }, message: string, unfinished = false): void {
    this.problem ??= { message, from, to, unfinished };
  }

  private or(): FilterNode | null {
    const parts: FilterNode[] = [];
    for (;;) {
      const before = this.next;
      const part = this.and();
      if (part) parts.push(part);
      const token = this.tokens[this.next];
      if (token?.type !== 'or') return joined('or', parts);
      if (this.next === before) this.wrong(token, t('filter_wrong_before', 'OR'));
      this.next++;
      this.needsTerm(token, 'OR');
    }
  }

  private and(): FilterNode | null {
    const parts: FilterNode[] = [];
    const first = this.next;
    for (;;) {
      const token = this.tokens[this.next];
      if (!token || token.type === 'or' || token.type === ')') return joined('and', parts);
      if (token.type === 'and') {
        if (this.next === first) this.wrong(token, t('filter_wrong_before', 'AND'));
        this.next++;
        this.needsTerm(token, 'AND');
        continue;
      }
      const part = this.not();
      if (part) parts.push(part);
    }
  }

  /** Behind AND and OR. Of two in a row the second is told by its own place. */
  private needsTerm(token: Token, word: string): void {
    const next = this.tokens[this.next];
    if (!next) this.wrong(token, t('filter_wrong_behind', word), true);
    else if (next.type === ')' || next.type === 'and' || next.type === 'or') this.wrong(token, t('filter_wrong_behind', word));
  }

  private not(): FilterNode | null {
    const minus: Token[] = [];
    for (let token = this.tokens[this.next]; token?.type === '-'; token = this.tokens[this.next]) {
      minus.push(token);
      this.next++;
    }
    const last = minus.at(-1);
    const token = this.tokens[this.next];
    if (last && (!token || token.from > last.to || token.type === ')')) {
      this.wrong(last, t('filter_wrong_minus'), !token);
      return null;
    }
    const part = this.primary();
    if (!part) return null;
    return minus.length % 2 === 1 ? { type: 'not', part, from: (minus[0] as Token).from, to: part.to } : part;
  }

  private primary(): FilterNode | null {
    const token = this.tokens[this.next] as Token;
    this.next++;
    switch (token.type) {
      case '(':
        return this.group(token);
      case 'text':
      case 'regex':
      case 'term': {
        const leaf = leafOf(token);
        if (leaf.ok) return leaf.value;
        this.problem ??= leaf.error;
        return null;
      }
      default:
        // AND or OR right behind a `-`: taken as the word.
        return { type: 'text', text: token.type.toUpperCase(), from: token.from, to: token.to };
    }
  }

  private group(open: Token): FilterNode | null {
    if (this.depth >= MAX_DEPTH) {
      this.wrong(open, t('filter_wrong_deep', MAX_DEPTH));
      return null;
    }
    this.depth++;
    const first = this.next;
    const inner = this.or();
    this.depth--;
    const close = this.tokens[this.next];
    if (close?.type !== ')') this.wrong(open, t('filter_wrong_open'), true);
    else {
      if (this.next === first) this.wrong({ from: open.from, to: close.to }, t('filter_wrong_empty'));
      this.next++;
    }
    return inner && { ...inner, from: open.from, to: close?.to ?? inner.to };
  }
}

/** One part is itself; parts of the same kind are parts of the whole. */
function joined(type: 'and' | 'or', parts: readonly FilterNode[]): FilterNode | null {
  const flat = parts.flatMap((part) => (part.type === type ? part.parts : [part]));
  const [first] = flat;
  if (!first || flat.length === 1) return first ?? null;
  return { type, parts: flat, from: first.from, to: (flat.at(-1) as FilterNode).to };
}
