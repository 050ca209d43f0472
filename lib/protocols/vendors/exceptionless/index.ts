import { fromBase64, decodeLatin1 } from '../../../base/bytes.ts';
import { hash } from '../../../base/hash.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json.ts';
import { asProtocolId } from '../../../domain/event.ts';
import type { SignalType } from '../../../domain/signal.ts';
import type { Dissector, Recorder } from '../../dissector.ts';
import { clip, compact, num, str } from '../../reader.ts';
import { looseItems } from '../../wire/json-items.ts';
import { decodePercent } from '../../wire/urlencoded.ts';
import type { WireRequest } from '../../wire-request.ts';
import { readEvent, upgradeLegacy, wrongParts } from './event.ts';
import { likeness } from './likeness.ts';
import { diagnostics, fields, rules, VARIANT_1, variants } from './spec.ts';

/*
 * Exceptionless: errors, logs, feature usage and sessions; hosted or self-hosted.
 *
 * Docs: https://exceptionless.com/docs/api/, .../docs/user-sessions/; client https://github.com/exceptionless/Exceptionless.JavaScript,
 * server https://github.com/exceptionless/Exceptionless.
 * Endpoints, under any host and path prefix (`serverUrl`; the hosted service uses three hosts for events, settings and heartbeats):
 * POST api/v2/events, GET api/v2/events/session/heartbeat?id=&close=, GET api/v2/projects/config?v=,
 * POST api/v2/events/by-ref/<id>/user-description, GET api/v2/events/submit, older POST api/v1/error.
 * Auth: Authorization Bearer (2.x and later), query access_token (1.x). Encodings: JSON; clients other than the browser's compress.
 * Quirks: the heartbeat's id is not percent-encoded by the SDK, so `+ & #` in an identity arrive as something else, or cut `close` off. The end
 * of a session is a cross-origin GET at unload whose preflight may be all that is ever sent. There is no id of an event: a batch sent again
 * is known by its text alone. A user session has no id on the wire, the server makes it from the identity.
 */

const EVENTS = /\/api\/v[12]\/(?:projects\/[0-9a-f]{24}\/)?(?:events|error)\/?$/;
const LEGACY = /\/api\/v1\/error\/?$/;
const HEARTBEAT = /\/api\/v2\/events\/session\/heartbeat\/?$/;
const CONFIG = /\/api\/v[12]\/projects?\/config\/?$/;
const DESCRIPTION = /\/api\/v2\/(?:projects\/[0-9a-f]{24}\/)?events\/by-ref\/([^/]+)\/user-description\/?$/;
const SUBMIT = /\/api\/v[12]\/(?:projects\/[0-9a-f]{24}\/)?events\/submit(?:\/([^/]+))?\/?$/;

/** What the server takes for a key: header, else one of three parameters (ApiKeyAuthenticationHandler). Keys have more than ten characters and no dot. */
function apiKey(request: WireRequest): string | null {
  const [, scheme, value] = /^(bearer|token|basic)\s+(\S+)/i.exec(request.header('authorization') ?? '') ?? [];
  let key = value ?? request.param('access_token') ?? request.param('api_key') ?? request.param('apikey');
  if (scheme?.toLowerCase() === 'basic') {
    const [user = '', password = ''] = decodeLatin1(fromBase64(value ?? '') ?? new Uint8Array()).split(':');
    key = user.toLowerCase() === 'client' ? password : user;
  }
  return key && /^[\w-]{11,128}$/.test(key) ? key : null;
}

function clientOf(request: WireRequest): string | null {
  const said = request.header('x-exceptionless-client') ?? request.header('user-agent');
  return said && /^exceptionless[\w.-]*\/\d/i.test(said) ? clip(said, 100) : null;
}

