import { encodeUtf8, toBase64 } from '../../base/bytes.ts';
import type { SentRequest } from './sent-request.ts';

/** One argument of a command is at most 128 KiB on Linux (MAX_ARG_STRLEN), counted in bytes; a builtin's input is not limited. */
const MAX_ARGUMENT_CHARS = 30_000;

/**
 * A command for bash that sends the request again. Whatever stands in it stays an argument: quoted for the shell, and with no meaning of its
 * own for curl (`@file`, globs). Bodies that are no text go through base64.
 */
export function toCurl({ method, url, headers, body }: SentRequest): string {
  const isHead = method.toUpperCase() === 'HEAD';
  const lines = [
    `curl --globoff ${isHead ? '--head' : `--request ${quoted(method)}`} --url ${quoted(url)}`,
    ...headers.map(({ name, value }) => `--header ${quoted(value === '' ? `${name};` : `${name}: ${value}`)}`),
  ];
  if (!body) return lines.join(' \\\n  ');
  // What the request did not say, curl would.
  if (!headers.some(({ name }) => name.toLowerCase() === 'content-type')) lines.push("--header 'Content-Type:'");
  const fits = body.text !== null && body.text.length <= MAX_ARGUMENT_CHARS;
  lines.push(fits ? `--data-raw ${quoted(body.text ?? '')}` : '--data-binary @-');
  const command = lines.join(' \\\n  ');
  if (fits) return command;
  return body.text === null ? `printf '%s' '${toBase64(body.bytes)}' | base64 --decode | ${command}` : `printf '%s' ${quoted(body.text)} | ${command}`;
}

/** For bash. Control characters are written as escapes, as a terminal would act on them when they are pasted. */
function quoted(text: string): string {
  if (![...text].some((c) => c !== '\n' && isControl(c))) return `'${text.replaceAll("'", String.raw`'\''`)}'`;
  const escaped = text.replace(/[\\']/g, String.raw`\$&`).replaceAll('\n', String.raw`\n`);
  return `$'${[...escaped].map((c) => (isControl(c) ? escape(c) : c)).join('')}'`;
}

const isControl = (c: string): boolean => c < ' ' || (c >= '\u007f' && c <= '\u009f');
/** Octal, always three digits: what follows is never read as part of it. Those beyond ASCII are two bytes of UTF-8. */
const escape = (c: string): string => [...encodeUtf8(c)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
