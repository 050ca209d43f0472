import { t } from '../messages/translate.ts';
import { quoted } from './print.ts';
import { termNamed, TERMS, wordKey, type TermValue } from './terms.ts';
import { tokenize } from './tokenize.ts';
import type { NamedField } from './subject.ts';

/** One proposal: what is put into the text, what it stands for. `ends`: a space follows it, as nothing more belongs to it. */
export type Completion = { readonly insert: string; readonly hint: string; readonly ends: boolean };
/** Proposals for the text between `from` and `to`, the best first. */
export type Completions = { readonly from: number; readonly to: number; readonly items: readonly Completion[] };

/** A value with what it stands for. */
type Known = { readonly word: string; readonly hint: string };

/** Values that only the data knows. */
export type CompletionSource = {
  readonly vendors: readonly Known[];
  readonly users: readonly string[];
  readonly sessions: readonly string[];
  readonly pages: readonly string[];
  readonly codes: readonly string[];
  readonly fields: readonly NamedField[];
};

const MAX_ITEMS = 12;

/** What may stand at the cursor. Behind a space, all terms; inside quotes and regular expressions, nothing. */
export function complete(text: string, cursor: number, source: CompletionSource): Completions {
  const token = tokenize(text.slice(0, cursor)).at(-1);
  const under = token && token.to === cursor ? token : null;
  if (under?.type === 'term') {
    const typed = under.value;
    const items = valuesFor(under.name, source).filter(({ word }) => fits(word, typed)).map(({ word, hint }) => ({ insert: termNamed(under.name)?.kind === 'text' ? quoted(word) : word, hint, ends: true }));
    return unlessDone({ from: under.at, to: cursor, items }, text.slice(under.at, cursor));
  }
  if (under?.type === 'regex' || (under?.type === 'text' && text[under.from] === '"')) return { from: cursor, to: cursor, items: [] };
  const from = under && (under.type === 'text' || under.type === 'and' || under.type === 'or') ? under.from : cursor;
  const typed = text.slice(from, cursor).toLowerCase();
  const terms = TERMS.filter(({ name }) => name.startsWith(typed)).map(({ name, hint }) => ({ insert: `${name}:`, hint: t(hint), ends: false }));
  // The list of fields is long: it waits for a beginning.
  const fields = typed.length < 2 ? [] : source.fields.filter(({ name, label }) => name.toLowerCase().includes(typed) || label.toLowerCase().startsWith(typed));
  const named = fields.map(({ name, label }) => ({ insert: `${name}:`, hint: label, ends: false }));
  return { from, to: cursor, items: [...terms, ...named].slice(0, typed === '' ? TERMS.length : MAX_ITEMS) };
}

/** The text with a proposal in its place, and where the cursor is then. */
export function accept(text: string, { from, to }: Completions, { insert, ends }: Completion): { readonly text: string; readonly cursor: number } {
  const rest = text.slice(to).replace(/^[^\s()]+/, '');
  const space = ends && !rest.startsWith(' ') ? ' ' : '';
  const before = text.slice(0, from) + insert;
  return { text: before + space + rest, cursor: before.length + (ends ? 1 : 0) };
}

const told = (values: readonly TermValue[]): Known[] => values.map(({ word, hint }) => ({ word, hint: hint ? t(hint) : '' }));

function valuesFor(name: string, { vendors, users, sessions, pages, codes }: CompletionSource): readonly Known[] {
  const term = termNamed(name);
  const plain = (words: readonly string[]): Known[] => [...new Set(words)].map((word) => ({ word, hint: '' }));
  switch (term?.name) {
    case 'vendor':
      return vendors;
    case 'user':
      return plain(users);
    case 'session':
      return plain(sessions);
    case 'page':
      return plain(pages);
    case 'finding':
      return [...told(term.values), ...plain(codes)];
    default:
      return told(term?.values ?? []);
  }
}

const fits = (word: string, typed: string): boolean => wordKey(word).startsWith(wordKey(typed)) || (typed.length > 1 && word.toLowerCase().includes(typed.toLowerCase()));

/** A value that stands there whole needs no proposal of itself. */
function unlessDone({ from, to, items }: Completions, typed: string): Completions {
  return { from, to, items: items.length === 1 && items[0]?.insert === typed ? [] : items.slice(0, MAX_ITEMS + 5) };
}
