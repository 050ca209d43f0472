import { err, ok, type Result } from '../../base/result.ts';
import type { FilterProblem, LeafNode } from './ast.ts';
import { parseNumberTest } from './number-test.ts';
import { safeRegex } from '../../base/safe-regex.ts';
import { t } from '../messages/translate.ts';
import { regexWords } from './regex-words.ts';
import { termNamed, TERMS, valuesOf, wordKey, type Term } from './terms.ts';
import type { Token } from './tokenize.ts';

/** A text, a regular expression or a `name:value` as a leaf of the tree, or what is wrong with it. */
export function leafOf(token: Token & { readonly type: 'text' | 'regex' | 'term' }): Result<LeafNode, FilterProblem> {
  const { from, to } = token;
  if (token.type === 'text') return token.text === '' ? err({ message: t('filter_wrong_quotes'), from, to, unfinished: token.open }) : ok({ type: 'text', text: token.text, from, to });
  if (token.type === 'regex') {
    const safe = safeRegex(token.source, token.flags);
    if (safe.ok) return ok({ type: 'regex', source: token.source, flags: token.flags, from, to });
    return err({ message: regexWords(safe.error), from: from + 1 + safe.error.from, to: Math.min(to, from + 1 + safe.error.to), unfinished: false });
  }
  const term = termNamed(token.name);
  if (!term) return fieldOf(token);
  if (token.value === '') return err({ message: t('filter_wrong_value', term.name, expected(term)), from, to, unfinished: true });
  return term.kind === 'number' || term.kind === 'time' ? numberOf(token, term) : wordOf(token, term);
}

type TermToken = Token & { readonly type: 'term' };

function wordOf({ value, from, to, at }: TermToken, term: Term): Result<LeafNode, FilterProblem> {
  // `=` stands before a whole text, and says nothing more of a word.
  if (term.kind === 'words' && (wordKey(value) === '' || valuesOf(term.values, value).length === 0)) {
    return err({ message: t('filter_wrong_word', term.name, value, listed(term.values.map((v) => v.word), t('filter_and'))), from: at, to, unfinished: false });
  }
  return ok({ type: 'word', term: term.name, value, from, to });
}

function numberOf({ value, from, to, at }: TermToken, term: Term): Result<LeafNode, FilterProblem> {
  const test = parseNumberTest(value, term.kind === 'time');
  if ('op' in test) return ok({ type: 'number', term: term.name, test, from, to });
  return err({ message: t('filter_wrong_value', term.name, expected(term)), from: at, to, unfinished: test.unfinished });
}

/** A name that is none of ours is a field. One that is nearly ours is a mistake: it would find nothing, and say nothing. */
function fieldOf({ name, value, from, to }: TermToken): Result<LeafNode, FilterProblem> {
  const meant = TERMS.find((term) => isNearly(name.toLowerCase(), term.name));
  if (meant) return err({ message: t('filter_wrong_name', name, meant.name), from, to: from + name.length + 1, unfinished: false });
  if (value === '') return err({ message: t('filter_wrong_field', name), from, to, unfinished: true });
  const test = /^[<>]/.test(value) ? parseNumberTest(value, false) : null;
  if (test && !('op' in test)) return err({ message: t('filter_wrong_number', value.replace(/[^<>=].*$/s, '')), from, to, unfinished: test.unfinished });
  return ok({ type: 'field', name, value, test, from, to });
}

function expected({ kind, values }: Term): string {
  if (kind === 'words') return listed(values.map((v) => v.word), t('filter_or'));
  if (kind === 'number') return t('filter_expected_number');
  return kind === 'time' ? t('filter_expected_time') : t('filter_expected_text');
}

const listed = (words: readonly string[], last: string): string => `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;

/** One letter too many, too few, another, or two in the wrong order. */
function isNearly(name: string, term: string): boolean {
  if (name.length < 4 || Math.abs(name.length - term.length) > 1) return false;
  let same = 0;
  while (same < name.length && name[same] === term[same]) same++;
  const [a, b] = [name.slice(same), term.slice(same)];
  return a.slice(1) === b || a === b.slice(1) || a.slice(1) === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2));
}
