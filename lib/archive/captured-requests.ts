import { asRequestId, type Body, type CapturedRequest } from '../domain/request.ts';
import type { ArchiveBody, ArchiveRequest } from './archive.ts';
import { bodyBytes } from './body-bytes.ts';

/** An archive's requests as if just captured, in the order of time: what reading it anew begins with. */
export const toCapturedRequests = (requests: readonly ArchiveRequest[]): CapturedRequest[] => requests.map(toCapturedRequest).toSorted((a, b) => a.startedAt - b.startedAt);

export const toCapturedRequest = (r: ArchiveRequest): CapturedRequest => ({
  id: asRequestId(r.id), witnesses: r.witnesses, tabId: r.tabId, frameId: r.frameId, documentId: r.documentId, pageUrl: r.pageUrl,
  initiator: r.initiator, resourceType: r.resourceType, method: r.method, url: r.url,
  headers: r.headers.map(({ name, value }) => ({ name: name.toLowerCase(), value })),
  body: toBody(r.body), startedAt: r.startedAt, outcome: r.outcome,
});

/** A body of an archive as bytes. */
export function toBody(body: ArchiveBody): Body {
  if (body.kind === 'unavailable') return { ...body, size: body.size ?? null };
  if (body.kind !== 'bytes') return body;
  // Parsing has shown that it is base64.
  return { kind: 'bytes', bytes: bodyBytes(body.base64) ?? new Uint8Array(), encoding: body.encoding ?? null };
}
