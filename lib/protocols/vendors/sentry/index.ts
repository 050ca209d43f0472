import { hash } from '../../../base/hash.ts';
import { isObject } from '../../../base/json.ts';
import { asProtocolId } from '../../../domain/event.ts';
import type { Dissector, Recorder } from '../../dissector.ts';
import { at, clip, compact, id, str } from '../../reader.ts';
import { envelopeHead, parseEnvelope } from '../../wire/envelope.ts';
import type { WireRequest } from '../../wire-request.ts';
import { contextOf, sdkOf } from './context.ts';
import { auth, endpointOf, ENVELOPE, ERROR_PAGE, parseDsn, SECURITY, STORE } from './endpoint.ts';
import { readEvent } from './event.ts';
import { isItemType, readItem, readSecurity } from './items.ts';
import { diagnostics, fields, rules } from './spec.ts';

/*
 * Sentry: errors, traces, logs, replays and release-health sessions; hosted, self-hosted, or a server that speaks its protocol.
 *
 * Docs: https://develop.sentry.dev/sdk/data-model/envelopes/, .../sdk/telemetry/sessions/; SDK https://github.com/getsentry/sentry-javascript.
 * Endpoints: POST [prefix]/api/<project>/envelope/ (6.x and later), POST .../store/ with one event (6.x, raven-js 3), POST .../security/ (the
 * browser's own reports), GET and POST /api/embed/error-page/ (the crash dialog). A tunnel is any address of the application's own: there
 * only the body tells, by the DSN in its first line.
 * Encodings: envelope (see wire/envelope.ts); replays carry zlib inside. Auth: query `sentry_key`, or header X-Sentry-Auth.
 * Quirks: an event names no session. Nothing is sent at unload, so sessions stay `ok`. `init: false` is sent too. Offline transports send
 * old envelopes with a new `sent_at` and their own times, in another order.
 */

const HEADER_KEYS: ReadonlySet<string> = new Set(['event_id', 'sent_at', 'sdk', 'dsn', 'trace']);
/** Longest first line that is looked at under any path. */
const HEAD_LIMIT = 65_536;

/**
 * How surely bytes are an envelope, whatever the address: the first line has nothing but an envelope's keys, the second names an item type.
 * Both are common words, so under an unknown path something of Sentry's own must stand in the first line too.
 */
function envelopeLikeness(bytes: Uint8Array, knownPath: boolean): number {
  const { header, next } = envelopeHead(bytes, HEAD_LIMIT);
  if (!header || !Object.keys(header).every((key) => HEADER_KEYS.has(key))) return 0;
  if (parseDsn(str(header, 'dsn'))) return 0.95;
  const type = str(envelopeHead(bytes.subarray(next), HEAD_LIMIT).header ?? {}, 'type');
  if (type === undefined || !isItemType(type)) return 0;
  if (knownPath) return 0.85;
  const own = /^sentry[.-]/.test(sdkOf(header) ?? '') || str(header, 'trace/public_key') !== undefined;
  return own || (/^[0-9a-f]{32}$/.test(str(header, 'event_id') ?? '') && str(header, 'sent_at') !== undefined) ? 0.8 : 0;
}

function probe(request: WireRequest): number {
  if (ERROR_PAGE.test(request.path)) return parseDsn(request.param('dsn')) ? 0.9 : 0;
  if (request.method !== 'POST' || request.body.kind === 'none') return 0;
  if (STORE.test(request.path)) {
    const authed = auth(request).key !== null;
    const body = request.json();
    if (!body.ok) return authed ? 0.85 : 0;
    const event = isObject(body.value) && ['event_id', 'exception', 'message', 'platform', 'logentry'].some((key) => at(body.value, key) !== undefined);
    return event ? (authed ? 0.95 : /^[0-9a-f]{32}$/.test(str(body.value, 'event_id') ?? '') ? 0.8 : 0) : 0;
  }
  if (SECURITY.test(request.path)) return auth(request).key !== null ? 0.9 : 0;
  const onPath = ENVELOPE.test(request.path);
  if (onPath && auth(request).key !== null) return 0.95;
  // Most bodies are one line of JSON. The others ask for the text in any case, and a line's end is found sooner in it than in bytes.
  if (request.body.kind !== 'bytes' || request.body.bytes[0] !== 0x7b || !request.text()?.text.includes('\n')) return 0;
  return envelopeLikeness(request.body.bytes, onPath);
}

