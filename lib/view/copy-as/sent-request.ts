import { decodeUtf8, encodeUtf8 } from '../../base/bytes.ts';
import { isSecretName } from '../../base/secret-names.ts';
import type { Body, Header } from '../../domain/request.ts';
import { MASK, maskText, maskUrl, maskValue } from '../secrets.ts';

/** A request as it is to be sent once more. `text` null: the body is no text, so its bytes count. */
export type SentRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly Header[];
  readonly body: { readonly bytes: Uint8Array; readonly text: string | null } | null;
  /** It had a body that was not seen. */
  readonly bodyUnseen: boolean;
};

type Given = { readonly method: string; readonly url: string; readonly headers: readonly Header[]; /** As sent. */ readonly body: Body; /** After decompression. */ readonly decoded: Body };

/** What a header's name is made of (RFC 9110); others come from files that somebody made up, and would be read as something else. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
/** Every client writes these itself. */
const OWN = /^(host|connection|content-length|transfer-encoding|keep-alive|te|upgrade)$/i;

/** @param shown with its secrets; else they are masked, and a compressed body that holds some is sent as the text that it is. */
export function sentRequest({ method, url, headers, body, decoded }: Given, shown: boolean): SentRequest {
  const sent = bodyOf(body, headers, shown);
  const masked = shown ? null : maskedBody(sent, bodyOf(decoded, headers, shown));
  const kept = headers.filter(({ name }) => TOKEN.test(name) && !OWN.test(name) && !(masked && /^content-encoding$/i.test(name)));
  return {
    method: TOKEN.test(method) ? method : 'GET',
    url: shown ? url : maskUrl(url),
    headers: kept.map(({ name, value }) => ({ name, value: (shown ? value : maskValue(name, value)).replace(/[\r\n\0]+/g, ' ') })),
    body: masked ?? sent,
    bodyUnseen: body.kind === 'unavailable',
  };
}

function maskedBody(sent: SentRequest['body'], decoded: SentRequest['body']): SentRequest['body'] {
  const text = decoded?.text ?? sent?.text ?? null;
  const masked = text === null ? null : maskText(text);
  return masked === null || masked === text ? null : { bytes: encodeUtf8(masked), text: masked };
}

function bodyOf(body: Body, headers: readonly Header[], shown: boolean): SentRequest['body'] {
  if (body.kind === 'form') {
    const text = formText(body.entries.map(([name, value]) => [name, shown || !isSecretName(name) ? value : MASK] as const), headers);
    return { bytes: encodeUtf8(text), text };
  }
  if (body.kind !== 'bytes') return null;
  const { text, exact } = decodeUtf8(body.bytes);
  // A byte order mark is dropped in decoding: the text is not the bytes then.
  return { bytes: body.bytes, text: exact && !text.includes('\0') && encodeUtf8(text).length === body.bytes.length ? text : null };
}

/** A form as browsers write it: `multipart` where the header says so, with its boundary. */
function formText(entries: readonly (readonly [string, string])[], headers: readonly Header[]): string {
  const type = headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? '';
  const boundary = /multipart\/form-data.*boundary="?([^";]+)/i.exec(type)?.[1];
  if (boundary === undefined) return new URLSearchParams(entries.map(([name, value]) => [name, value])).toString();
  const quoted = (name: string): string => name.replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/"/g, '%22');
  return `${entries.map(([name, value]) => `--${boundary}\r\nContent-Disposition: form-data; name="${quoted(name)}"\r\n\r\n${value}\r\n`).join('')}--${boundary}--\r\n`;
}
