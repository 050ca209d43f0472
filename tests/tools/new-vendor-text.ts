/** A vendor's file as it begins: complete, and reading a protocol that nobody has. */
export const dissectorText = (id: string, constant: string): string => `import { isObject, type Json } from '../../base/json.ts';
import { asProtocolId } from '../../domain/event.ts';
import type { SessionRules } from '../../domain/session-rules.ts';
import type { DiagnosticSpec } from '../../domain/diagnostic.ts';
import type { FieldSpec } from '../../domain/field.ts';
import type { Dissector, Recorder } from '../dissector.ts';
import { arr, clip, compact, id, str, time } from '../reader.ts';
import type { WireRequest } from '../wire-request.ts';

/*
 * ${id}: what it is, in one sentence.
 *
 * Docs: official pages. Source: the SDK's repository.
 * Endpoints: method, path, what is posted there; what a self-hosted collector or a proxy changes.
 * Encodings: JSON, form, lines, compression.
 * Quirks: each with a link.
 */

/** A path alone is never enough: see {@link probe}. */
const EVENTS = /\\/${id}\\/events\\/?$/;

/** The shape that only this vendor's body has: recognised under any host and path. */
function probe(request: WireRequest): number {
  const body = request.json();
  if (!body.ok) return EVENTS.test(request.path) && (request.text()?.text ?? '').includes('"${id}_key"') ? 0.7 : 0;
  return str(body.value, '${id}_key') !== undefined && arr(body.value, 'events') ? 0.9 : 0;
}

const fields: readonly FieldSpec[] = [
  { name: '${id}.key', label: 'Key', type: 'id', description: 'Key of the project.' },
  { name: '${id}.event.name', label: 'Name', type: 'string', description: 'Name of the event.', path: 'name' },
  { name: '${id}.event.time', label: 'Time', type: 'time', description: 'Client time of the event.', path: 'time' },
  { name: '${id}.event.session', label: 'Session', type: 'id', description: 'Session id.', path: 'session' },
];

/** Each code must be reached by a recording or a unit test. */
const diagnostics: readonly DiagnosticSpec[] = [];

function dissect(request: WireRequest, record: Recorder): void {
  const body = request.hidden ? null : request.json();
  const key = body?.ok ? (str(body.value, '${id}_key') ?? null) : null;
  record.endpoint({ collector: request.origin, project: key }, key ?? undefined);
  if (!body) return;
  if (!body.ok) return record.diagnostic('body.unexpected', \`the body is no JSON: \${clip(body.error, 200)}\`);
  if (key !== null) record.field('${id}.key', key);
  const events = arr(body.value, 'events');
  if (!events) return record.diagnostic('body.unexpected', 'no list of events', 'events');
  for (const [i, event] of events.entries()) dissectEvent(event, \`events[\${i}]\`, request, record);
}

function dissectEvent(event: Json, path: string, request: WireRequest, record: Recorder): void {
  if (!isObject(event)) return record.diagnostic('body.unexpected', 'an event is no object', path);
  const occurredAt = time(event, 'time') ?? null;
  const userId = id(event, 'user');
  const eventIndex = record.event({
    kind: 'track', name: clip(str(event, 'name') ?? 'event'), occurredAt, identity: compact({ userId }), data: event, dedupeKey: id(event, 'id') ?? null,
  });
  const sessionId = id(event, 'session');
  if (sessionId !== undefined) record.signal(compact({ type: 'activity' as const, at: occurredAt ?? request.at, eventIndex, sessionId, userId }));
}

const rules: SessionRules = {
  scope: 'storage',
  idleMs: 30 * 60_000,
  maxMs: null,
  beatsRenew: false,
  heartbeatMs: null,
  lateAfterMs: 0,
  beatsStopWhenHidden: false,
  idleAfterMs: 5 * 60_000,
  serverSentence: 'What the vendor\\'s server makes of sessions, in one sentence.',
  sources: ['where each number above comes from: file and constant, or page'],
};

export const ${constant}: Dissector = {
  id: asProtocolId('${id}'),
  name: '${id}',
  revision: 1,
  category: 'analytics',
  docs: 'https://${id}.example.test/',
  claims: [{ method: 'POST', path: EVENTS, confidence: 0.4 }],
  anyPath: true,
  fields,
  diagnostics,
  rules,
  probe,
  dissect,
};
`;

/** A recording of the made-up protocol. Conformance refuses it as long as it says that it is a placeholder. */
export function placeholderText(id: string): string {
  const t = 1_795_248_000_000;
  const body = {
    [`${id}_key`]: 'project-1',
    events: [
      { id: 'e-1', name: 'opened', time: t - 300, session: 's-1', user: 'u-1' },
      { id: 'e-2', name: 'clicked', time: t - 100, session: 's-1', user: 'u-1' },
    ],
  };
  const recording = {
    sdk: `${id}-sdk`, version: '0.0.0', scenario: 'placeholder', about: 'To be replaced by a recording of the real SDK',
    config: { placeholder: true }, startedAt: t - 1000, clock: 'made up',
    requests: [{
      t, method: 'POST', url: `https://collector.example.test/${id}/events`,
      headers: { host: 'collector.example.test', 'content-type': 'application/json', origin: 'https://shop.example.test', referer: 'https://shop.example.test/' },
      bodyBase64: Buffer.from(JSON.stringify(body)).toString('base64'), resourceType: 'fetch', status: 200,
    }],
    truth: { sessions: [{ id: 's-1', firstSeen: t - 300, lastSeen: t, seenAt: 'opened', onWire: true }], events: [], snapshots: [], notes: [] },
  };
  return `${JSON.stringify(recording, null, 1)}\n`;
}
