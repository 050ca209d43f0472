import { isObject, type Json } from '../../../lib/base/json.ts';
import { asProtocolId } from '../../../lib/domain/event.ts';
import { asRequestId, type CapturedRequest } from '../../../lib/domain/request.ts';
import type { Dissector, Recorder } from '../../../lib/protocols/dissector.ts';
import { arr } from '../../../lib/protocols/reader.ts';
import type { WireRequest } from '../../../lib/protocols/wire-request.ts';
import { dissectorOf } from './subjects.ts';

/** A dissector as it must not be, in one respect: what the mutations have to find. */
export const careless = (dissect: (request: WireRequest, record: Recorder) => void, probe: NonNullable<Dissector['probe']> = () => 0.9): Dissector => ({
  id: asProtocolId('careless'), name: 'Careless', revision: 1, category: 'analytics', docs: 'https://careless.example.test/',
  claims: [{ method: 'POST', path: /\/careless$/, confidence: 0.6 }], fields: [], diagnostics: [], rules: dissectorOf('snowplow')!.rules, dissect, probe,
});

export const items = (request: WireRequest): readonly Json[] => {
  const body = request.json();
  return body.ok ? (arr(body.value, 'items') ?? []) : [];
};

export function note(record: Recorder, item: Json): void {
  record.event({ kind: 'track', name: isObject(item) ? String(item['name']) : 'item', occurredAt: null, data: item });
}

export const carelessRequest: CapturedRequest = {
  id: asRequestId('r1'), witnesses: ['import'], tabId: null, frameId: null, documentId: null, pageUrl: null, initiator: null, resourceType: 'xmlhttprequest',
  method: 'POST', url: 'https://careless.example.test/careless?key=1', headers: [{ name: 'content-type', value: 'application/json' }],
  body: { kind: 'bytes', bytes: new TextEncoder().encode(JSON.stringify({ items: [1, 2, 3, 4].map((n) => ({ name: `event ${n}`, at: 1_795_248_000_000 + n, tags: ['a', 'b'] })) })), encoding: null },
  startedAt: 1_795_248_000_000, outcome: { kind: 'unknown' },
};
