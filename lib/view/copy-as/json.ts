import { toBase64 } from '../../base/bytes.ts';
import type { SentRequest } from './sent-request.ts';

/** The request as JSON: a body that is text as text, another as base64. */
export function toJson({ method, url, headers, body, bodyUnseen }: SentRequest): string {
  const content = body === null ? (bodyUnseen ? { bodyUnseen } : {}) : body.text === null ? { bodyBase64: toBase64(body.bytes) } : { body: body.text };
  return JSON.stringify({ method, url, headers, ...content }, null, 2);
}