function probe(request: WireRequest): number {
  const authed = apiKey(request) !== null || clientOf(request) !== null;
  if (request.method === 'GET') {
    if (HEARTBEAT.test(request.path)) return request.param('id') === null && !authed ? 0 : 0.95;
    if (CONFIG.test(request.path)) return /^\d+$/.test(request.param('v') ?? '') ? (authed ? 0.9 : 0.55) : 0;
    return SUBMIT.test(request.path) && authed ? 0.85 : 0;
  }
  if (request.method !== 'POST') return 0;
  const body = request.json();
  if (DESCRIPTION.test(request.path)) {
    if (!body.ok) return authed && request.body.kind !== 'none' ? 0.6 : 0;
    return str(body.value, 'description') !== undefined || str(body.value, 'email_address') !== undefined ? 0.9 : 0;
  }
  if (!EVENTS.test(request.path) || request.body.kind === 'none') return 0;
  const items = body.ok ? (Array.isArray(body.value) ? body.value : [body.value]) : looseItems(request.text()?.text ?? '').flatMap((i) => (i.ok ? [i.value] : []));
  const best = Math.max(0, ...items.slice(0, 20).map((item) => likeness(item, authed, LEGACY.test(request.path))));
  if (body.ok || best > 0) return best;
  // Cut off within its first event: the marks of known data, or a key in front of what begins like a batch.
  const text = request.text()?.text ?? '';
  if (/"@(?:user|request|error|simple_error|environment|level|version|submission_method|ref:session)"\s*:/.test(text)) return 0.85;
  // Whatever is sent under the SDK's own name has to be told.
  return clientOf(request) !== null || (authed && /^\s*\[?\s*\{\s*"(?:date|type)"\s*:\s*"/.test(text)) ? 0.6 : 0;
}

function dissect(request: WireRequest, record: Recorder): void {
  const key = apiKey(request);
  const collector = request.origin + (/^(.*?)\/api\/v[12]\//.exec(request.path)?.[1] ?? '');
  record.endpoint({ collector, project: key }, key ?? collector);
  const client = clientOf(request);
  if (client) record.field('exceptionless.client', client);
  const project = /\/projects\/([0-9a-f]{24})\//.exec(request.path)?.[1];
  if (project) record.field('exceptionless.projectId', project);

  if (HEARTBEAT.test(request.path)) return dissectHeartbeat(request, record, client);
  if (request.isPreflight) return;
  if (CONFIG.test(request.path)) return record.field('exceptionless.config.version', Number(request.param('v') ?? 0));
  const description = DESCRIPTION.exec(request.path);
  if (description) return dissectDescription(description[1] ?? '', request, record);
  const submit = SUBMIT.exec(request.path);
  const events = new Batch(request, record, client);
  if (submit) return events.take(submitted(submit[1], request), 'query');
  if (request.hidden) return;

  const body = request.json();
  if (body.ok) {
    for (const [i, item] of (Array.isArray(body.value) ? (body.value as readonly Json[]) : [body.value]).entries()) events.take(item, `[${i}]`);
    return;
  }
  record.diagnostic('body.unexpected', `the body is no JSON: ${clip(body.error, 200)}`);
  for (const [i, item] of looseItems(request.text()?.text ?? '').entries()) {
    if (item.ok) events.take(item.value, `[${i}]`);
    else record.diagnostic('exceptionless.event.unreadable', clip(item.error, 200), `[${i}]`);
  }
}

/** What the SDK put behind `id=` without encoding it, where the server reads another of it; the browser itself encodes spaces and the like. */
function writtenId(request: WireRequest, key: string): string | undefined {
  const raw = /[?&]id=(.*?)(?:&close=(?:true|false)(?:&.*)?)?$/i.exec(request.url)?.[1] ?? key;
  const written = decodePercent(raw);
  return written === key ? undefined : clip(written);
}

/** A 32-digit id as the SDK makes them; anything else that a heartbeat names is an identity. */
const SESSION_ID = /^[0-9a-f]{32}$/i;

function dissectHeartbeat(request: WireRequest, record: Recorder, client: string | null): void {
  const key = request.param('id');
  const close = request.param('close');
  if (key) record.field('exceptionless.heartbeat.id', key);
  if (close !== null) record.field('exceptionless.heartbeat.close', close);
  const closes = close?.toLowerCase() === 'true';
  const about = key ? compact({ sessionIdOrIdentity: clip(key), writtenAs: writtenId(request, key) }) : null;
  if (request.isPreflight) {
    if (about && closes) record.signal({ type: 'end', at: request.at, eventIndex: null, ...about, reopenable: true, preflightOnly: true });
    return;
  }
  if (!about) record.diagnostic('exceptionless.heartbeat.noId', 'the server records nothing without an id', 'query.id');
  else if (close === null) record.diagnostic('exceptionless.heartbeat.noClose', 'the id was not percent-encoded, or the client is not the SDK', 'query.close');
  const eventIndex = record.event({
    kind: closes ? 'sessionEnd' : 'heartbeat',
    name: closes ? 'Session End' : 'Session Heartbeat',
    occurredAt: request.at,
    identity: key && !SESSION_ID.test(key) ? { userId: clip(key) } : {},
    data: { id: key, close },
    dedupeKey: null,
  });
  if (!about) return;
  record.signal(compact({
    type: (closes ? 'end' : 'heartbeat') as SignalType, at: request.at, eventIndex, ...about, reopenable: closes ? (true as const) : undefined, rulesVariant: variantOf(client),
  }));
}

function dissectDescription(reference: string, request: WireRequest, record: Recorder): void {
  record.field('exceptionless.feedback.reference', clip(reference, 200));
  if (request.hidden) return;
  const body = request.json();
  if (!body.ok || !isObject(body.value)) return record.diagnostic('body.unexpected', body.ok ? 'no description' : `the body is no JSON: ${clip(body.error, 200)}`);
  const text = str(body.value, 'description') ?? '';
  record.event({
    kind: 'feedback', name: clip(text, 500) || 'User description', occurredAt: null, identity: compact({ name: str(body.value, 'email_address') }),
    data: body.value, dedupeKey: hash(`${reference}\n${JSON.stringify(body.value)}`),
  });
}

/** An event from query parameters, as the server puts it together (EventHandler, SubmitEventByGet); its docs call the name `identityname`. */
function submitted(type: string | undefined, request: WireRequest): JsonObject {
  const named: Record<string, string> = { reference: 'reference_id' };
  const event: Record<string, Json> = { type: type ?? 'log' };
  const data: Record<string, Json> = {};
  const user: Record<string, Json> = {};
  for (const [name, value] of request.query) {
    const key = name.toLowerCase();
    if (/^(access_token|api_key|apikey)$/.test(key)) continue;
    if (key === 'identity') user['identity'] = value;
    else if (key === 'identityname' || key === 'identity.name') user['name'] = value;
    else if (key === 'tags') event['tags'] = value.split(',').filter(Boolean);
    else if (key === 'value' || key === 'count') event[key] = Number.isFinite(Number(value)) ? Number(value) : value;
    else if (/^(type|source|message|reference|date|geo)$/.test(key)) event[named[key] ?? key] = value;
    else data[name] = value;
  }
  return { ...event, data: { ...data, ...(user['identity'] ? { '@user': user } : {}) } };
}

const variantOf = (client: string | null): string | undefined => (client && /\/[01]\./.test(client) ? VARIANT_1 : undefined);

/** What the server takes for a reference id (PersistentEventValidator). */
const REFERENCE = /^[A-Za-z0-9-]{8,100}$/;
const THREE_DAYS = 3 * 86_400_000;
const SIGNALS: ReadonlyMap<string, SignalType> = new Map([['session', 'start'], ['sessionend', 'end'], ['heartbeat', 'heartbeat']]);

/** The events of one request, which need a little memory of one another. */
class Batch {
  readonly #request: WireRequest;
  readonly #record: Recorder;
  readonly #client: string | null;
  readonly #texts = new Map<string, number>();
  readonly #started = new Set<string>();

  constructor(request: WireRequest, record: Recorder, client: string | null) {
    this.#request = request;
    this.#record = record;
    this.#client = client;
  }

  take(item: Json, path: string): void {
    const event = isObject(item) && LEGACY.test(this.#request.path) ? upgradeLegacy(item) : item;
    if (!isObject(event) || !['type', 'date', 'data', 'message', 'source', 'reference_id', '@error'].some((key) => event[key] !== undefined)) {
      return this.#record.diagnostic('exceptionless.event.unreadable', 'no event', path);
    }
    const { at: arrival } = this.#request;
    const read = readEvent(event, arrival);
    for (const wrong of wrongParts(event)) this.#record.diagnostic('exceptionless.event.wrongType', `no ${wrong.expected}`, `${path}.${wrong.path}`);
    if (read.date !== null && arrival - read.date > THREE_DAYS) this.#record.diagnostic('exceptionless.event.tooOld', 'the server will discard it', `${path}.date`);
    const eventIndex = this.#record.event({
      kind: read.kind, name: read.name, occurredAt: read.date, identity: read.identity, page: read.page, isError: read.isError, data: item,
      dedupeKey: this.#dedupeKey(item),
    });
    const count = num(event, 'count');
    if (count !== undefined && count > 1) this.#record.diagnostic('exceptionless.event.merged', `the SDK merged ${count} equal ones into it and sent it up to 30 s late`, `${path}.count`);
    for (const reference of new Set([read.sessionId, str(event, 'reference_id')])) {
      if (reference !== undefined && !REFERENCE.test(reference)) this.#record.diagnostic('exceptionless.session.idInvalid', `${JSON.stringify(clip(reference, 100))} is no reference of 8 to 100 letters, digits and hyphens`, path);
    }
    const { userId } = read.identity;
    const chain = read.sessionId ?? userId;
    if (chain === undefined) {
      if (read.type === 'session') this.#record.diagnostic('exceptionless.session.noKey', 'it names neither a user nor a session id', path);
      return;
    }
    const type = SIGNALS.get(read.type) ?? 'activity';
    if (type === 'start') this.#started.add(chain);
    this.#record.signal(compact({
      type, at: read.date ?? arrival, eventIndex, userId, sessionId: read.sessionId, identity: read.sessionId === undefined ? userId : undefined,
      // A known identity stays with its session for 15 min even after a sessionend; one that began in the same batch is forgotten at once
      // (70_SessionPlugin.cs: ProcessAutoSessionsAsync remembers a new session only if its group does not close it).
      reopenable: type === 'end' && (read.sessionId !== undefined || !this.#started.delete(chain)) ? (true as const) : undefined,
      attributes: compact({ ...read.attributes, sdk: this.#client ?? undefined }),
      rulesVariant: variantOf(this.#client),
    }));
  }

  /** No event has an id: its text stands for one, and its place among equal texts of the batch, as the server counts those apart. */
  #dedupeKey(item: Json): string {
    const key = hash(JSON.stringify(item));
    const seen = this.#texts.get(key) ?? 0;
    this.#texts.set(key, seen + 1);
    return seen ? `${key}#${seen}` : key;
  }
}

export const exceptionless: Dissector = {
  id: asProtocolId('exceptionless'),
  name: 'Exceptionless',
  revision: 1,
  category: 'errors',
  docs: 'https://exceptionless.com/docs/user-sessions/',
  claims: [
    // Preflights match these claims too unless a header of the request itself is asked for; only those of heartbeats are worth reading.
    { method: 'POST', path: EVENTS, header: 'content-type', confidence: 0.4 },
    { method: 'POST', path: EVENTS, header: 'x-exceptionless-client', confidence: 0.9 },
    { method: 'POST', path: EVENTS, confidence: 0.25 },
    { method: 'POST', path: DESCRIPTION, header: 'content-type', confidence: 0.45 },
    { method: 'POST', path: DESCRIPTION, confidence: 0.25 },
    { path: HEARTBEAT, query: ['id'], confidence: 0.9 },
    { method: 'GET', path: HEARTBEAT, confidence: 0.3 },
    { method: 'GET', path: CONFIG, query: ['v'], confidence: 0.45 },
    { method: 'GET', path: SUBMIT, confidence: 0.4 },
  ],
  readsPreflights: true,
  fields,
  diagnostics,
  rules,
  variants,
  probe,
  dissect,
};
