import { isObject, type Json } from '../../lib/base/json.ts';
import { asProtocolId } from '../../lib/domain/event.ts';
import { asRequestId, type CapturedRequest } from '../../lib/domain/request.ts';
import type { SessionRules } from '../../lib/domain/session-rules.ts';
import type { SignalType } from '../../lib/domain/signal.ts';
import type { Dissector } from '../../lib/protocols/dissector.ts';
import { id, str } from '../../lib/protocols/reader.ts';
import { testRules } from './rules.ts';
import { T0 } from './sightings.ts';

/**
 * A vendor made up for tests: `POST …/fake` with a JSON list of `{ id?, name, at, session?, user?, type? }`. `session` is on the wire, `user`
 * makes sessions by identity. A body that is no JSON makes it throw.
 */
export function fakeDissector(rules: Partial<SessionRules> = {}): Dissector {
  return {
    id: asProtocolId('fake'), name: 'Fake', revision: 1, category: 'analytics', docs: '', fields: [{ name: 'fake.name', label: 'Name', type: 'string', description: '', path: 'name' }],
    diagnostics: [], rules: testRules(rules), claims: [{ path: /\/fake$/, confidence: 0.9 }],
    dissect(request, record) {
      record.endpoint({ collector: request.origin, project: request.param('project') });
      if (request.hidden) return;
      const body = request.json();
      if (!body.ok) throw new Error(body.error);
      for (const item of Array.isArray(body.value) ? (body.value as readonly Json[]) : []) {
        if (!isObject(item)) continue;
        const at = T0 + Number(item['at'] ?? 0);
        const eventIndex = record.event({ kind: 'track', name: str(item, 'name') ?? '', occurredAt: at, data: item, dedupeKey: id(item, 'id') ?? null });
        const session = id(item, 'session');
        const user = id(item, 'user');
        const type = (str(item, 'type') ?? 'activity') as SignalType;
        if (session !== undefined) record.signal({ type, at, eventIndex, sessionId: session });
        else if (user !== undefined) record.signal({ type, at, eventIndex, identity: user });
      }
    },
  };
}

/** A request to the made-up vendor, sent `at` milliseconds after {@link T0}. */
export function fakeRequest(name: string, at: number, items: Json, change: Partial<CapturedRequest> = {}): CapturedRequest {
  return {
    id: asRequestId(name), witnesses: ['webRequest'], tabId: 1, frameId: 0, documentId: 'd1', pageUrl: 'https://shop.test/cart', initiator: 'https://shop.test',
    resourceType: 'xmlhttprequest', method: 'POST', url: 'https://c.test/fake', headers: [{ name: 'content-type', value: 'application/json' }],
    body: { kind: 'bytes', bytes: new TextEncoder().encode(typeof items === 'string' ? items : JSON.stringify(items)), encoding: null },
    startedAt: T0 + at, outcome: { kind: 'pending' }, ...change,
  };
}
