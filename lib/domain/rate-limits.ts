import type { Header } from './request.ts';

/** Kept of one answer, as a server may say as much as it likes. */
const MAX_HEADERS = 8;
const MAX_CHARS = 500;

/** `Retry-After` (RFC 9110, 10.2.3), and the limits that a collector names by what they are of. */
const ALWAYS = /^retry-after$|-rate-limits$/;
/** What others say with every answer (`X-RateLimit-Remaining`) is of interest where it was used up. */
const REFUSED = /rate-?limit/;
const TOO_MANY = 429;

/** The headers of an answer that say how much may be sent, and when again; names in lower case. Empty for most. */
export function limitsOf(status: number, headers: readonly { readonly name: string; readonly value?: string | undefined }[]): readonly Header[] {
  const found: Header[] = [];
  for (const { name, value } of headers) {
    const lower = name.toLowerCase();
    if (value === undefined || !(ALWAYS.test(lower) || (status === TOO_MANY && REFUSED.test(lower)))) continue;
    if (found.push({ name: lower, value: value.slice(0, MAX_CHARS) }) === MAX_HEADERS) break;
  }
  return found;
}
