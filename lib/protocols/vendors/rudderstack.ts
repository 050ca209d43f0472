import { decodeUtf8, fromBase64 } from '../../base/bytes.ts';
import { asProtocolId } from '../../domain/event.ts';
import type { SessionRules } from '../../domain/session-rules.ts';
import type { Dissector, Recorder } from '../dissector.ts';
import {
  authorizedBy, hasSession, hasSpecEvent, librariesOf, readSpecBody, recordSpecRequest, specBodyOf, type SpecBody, type SpecDialect, type SpecTimes,
} from '../families/segment-spec.ts';
import { specDiagnostics, specFields } from '../families/segment-spec-fields.ts';
import { id, str } from '../reader.ts';
import type { WireRequest } from '../wire-request.ts';

/*
 * RudderStack: event collection for a customer data platform, hosted or run by its user.
 *
 * Docs: https://www.rudderstack.com/docs/sources/event-streams/sdks/rudderstack-javascript-sdk/
 * Endpoints: POST <data plane>/v1/{track,page,screen,identify,group,alias}: one event. POST <data plane>/v1/batch: {batch, sentAt}.
 * POST <data plane>/beacon/v1/batch?writeKey=: the same as text/plain, at unload or with the beacon option. GET <config>/sourceConfig/ before
 * the first event, on a host of its own.
 * Self-hosting: the data plane often is the customer's own, on a first-party host or under a prefix; hosts say nothing.
 * Auth: `Authorization: Basic base64(writeKey:)`, `AnonymousId: base64(...)`; the beacon has the key in its query.
 * Quirks: `userId` is "" before identify. Retries set a new `sentAt` and keep `originalTimestamp` and `messageId`. The mobile SDKs' session ids
 * are seconds. The Node and service worker SDKs call themselves analytics-node and analytics-service-worker, without a word of RudderStack.
 */

