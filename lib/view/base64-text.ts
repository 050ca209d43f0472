import { decodeUtf8, fromBase64 } from '../base/bytes.ts';

/** Shorter ones are words and ids, which may look like base64. */
const MIN_BASE64 = 16;

/** The text that was written as base64 or base64url; null for other texts, and for bytes that are no readable text. */
export function textInBase64(text: string): string | null {
  if (text.length < MIN_BASE64 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return null;
  const bytes = fromBase64(text);
  if (!bytes?.length) return null;
  const { text: decoded, exact } = decodeUtf8(bytes);
  // Ids decode to bytes too; what has no control characters and is whole UTF-8 was meant as text.
  return exact && ![...decoded].some((c) => (c < ' ' && !'\n\r\t'.includes(c)) || (c >= '\u007f' && c <= '\u009f') || c === '\ufffd') ? decoded : null;
}

/** What may be base64 inside another text: slashes may be escaped as in JSON, signs as in parameters; it begins behind an escape, not in one. */
const CANDIDATES = /(?<![\\%]|%[0-9A-F])(?:[A-Za-z0-9+_-]|\\?\/|%2[BF]){16,}(?:=|%3D){0,2}/gi;

/** Puts `change`'s answer in the place of each base64 in a text; null leaves it. It is given what the base64 says. */
export const replaceBase64 = (text: string, change: (said: string) => string | null): string =>
  text.replace(CANDIDATES, (whole) => {
    const said = textInBase64(whole.replaceAll('\\', '').replace(/%(2B|2F|3D)/gi, decodeURIComponent));
    return (said === null ? null : change(said)) ?? whole;
  });
