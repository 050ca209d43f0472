import type { TextRedactor } from './redact-text.ts';

/** A URL without what must not leave, in its parts. */
export function redactUrl(url: string, redactor: TextRedactor): string {
  const [, base = url, query, hash] = /^([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/s.exec(url) ?? [];
  const inHash = hash !== undefined && hash.includes('=') ? redactPairs(hash, redactor) : hash === undefined ? undefined : redactor.value('', hash);
  return `${redactor.value('', base)}${query === undefined ? '' : `?${redactPairs(query, redactor)}`}${inHash === undefined ? '' : `#${inHash}`}`;
}

/** `a=1&b=2`; what stays is not written anew. */
export function redactPairs(text: string, redactor: TextRedactor): string {
  return text.split('&').map((pair) => {
    const at = pair.indexOf('=');
    if (at < 0) return redactor.value('', pair);
    const value = unescaped(pair.slice(at + 1));
    const left = /^https?:\/\/[^\s]+\?/.test(value) ? redactUrl(value, redactor) : redactor.value(unescaped(pair.slice(0, at)), value);
    return left === value ? pair : `${pair.slice(0, at)}=${encodeURIComponent(left)}`;
  }).join('&');
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
