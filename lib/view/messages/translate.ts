import type { MessageKey, PluralKey } from './catalog.ts';

/** Gives a message with `$1`…`$9` replaced; empty where it has none by that name. In the extension: `i18n.getMessage`. */
export type MessageSource = (key: string, substitutions: readonly string[]) => string;

/**
 * Where messages come from. Set once, when a page (or the command line) starts, before anything is drawn. The texts themselves are not
 * part of the scripts: the browser loads those of the user's language, and English where that lacks one.
 */
let source: MessageSource = () => '';
let rules = new Intl.PluralRules('en');
/** By name. A drawing asks for hundreds, and each question to the browser takes as long as to draw a cell. */
let known = new Map<string, string>();

/** What stands for `$1` to `$9` in a text that is known: no text of ours has characters for private use. */
const PLACES: readonly string[] = Array.from({ length: 9 }, (_, i) => String.fromCharCode(0xe001 + i));
const PLACE = /[\ue001-\ue009]/g;

function textOf(key: string, substitutions: readonly string[]): string {
  let text = known.get(key);
  if (text === undefined) {
    text = source(key, PLACES);
    known.set(key, text);
  }
  return text.replace(PLACE, (place) => substitutions[PLACES.indexOf(place)] ?? '');
}

/** @param locale of the messages, as a BCP 47 tag: it decides which plural form a number takes. */
export function setMessages(messages: MessageSource, locale: string): void {
  source = messages;
  known = new Map();
  rules = new Intl.PluralRules(Intl.PluralRules.supportedLocalesOf(locale)[0] ?? 'en');
}

/** The text of a message; its own name where there is none, so that a mistake is seen and nothing breaks. */
export function t(key: MessageKey, ...substitutions: readonly (string | number)[]): string {
  return textOf(key, substitutions.map(String)) || key;
}

/**
 * The form of a message for a number: `n` decides the form (`…_one`, `…_other`, and what else the language has), `$1` is the number as
 * `shown` says it, and further substitutions follow.
 */
export function tn(key: PluralKey, n: number, shown: string, ...more: readonly (string | number)[]): string {
  const substitutions = [shown, ...more.map(String)];
  return textOf(`${key}_${rules.select(n)}`, substitutions) || textOf(`${key}_other`, substitutions) || key;
}