const EVENTS = /(?:\/beacon)?\/v1\/(track|page|identify|group|alias|screen|batch)\/?$/;
const BEACON = /\/beacon\/v1\/batch\/?$/;
const CONFIG = /\/sourceConfig\/?$/;
const OWN = /rudder/i;
const OWN_IN_TEXT = /"library"\s*:\s*\{[^{}]*"name"\s*:\s*"[^"]*rudder/i;
const FOREIGN = /^analytics\.js$|segment|krenalis|meergo/i;
const FOREIGN_IN_TEXT = /"library"\s*:\s*\{[^{}]*"name"\s*:\s*"(?:analytics\.js"|[^"]*(?:segment|krenalis|meergo))/i;
/** Android, iOS, Kotlin, Swift, React Native, Flutter; not the web SDK, whose name has JavaScript in it. */
const MOBILE = /android|\bios\b|kotlin|swift|react-?native|flutter|unity/i;
const MINUTE = 60_000;

const writeKeyOf = (request: WireRequest, body: SpecBody | null): string | null =>
  request.param('writeKey') || authorizedBy(request, 'Basic') || (id(body?.root, 'writeKey') ?? null);

/** Header and query that only RudderStack's SDKs send. */
const ownRequest = (request: WireRequest): boolean =>
  EVENTS.test(request.path) && (request.header('anonymousid') !== null || (BEACON.test(request.path) && request.param('writeKey') !== null));

/** The same in a body without a library that tells. Never true of Segment's HTTP API, which shares paths and Basic auth. */
function ownBody(request: WireRequest, body: SpecBody): boolean {
  if (!EVENTS.test(request.path) || id(body.root, 'writeKey') !== undefined || !hasSpecEvent(body, pathTypeOf(request))) return false;
  return body.items.some((e) => str(e, 'originalTimestamp') !== undefined && str(e, 'channel') !== undefined)
    || (hasSession(body) && authorizedBy(request, 'Basic') !== undefined);
}

function probe(request: WireRequest): number {
  if (request.method === 'GET') return CONFIG.test(request.path) && writeKeyOf(request, null) !== null ? 0.85 : 0;
  const json = request.json();
  if (!json.ok) {
    const text = request.text()?.text ?? '';
    const named = text.includes('"library"');
    if (!/^\s*[{[]/.test(text) || (named && FOREIGN_IN_TEXT.test(text))) return 0;
    return named && OWN_IN_TEXT.test(text) ? 0.8 : ownRequest(request) ? 0.7 : 0;
  }
  const body = readSpecBody(json.value);
  if (!body) return 0;
  const libraries = librariesOf(body);
  if (libraries.some((name) => FOREIGN.test(name))) return 0;
  if (libraries.some((name) => OWN.test(name))) return 0.95;
  return ownRequest(request) || ownBody(request, body) ? 0.8 : 0;
}

function pathTypeOf(request: WireRequest): string | undefined {
  const type = EVENTS.exec(request.path)?.[1];
  return type === 'batch' ? undefined : type;
}

/** processor.go: the sender's own `timestamp` stands; else the arrival less what lay between making and sending on the sender's clock. */
function correct({ timestamp, originalTimestamp, sentAt }: SpecTimes, receivedAt: number): { at: number; madeAt: number } {
  const madeAt = originalTimestamp ?? timestamp ?? sentAt ?? receivedAt;
  if (timestamp !== undefined) return { at: timestamp, madeAt };
  if (originalTimestamp === undefined) return { at: receivedAt, madeAt };
  return { at: originalTimestamp + (sentAt === undefined ? 0 : receivedAt - sentAt), madeAt };
}

const isMobile = (library: string | undefined): boolean => library !== undefined && OWN.test(library) && MOBILE.test(library);
const dialect: SpecDialect = {
  prefix: 'rudderstack',
  correct,
  variantOf: (library) => (isMobile(library) ? 'mobile' : undefined),
  idInSeconds: isMobile,
};

function dissect(request: WireRequest, record: Recorder): void {
  const read = request.hidden || request.method === 'GET' ? null : specBodyOf(request);
  const pathType = pathTypeOf(request);
  const writeKey = writeKeyOf(request, read?.body ?? null);
  const prefix = request.path.replace(request.method === 'GET' ? CONFIG : EVENTS, '');
  record.endpoint({ collector: request.origin + prefix.replace(/\/$/, ''), project: writeKey }, writeKey ?? undefined);
  if (writeKey !== null) record.field('rudderstack.request.writeKey', writeKey);
  if (request.method === 'GET') {
    record.field('rudderstack.request.sourceConfig', true);
    const version = request.param('v');
    if (version !== null) record.field('rudderstack.request.sdkVersion', version);
    return;
  }
  const encoded = request.header('anonymousid');
  const bytes = encoded === null ? null : fromBase64(encoded);
  if (encoded !== null) record.field('rudderstack.request.anonymousId', bytes ? decodeUtf8(bytes).text : encoded);
  if (read) recordSpecRequest(read, writeKey, request, record, { ...dialect, pathType });
}

const rules: SessionRules = {
  scope: 'storage',
  idleMs: 30 * MINUTE,
  // sessions.cutOff is off by default; where it is on, 12 h unless set otherwise.
  maxMs: null,
  beatsRenew: false,
  heartbeatMs: null,
  lateAfterMs: 0,
  beatsStopWhenHidden: false,
  idleAfterMs: 5 * MINUTE,
  idIsStartTime: true,
  hasStartFlag: true,
  // identify() of another user calls reset(), which starts a session where one was running.
  userChangeRotates: true,
  missingIdEnds: true,
  serverSentence: 'RudderStack keeps no sessions: each event names its own, and no request says that one ended.',
  sources: [
    'idle 30 min, renewed by every event: rudder-sdk-js timeouts.ts, userSessionManager; timeout 0 turns autoTrack off',
    'longest life only with sessions.cutOff, then 12 h by default: rudder-sdk-js userSessionManager',
    'the id is the start in milliseconds, or a number of at least 10 digits given to startSession(id): userSessionManager/utils.ts',
    'after endSession() nothing until startSession() or the next page load: userSessionManager',
  ],
};

export const rudderstack: Dissector = {
  id: asProtocolId('rudderstack'),
  name: 'RudderStack',
  family: 'segment-spec',
  revision: 1,
  category: 'analytics',
  docs: 'https://www.rudderstack.com/docs/sources/event-streams/sdks/session-tracking/',
  claims: [
    { method: 'POST', path: BEACON, query: ['writeKey'], confidence: 0.45 },
    { method: 'POST', path: EVENTS, header: 'anonymousid', confidence: 0.45 },
    { method: 'POST', path: EVENTS, confidence: 0.2 },
    { method: 'GET', path: CONFIG, confidence: 0.3 },
  ],
  anyPath: true,
  fields: [
    ...specFields('rudderstack'),
    { name: 'rudderstack.request.anonymousId', label: 'AnonymousId header', type: 'id', description: 'The anonymous id again, decoded from its header.' },
    { name: 'rudderstack.request.sourceConfig', label: 'Source configuration', type: 'boolean', description: 'The SDK asks for its configuration; nothing is tracked without it.' },
    { name: 'rudderstack.request.sdkVersion', label: 'SDK version', type: 'string', description: 'Version of the SDK that asks for its configuration.' },
  ],
  diagnostics: specDiagnostics('rudderstack', 'warehouse columns and destinations expect a number'),
  rules,
  variants: [{
    when: 'mobile',
    rules: {
      ...rules,
      idleMs: 5 * MINUTE,
      sources: [
        'idle 5 min: rudder-sdk-android Constants.java, rudder-sdk-kotlin Configuration.kt, rudder-sdk-swift Constants.swift',
        'the id is the start in seconds: RudderUserSession.java, SessionManager.kt, SessionHandler.swift',
      ],
    },
  }],
  probe,
  dissect,
};
