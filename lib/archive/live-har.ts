import { encodeUtf8 } from '../base/bytes.ts';
import type { EpochMs } from '../base/time.ts';
import type { Body, CapturedRequest } from '../domain/request.ts';
import { parseHar } from './har.ts';

export type TakesEntry = (method: string, url: string, startedAt: EpochMs) => boolean;

/**
 * The requests of DevTools' log as they are now, of those entries that are asked for: most are none of ours. A body is given only where it is
 * exact. DevTools show binary Blobs as broken UTF-8, and leave files out of forms; then it counts as hidden.
 *
 * @param log what `devtools.network.getHAR` gives
 */
export function liveHarRequests(log: unknown, takes: TakesEntry): CapturedRequest[] {
  const { pages, entries } = isRecord(log) ? log : {};
  const taken = (Array.isArray(entries) ? (entries as unknown[]) : []).flatMap((entry) => (isRecord(entry) && isTaken(entry, takes) ? [slim(entry)] : []));
  if (!taken.length) return [];
  const parsed = parseHar(JSON.stringify({ log: { pages: Array.isArray(pages) ? (pages as unknown[]) : [], entries: taken } }));
  return parsed.ok ? parsed.value.requests.map((request) => ({ ...request, witnesses: ['devtools'], body: exactBody(request) })) : [];
}

function isTaken({ request, startedDateTime }: Record<string, unknown>, takes: TakesEntry): boolean {
  const { method, url } = isRecord(request) ? request : {};
  return typeof method === 'string' && typeof url === 'string' && typeof startedDateTime === 'string' && takes(method, url, Date.parse(startedDateTime));
}

/** What is read of an entry. DevTools count `bodySize` on the text that they show, so it proves nothing; the header tells what was sent. */
function slim({ startedDateTime, time, pageref, _resourceType, request, response }: Record<string, unknown>): object {
  const { status, _error, content, headers } = isRecord(response) ? response : {};
  return { startedDateTime, time, pageref, _resourceType, request: { ...(isRecord(request) ? request : {}), bodySize: -1 }, response: { status, _error, content, headers } };
}

function exactBody({ body, headers }: CapturedRequest): Body {
  if (body.kind !== 'bytes') return body;
  const said = headers.find((header) => header.name === 'content-length')?.value;
  const size = said !== undefined && /^\d+$/.test(said) ? Number(said) : null;
  const isExact = size === null ? !hasReplacement(body.bytes) : size === body.bytes.length;
  return isExact ? body : { kind: 'unavailable', reason: 'notCaptured', size };
}

const REPLACEMENT = encodeUtf8('\ufffd');

/** U+FFFD stands for bytes that are lost. */
function hasReplacement(bytes: Uint8Array): boolean {
  const [first, second, third] = REPLACEMENT;
  for (let i = bytes.indexOf(first ?? 0); i >= 0; i = bytes.indexOf(first ?? 0, i + 1)) if (bytes[i + 1] === second && bytes[i + 2] === third) return true;
  return false;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
