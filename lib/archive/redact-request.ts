import { fromBase64 } from '../base/bytes.ts';
import type { ArchiveRequest } from './archive.ts';
import { redactBody, type BodyCodec } from './redact-body.ts';
import type { TextRedactor } from './redact-text.ts';
import { redactUrl } from './redact-url.ts';

/** A request without what must not leave, in its URL, headers and body. The body stays what its headers say, with its new length. */
export function redactRequest(request: ArchiveRequest, redactor: TextRedactor, codec: BodyCodec): ArchiveRequest {
  const { url, headers, pageUrl, initiator, body: before, startedAt, outcome, ...rest } = request;
  const body = redactBody(request, redactor, codec);
  const size = body.kind === 'bytes' && body !== before ? fromBase64(body.base64)?.length : undefined;
  const left = JSON.parse(redactor.json(JSON.stringify(rest))) as typeof rest;
  return {
    ...left, startedAt, outcome, body, url: redactUrl(url, redactor), pageUrl: pageUrl === null ? null : redactUrl(pageUrl, redactor),
    initiator: initiator === null ? null : redactUrl(initiator, redactor),
    headers: headers.map(({ name, value }) => {
      if (size !== undefined && name.toLowerCase() === 'content-length') return { name, value: String(size) };
      return { name, value: /^https?:/.test(value) ? redactUrl(value, redactor) : redactor.value(name, value) };
    }),
  };
}
