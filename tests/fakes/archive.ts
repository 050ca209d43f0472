import type { Archive } from '../../lib/archive/archive.ts';

export const T = 1_795_248_000_000;

export const request = (id: string, extra: object = {}) => ({
  id, startedAt: T + 0.25, method: 'POST', url: 'https://o1.ingest.example.test/api/42/envelope/', headers: [{ name: 'content-type', value: 'text/plain' }],
  resourceType: 'xmlhttprequest', tabId: 12, frameId: 0, documentId: null, pageUrl: 'https://shop.example.test/', initiator: 'https://shop.example.test',
  witnesses: ['webRequest'], body: { kind: 'bytes', base64: 'H4sIAAAA', encoding: 'gzip' }, outcome: { kind: 'responded', status: 200, endedAt: T + 100 }, ...extra,
});

export const event = (id: string, extra: object = {}) => ({
  id, requestId: 'r1', index: 0, protocol: 'sentry', endpoint: { collector: 'https://o1.ingest.example.test', project: '42' }, kind: 'error',
  name: 'TypeError: x is not a function', occurredAt: T, sentAt: T + 1, receivedAt: T + 2, sessionKey: 's1', identity: { userId: 'u-1' },
  page: 'https://shop.example.test/', isError: true, data: { deep: { of: ['anything'] } }, ...extra,
});

export const session = (key: string, extra: object = {}) => ({
  key, protocol: 'sentry', endpoint: { collector: 'https://o1.ingest.example.test', project: '42' }, sessionId: '00ff00ff00ff00ff00ff00ff00ff00ff',
  basis: 'declared', startedAt: T, lastActivityAt: T + 5000, endedAt: null, state: 'live',
  start: { cause: 'declaredStart', confidence: 'certain', evidence: 'It said init.', previousKey: null }, end: null,
  serverView: { closesAt: null, durationMs: 5000, online: null, rule: 'Nothing closes it.' }, counts: { events: 1, errors: 1, heartbeats: 0, requests: 1 },
  identity: { userId: 'u-1' }, attributes: { release: 'shop@1.2.3' }, ...extra,
});

export const finding = (extra: object = {}) => ({
  code: 'session.sample', severity: 'warning', message: 'It is only a sample.', sessionKey: 's1', eventId: null, requestId: null, ...extra,
});

export const LEDGER = { candidates: 1, decoded: 1, partly: 0, bodyUnavailable: 0, undecodable: 0, dropped: 0 };

/** The whole file as an object; `parts` replaces top-level keys. */
export const file = (parts: object = {}): Record<string, unknown> => ({
  format: 'footsteps-archive', version: 1, exporter: { name: 'Footsteps', version: '0.1.0' }, createdAt: T + 9000,
  requests: [request('r1')], events: [event('e1')], sessions: [session('s1')], findings: [finding()], captureLedger: LEDGER, ...parts,
});

/** What a file becomes in memory. */
export const archive = (parts: object = {}): Archive => {
  const { format: _format, version: _version, ...rest } = file(parts);
  return { extra: {}, ...rest } as unknown as Archive;
};
