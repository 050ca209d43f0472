import { toBase64 } from '../../base/bytes.ts';
import type { SentRequest } from './sent-request.ts';

/** A call of `fetch` that sends the request again, for a console or Node. The browser leaves out headers that a script may not set. */
export function toFetch({ method, url, headers, body }: SentRequest): string {
  const options = [`  method: ${literal(method)},`];
  if (headers.length) options.push('  headers: [', ...headers.map(({ name, value }) => `    [${literal(name)}, ${literal(value)}],`), '  ],');
  // `fetch` takes no body with these.
  if (body && !/^(GET|HEAD)$/i.test(method)) options.push(`  body: ${body.text === null ? `Uint8Array.from(atob(${literal(toBase64(body.bytes))}), (c) => c.charCodeAt(0))` : literal(body.text)},`);
  return `await fetch(${literal(url)}, {\n${options.join('\n')}\n});`;
}

/** A text of JavaScript that is also safe inside a page's script, and shows no control character. */
const literal = (text: string): string =>
  JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`).replaceAll('<', String.raw`\u003c`);
