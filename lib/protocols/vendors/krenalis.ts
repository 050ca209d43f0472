import { asProtocolId } from '../../domain/event.ts';
import type { SessionRules } from '../../domain/session-rules.ts';
import type { Dissector, Recorder } from '../dissector.ts';
import {
  authorizedBy, hasSession, hasSpecEvent, librariesOf, readSpecBody, recordSpecRequest, specBodyOf, type SpecBody, type SpecDialect, type SpecTimes,
} from '../families/segment-spec.ts';
import { specDiagnostics, specFields } from '../families/segment-spec-fields.ts';
import { id } from '../reader.ts';
import type { WireRequest } from '../wire-request.ts';

/*
 * Krenalis (Meergo until 2026): event collection for a customer data platform that its user runs.
 *
 * Docs: https://www.krenalis.com/docs/developers/events
 * Endpoints: POST to the endpoint itself, usually <collector>/v1/events, but any URL is legal; JSON {batch, sentAt, writeKey, context?}, one
 * event, or a bare list. POST <endpoint>/{alias,group,identify,page,screen,track}: one event, the type by path. GET <endpoint>/settings/<write
 * key> before the first event; its answer says how identify and reset treat sessions, but answers are not seen here.
 * Self-hosting: normal; hosts say nothing.
 * Encodings: JSON as text/plain, gzip from mobile SDKs. The web SDK sends a Blob, by fetch or, when the page hides, by beacon: Chromium's
 * webRequest hides those bodies.
 * Quirks: session ids are signed 64-bit integers, as numbers. On hide the queue is sent and kept, so events come again with their message
 * ids. Retries keep `sentAt`: the server then moves the events by the length of the outage, and so does this file. The SDKs for Kotlin, Swift,
 * Go, ... call themselves analytics-kotlin and so on, as Segment's do; endpoint and session tell them apart.
 */

