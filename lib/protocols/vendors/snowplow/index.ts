import { isObject, type Json, type JsonObject } from '../../../base/json.ts';
import { asProtocolId } from '../../../domain/event.ts';
import type { Dissector, Recorder } from '../../dissector.ts';
import { arr, at, clip, id, str, time } from '../../reader.ts';
import { looseItems } from '../../wire/json-items.ts';
import type { WireRequest } from '../../wire-request.ts';
import { diagnostics, fields } from './fields.ts';
import { decodeParts, dedupeKey, derivedTime, describe, EVENT_TYPES, type Decoded } from './flat-event.ts';
import { variants, webRules } from './rules.ts';
import { identityOf, sessionOf, signalOf } from './session.ts';

/*
 * Snowplow: event tracking to a collector that its user runs.
 *
 * Docs: https://docs.snowplow.io/docs/events/going-deeper/ (tracker protocol), .../docs/sources/trackers/ (trackers).
 * Endpoints: POST <any path, by default /com.snowplowanalytics.snowplow/tp2> with JSON {schema: payload_data, data: [flat events]};
 * GET /i (older: /ice.png) with one flat event in the query. Collectors are always the customer's own, often on the page's own host and
 * under a custom path (`postPath`): the schema string is the sign, never host or path.
 * Encodings: an event is flat strings; contexts and self-describing events are JSON in a string (`co`, `ue_pr`) or its base64 in the URL-safe
 * alphabet without padding (`cx`, `ue_px`). Some JSON writers escape the slashes of the schema (`\/`).
 * Quirks: retries keep `eid` and `dtm` and set a new `stm`. Beacons hide their body from the browser's webRequest. No request says that a session
 * began or ended; a new `sid` on an event does. Several trackers of a page share one session, as they share the cookie. With anonymous
 * tracking events name no session at all; header `SP-Anonymous` asks the collector to forget more.
 */

