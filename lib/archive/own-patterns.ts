import { safeRegex } from '../base/safe-regex.ts';

/** Replaces what a pattern of the user's finds. */
export type OwnPattern = (text: string, replace: (found: string) => string) => string;

/**
 * A user's own pattern, whose search ends soon on any text: a text longer than it may cost at once is searched in windows that overlap by
 * half, so that no match of up to that length is missed. Throws a sentence where the pattern cannot be used: to write a file without it would
 * let out what was to be taken out.
 */
export function ownPattern(source: string): OwnPattern {
  const safe = safeRegex(source, 'u');
  if (!safe.ok) throw new Error(`The redaction pattern "${source.slice(0, 80)}" cannot be used: the options tell why.`);
  const { searched } = safe.value;
  const regex = new RegExp(safe.value.regex.source, 'gu');
  return (text, replace) => {
    if (text.length <= searched) return text.replace(regex, replace);
    const half = Math.max(1, searched >> 1);
    let out = '';
    let done = 0;
    for (let at = 0; at < text.length; at += half) {
      const isLast = at + searched >= text.length;
      for (const { 0: found, index } of text.slice(at, at + searched).matchAll(regex)) {
        const from = at + index;
        // What begins in the second half is seen whole by the next window.
        if (found === '' || from < done || (!isLast && index >= half)) continue;
        out += text.slice(done, from) + replace(found);
        done = from + found.length;
      }
      if (isLast) break;
    }
    return out + text.slice(done);
  };
}