const EVENTS = /\/v1\/events(?:\/(alias|group|identify|page|screen|track))?\/?$/;
const SETTINGS = /^(.*)\/settings\/([^/]+)$/;
/** As the console makes them: 32 letters and digits (core/organization.go). Shorter ones only on the usual path. */
const WRITE_KEY = /^(?=.*[A-Z])(?=.*[a-z])(?=.*\d)[A-Za-z0-9]{32}$/;
const LIKELY_KEY = /^(?=.*[A-Z\d])[A-Za-z0-9]{16,64}$/;
const OWN = /krenalis|meergo/i;
const OWN_IN_TEXT = /"library"\s*:\s*\{[^{}]*"name"\s*:\s*"[^"]*(?:krenalis|meergo)/i;
/** Libraries of others, that never talk to Krenalis. */
const FOREIGN = /^analytics\.js$|segment|rudder/i;
const FOREIGN_IN_TEXT = /"library"\s*:\s*\{[^{}]*"name"\s*:\s*"(?:analytics\.js"|[^"]*(?:segment|rudder))/i;
/** Where Segment's and RudderStack's SDKs post: a body there without a library's name is not Krenalis's. */
const OTHER_PATHS = /\/v1\/(?:[tpigasbm]|track|page|identify|group|alias|screen|batch|import)\/?$|\/b$/;
const MOBILE = /kotlin|swift|android|ios/i;
const MINUTE = 60_000;

function settingsKey(request: WireRequest): string | null {
  const [, endpoint = '', key = ''] = SETTINGS.exec(request.path) ?? [];
  return (EVENTS.test(endpoint) ? LIKELY_KEY : WRITE_KEY).test(key) ? key : null;
}

/** The write key of a request to the events endpoint. An API key (api_...) is a secret and no project. */
function writeKeyOf(request: WireRequest, body: SpecBody | null): string | null {
  const bearer = authorizedBy(request, 'Bearer');
  return id(body?.root, 'writeKey') ?? (bearer?.startsWith('api_') ? null : bearer ?? null);
}

function probe(request: WireRequest): number {
  if (request.method === 'GET') return settingsKey(request) === null ? 0 : 0.7;
  const path = EVENTS.exec(request.path);
  const json = request.json();
  if (!json.ok) {
    const text = request.text()?.text ?? '';
    // Most texts name no library, and to look for the word alone is quick.
    const named = text.includes('"library"');
    if (!/^\s*[{[]/.test(text) || (named && FOREIGN_IN_TEXT.test(text))) return 0;
    return named && OWN_IN_TEXT.test(text) ? 0.8 : path && text.includes('"anonymousId"') ? 0.6 : 0;
  }
  const body = readSpecBody(json.value);
  if (!body) return 0;
  const libraries = librariesOf(body);
  if (libraries.some((name) => OWN.test(name))) return 0.95;
  if (libraries.some((name) => FOREIGN.test(name))) return 0;
  const wholeBatch = body.form === 'batch' && id(body.root, 'writeKey') !== undefined;
  if (!hasSpecEvent(body, path?.[1])) return path && wholeBatch ? 0.6 : 0;
  if (path) return id(body.root, 'writeKey') !== undefined || authorizedBy(request, 'Bearer') !== undefined || hasSession(body) ? 0.8 : 0;
  return wholeBatch && hasSession(body) && !OTHER_PATHS.test(request.path) ? 0.65 : 0;
}

/** collector.go: the skew of the whole request is added, unless the sender gives both times. */
function correct({ timestamp, originalTimestamp, sentAt }: SpecTimes, receivedAt: number): { at: number; madeAt: number } {
  if (timestamp === undefined) return { at: receivedAt, madeAt: sentAt ?? receivedAt };
  if (originalTimestamp !== undefined) return { at: timestamp, madeAt: originalTimestamp };
  return { at: timestamp + (sentAt === undefined ? 0 : receivedAt - sentAt), madeAt: timestamp };
}

const dialect: SpecDialect = {
  prefix: 'krenalis',
  correct,
  variantOf: (library) => (library !== undefined && MOBILE.test(library) ? 'mobile' : undefined),
  idInSeconds: () => false,
};

function dissect(request: WireRequest, record: Recorder): void {
  const endpoint = (path: string, writeKey: string | null) =>
    record.endpoint({ collector: request.origin + path.replace(EVENTS, '').replace(/\/$/, ''), project: writeKey }, writeKey ?? undefined);

  if (request.method === 'GET') {
    const writeKey = settingsKey(request);
    endpoint(SETTINGS.exec(request.path)?.[1] ?? request.path, writeKey);
    record.field('krenalis.request.settings', true);
    if (writeKey !== null) record.field('krenalis.request.writeKey', writeKey);
    return;
  }
  const pathType = EVENTS.exec(request.path)?.[1];
  // The key comes behind the events, so of a batch that was cut off it is known from the header alone.
  const read = request.hidden ? null : specBodyOf(request);
  const writeKey = writeKeyOf(request, read?.body ?? null);
  endpoint(request.path, writeKey);
  if (writeKey !== null) record.field('krenalis.request.writeKey', writeKey);
  if (read) recordSpecRequest(read, writeKey, request, record, { ...dialect, pathType });
}

const rules: SessionRules = {
  scope: 'storage',
  idleMs: 30 * MINUTE,
  maxMs: null,
  beatsRenew: false,
  heartbeatMs: null,
  lateAfterMs: 0,
  beatsStopWhenHidden: false,
  idleAfterMs: 5 * MINUTE,
  idIsStartTime: true,
  hasStartFlag: true,
  // reset() under the default strategy, and identify() under Isolation and Preservation; under Conversion another user keeps the session.
  userChangeRotates: true,
  missingIdEnds: true,
  restartsAfterEnd: true,
  serverSentence: 'Krenalis keeps no sessions: each event names its own, and no request says that one ended.',
  sources: [
    'idle 30 min, renewed by every event: analytics-javascript options.js (sessions.timeout 1800000), session.js; timeout <= 0 turns autoTrack off',
    'the id is the start in milliseconds, unless given to startSession(id): session.js',
    'reset and identify: krenalis.js, by the strategy that the settings answer names',
    'storage shared by all tabs (localStorage, cookie, memory): storage.js',
  ],
};

export const krenalis: Dissector = {
  id: asProtocolId('krenalis'),
  name: 'Krenalis',
  family: 'segment-spec',
  revision: 1,
  category: 'analytics',
  docs: 'https://www.krenalis.com/docs/developers/events',
  claims: [
    // A beacon's Blob is hidden: the path has to do for a candidate.
    { method: 'POST', path: EVENTS, confidence: 0.4 },
    { method: 'GET', path: SETTINGS, confidence: 0.2 },
  ],
  anyPath: true,
  fields: [
    ...specFields('krenalis'),
    { name: 'krenalis.request.settings', label: 'Settings request', type: 'boolean', description: 'The SDK asks for its settings; nothing is tracked if the answer is 401 or 404.' },
  ],
  diagnostics: specDiagnostics('krenalis', 'the collector rejects the event'),
  rules,
  variants: [{
    when: 'mobile',
    rules: { ...rules, idleMs: 5 * MINUTE, sources: ['idle 5 min: analytics-kotlin Configuration.kt, analytics-swift Configuration.swift (sessionTimeout 5 * 60000)', ...rules.sources.slice(1, 2)] },
  }],
  probe,
  dissect,
};