const TP2 = /\/com\.snowplowanalytics\.snowplow\/tp2$/;
const PIXEL = /\/(i|ice\.png)$/;
const PAYLOAD = /^iglu:com\.snowplowanalytics\.snowplow\/payload_data\/jsonschema\/\d+-\d+-\d+$/;
/** The same at the head of a body that is no whole JSON; slashes may be escaped. */
const PAYLOAD_HEAD = /^\s*\{\s*"schema"\s*:\s*"iglu:com\.snowplowanalytics\.snowplow\\?\/payload_data\\?\//;
/** `js-4.10.1`, `.net-1.3.0`, `no-js-0.1.0`, `ios-6.2.6 flutter-0.7.0`. */
const TRACKER = /^\.?[a-z][a-z-]*-v?\d+(\.\d+)*/i;
const PLATFORMS: ReadonlySet<string> = new Set(['web', 'mob', 'pc', 'srv', 'app', 'tv', 'cnsl', 'iot', 'headset']);

/** How much an event has of the three parameters that every tracker sends, 0 to 3. */
function likeness(type: string | null | undefined, tracker: string | null | undefined, platform: string | null | undefined): number {
  return Number(EVENT_TYPES.has(type ?? '')) + Number(TRACKER.test(tracker ?? '')) + Number(PLATFORMS.has(platform ?? ''));
}
const likenessOf = (event: Json): number => likeness(str(event, 'e'), str(event, 'tv'), str(event, 'p'));

/** Of a repeated parameter the first counts. */
const queryEvent = (request: WireRequest): JsonObject => Object.fromEntries(request.query.toReversed());

function probe(request: WireRequest): number {
  if (request.method === 'GET') {
    const type = request.param('e');
    const tracker = request.param('tv');
    const platform = request.param('p');
    if (!EVENT_TYPES.has(type ?? '') || !tracker || !platform) return 0;
    const signs = likeness(type, tracker, platform);
    return PIXEL.test(request.path) ? [0, 0, 0.7, 0.95][signs] ?? 0 : signs === 3 ? 0.7 : 0;
  }
  const body = request.json();
  if (!body.ok) {
    const text = request.text()?.text ?? '';
    return TP2.test(request.path) || PAYLOAD_HEAD.test(text.slice(0, 400)) ? 0.8 : 0;
  }
  if (PAYLOAD.test(str(body.value, 'schema') ?? '')) return 0.95;
  const best = Math.max(0, ...(arr(body.value, 'data') ?? []).slice(0, 20).map(likenessOf));
  // The path is Snowplow's own: whatever else is sent there has to be told.
  return best === 3 || TP2.test(request.path) ? 0.8 : 0;
}

function dissectEvent(event: JsonObject, path: string, request: WireRequest, record: Recorder): void {
  const parts = decodeParts(event);
  for (const { part, key, message } of parts.problems) {
    record.diagnostic(part === 'contexts' ? 'snowplow.contexts.unreadable' : 'snowplow.selfDescribing.unreadable', message, `${path}.${key}`);
  }
  const { kind, name } = describe(event, parts);
  if (kind === 'unknown') record.diagnostic('snowplow.event.unknownType', `event type ${clip(name, 100)}`, `${path}.e`);
  const session = sessionOf(event, parts);
  for (const sentence of session.disagreements) record.diagnostic('snowplow.session.disagrees', sentence, path);
  const occurredAt = derivedTime(event, request.at);
  const index = record.event({
    kind,
    name,
    occurredAt,
    sentAt: time(event, 'stm') ?? null,
    identity: identityOf(event, session),
    page: str(event, 'url') ?? null,
    isError: kind === 'error',
    data: withParts(event, parts),
    dedupeKey: dedupeKey(event),
  });
  if (session.id === undefined) record.diagnostic('snowplow.session.none', 'neither sid nor a session entity: anonymous tracking, or a tracker without sessions', path);
  const signal = signalOf(event, session, occurredAt, index, request, parts);
  if (signal) record.signal(signal);
}

/** The event with what its JSON parameters hold; nothing to add, and it is itself. */
function withParts(event: JsonObject, { contexts, unstruct }: Decoded): JsonObject {
  if (!unstruct) return contexts ? { ...event, contexts } : event;
  return contexts ? { ...event, contexts, unstruct_event: unstruct } : { ...event, unstruct_event: unstruct };
}

function dissect(request: WireRequest, record: Recorder): void {
  record.endpoint({ collector: request.origin, project: null });
  const anonymous = request.header('sp-anonymous');
  if (anonymous !== null) record.field('snowplow.request.anonymous', anonymous);
  if (request.method === 'GET') return dissectEvent(queryEvent(request), 'query', request, record);
  if (request.hidden) return;

  const body = request.json();
  if (!body.ok) return dissectBroken(body.error, request, record);
  const schema = at(body.value, 'schema');
  if (schema !== undefined) record.field('snowplow.payload.schema', schema);
  if (typeof schema !== 'string' || !PAYLOAD.test(schema)) record.diagnostic('snowplow.payload.noSchema', 'no payload_data schema', 'schema');
  const data = arr(body.value, 'data');
  if (!data) return record.diagnostic('body.unexpected', 'data is no list of events', 'data');
  for (const [i, event] of data.entries()) dissectItem(event, `data[${i}]`, request, record);
}

function dissectItem(event: Json, path: string, request: WireRequest, record: Recorder): void {
  if (isObject(event) && id(event, 'e') !== undefined) dissectEvent(event, path, request, record);
  else record.diagnostic('snowplow.event.unreadable', 'no object with an event type', path);
}

/** A batch that was cut off, or of which one event is broken: the others are read. */
function dissectBroken(error: string, request: WireRequest, record: Recorder): void {
  record.diagnostic('body.unexpected', `the body is no JSON: ${clip(error, 200)}`);
  const text = request.text()?.text ?? '';
  const list = /"data"\s*:\s*(?=\[)/.exec(text);
  if (!list) return;
  for (const [i, item] of looseItems(text.slice(list.index + list[0].length)).entries()) {
    if (item.ok) dissectItem(item.value, `data[${i}]`, request, record);
    else record.diagnostic('snowplow.event.unreadable', clip(item.error, 200), `data[${i}]`);
  }
}

export const snowplow: Dissector = {
  id: asProtocolId('snowplow'),
  name: 'Snowplow',
  revision: 1,
  category: 'analytics',
  docs: 'https://docs.snowplow.io/docs/events/going-deeper/event-parameters/',
  claims: [
    { method: 'POST', path: TP2, confidence: 0.45 },
    { method: 'GET', path: PIXEL, query: ['e', 'tv', 'p'], confidence: 0.45 },
    { method: 'GET', query: ['e', 'tv', 'p'], confidence: 0.3 },
    { method: 'POST', header: 'sp-anonymous', confidence: 0.4 },
  ],
  anyPath: true,
  fields,
  diagnostics,
  rules: webRules,
  variants,
  probe,
  dissect,
};