function dissect(request: WireRequest, record: Recorder): void {
  const bytes = request.body.kind === 'bytes' ? request.body.bytes : null;
  const single = STORE.test(request.path) || SECURITY.test(request.path) || ERROR_PAGE.test(request.path);
  const envelope = bytes && !single ? parseEnvelope(bytes) : null;
  const { endpoint, key, tunnelled } = endpointOf(request, envelope?.header ?? null);
  record.endpoint(endpoint, key);
  const { client } = auth(request);
  if (client) record.field('sentry.request.client', clip(client, 100));
  if (tunnelled) record.field('sentry.request.tunnel', request.url);
  if (ERROR_PAGE.test(request.path)) return dissectErrorPage(request, record);
  if (request.hidden) return;
  if (single) return dissectSingle(request, record);
  if (!envelope) return record.diagnostic('body.unexpected', 'no envelope');

  const { header } = envelope;
  const context = contextOf(request, record, header ?? {});
  const told = { eventId: id(header ?? {}, 'event_id'), sentAt: str(header ?? {}, 'sent_at'), sdk: sdkOf(header ?? {}), trace: at(header ?? {}, 'trace') };
  for (const [name, value] of Object.entries(compact(told))) record.field(`sentry.envelope.${name}`, value ?? null);
  record.field('sentry.envelope.items', envelope.items.map((item) => item.type));
  for (const problem of envelope.problems) record.diagnostic(problem.path === 'header' ? 'body.unexpected' : 'sentry.item.unreadable', problem.message, problem.path);
  // Nothing of a foreign body on this path is an item; what an SDK sends has one.
  if (!envelope.items.length && !envelope.problems.length) record.diagnostic('body.unexpected', 'an envelope without items');
  for (const item of envelope.items) readItem(context, item, `item[${item.index}]`);
}

function dissectSingle(request: WireRequest, record: Recorder): void {
  const body = request.json();
  const text = request.text();
  if (text?.exact === false) record.diagnostic('body.notUtf8', 'some bytes are no UTF-8; they show as U+FFFD');
  if (!body.ok) return record.diagnostic('body.unexpected', `the body is no JSON: ${clip(body.error, 200)}`);
  const context = contextOf(request, record, {});
  if (SECURITY.test(request.path)) return readSecurity(context, body.value, text?.text ?? '');
  if (!isObject(body.value)) return record.diagnostic('body.unexpected', 'no event');
  readEvent(context, 'event', body.value, text?.text ?? '', '');
}

/** The crash dialog: its script is fetched with the event's id, what the user writes is posted as a form. */
function dissectErrorPage(request: WireRequest, record: Recorder): void {
  const eventId = request.param('eventId');
  if (eventId) record.field('sentry.envelope.eventId', eventId);
  if (request.method !== 'POST' || request.hidden) return;
  const form = Object.fromEntries(request.form() ?? []);
  if (form['comments'] === undefined) return record.diagnostic('body.unexpected', 'no form with comments');
  record.event({
    kind: 'feedback', name: clip(form['comments'], 500) || 'Feedback', occurredAt: null, identity: compact({ userId: id(form, 'email'), name: id(form, 'name') }),
    data: form, dedupeKey: hash(`${eventId ?? ''}\n${JSON.stringify(form)}`),
  });
}

export const sentry: Dissector = {
  id: asProtocolId('sentry'),
  name: 'Sentry',
  revision: 1,
  category: 'errors',
  docs: 'https://develop.sentry.dev/sdk/data-model/envelopes/',
  claims: [
    { method: 'POST', path: ENVELOPE, query: ['sentry_key'], confidence: 0.9 },
    { method: 'POST', path: STORE, query: ['sentry_key'], confidence: 0.9 },
    { method: 'POST', path: SECURITY, query: ['sentry_key'], confidence: 0.8 },
    { method: 'POST', path: /\/api\/\d+\/(?:envelope|store)\/?$/, confidence: 0.4 },
    { method: 'GET', path: ERROR_PAGE, query: ['dsn'], confidence: 0.4 },
    { method: 'POST', path: ERROR_PAGE, query: ['dsn'], confidence: 0.45 },
  ],
  anyPath: true,
  binaryBody: true,
  fields,
  diagnostics,
  rules,
  probe,
  dissect,
};
