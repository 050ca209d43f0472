import { asRequestId, type Body, type CapturedRequest } from '../../lib/domain/request.ts';
import type { Dissection, Dissector } from '../../lib/protocols/dissector.ts';
import { createRegistry } from '../../lib/protocols/registry.ts';
import { WireRequest } from '../../lib/protocols/wire-request.ts';

/** When the requests of {@link wireRequest} are sent. */
export const ARRIVAL = Date.UTC(2026, 10, 21, 9, 0, 0);
/** ISO text of a moment beside {@link ARRIVAL}. */
export const iso = (ms: number): string => new Date(ARRIVAL + ms).toISOString();

export function wireRequest(method: string, url: string, body: string | Body | null = null, headers: Record<string, string> = {}): CapturedRequest {
  return {
    id: asRequestId('r1'), witnesses: ['import'], tabId: null, frameId: null, documentId: null, pageUrl: null, initiator: null,
    resourceType: 'xmlhttprequest', method, url, headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    body: body === null ? { kind: 'none' } : typeof body === 'string' ? { kind: 'bytes', bytes: new TextEncoder().encode(body), encoding: null } : body,
    startedAt: ARRIVAL, outcome: { kind: 'pending' },
  };
}

/** Reads requests with some dissectors: null where none takes it, or an exception from `taken`. */
export function readerOf(...dissectors: readonly Dissector[]) {
  const registry = createRegistry(dissectors);
  const dissect = (request: CapturedRequest): Dissection | null => registry.dissect(new WireRequest(request), request.id);
  const taken = (request: CapturedRequest): Dissection => {
    const dissection = dissect(request);
    if (!dissection) throw new Error(`nobody takes ${request.method} ${request.url}`);
    return dissection;
  };
  return { dissect, taken };
}

/** The diagnostics of a dissection as `code path`. */
export const codesOf = (dissection: Dissection | null): readonly string[] =>
  dissection?.diagnostics.map((d) => (d.path === null ? d.code : `${d.code} ${d.path}`)) ?? [];
