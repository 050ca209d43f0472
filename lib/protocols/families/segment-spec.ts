import { decodeUtf8, fromBase64 } from '../../base/bytes.ts';
import { hash } from '../../base/hash.ts';
import { isObject, type Json, type JsonObject } from '../../base/json.ts';
import { inWords, type EpochMs } from '../../base/time.ts';
import type { EventKind, Identity } from '../../domain/event.ts';
import type { SessionSignal } from '../../domain/signal.ts';
import type { Recorder } from '../dissector.ts';
import { arr, at, clip, compact, id, obj, str, time } from '../reader.ts';
import { looseItems, looseList } from '../wire/json-items.ts';
import type { WireRequest } from '../wire-request.ts';
import { attributesOf, mergeContext } from './segment-spec-context.ts';
import { sessionIdOf, startOf } from './segment-spec-session.ts';

/*
 * The event format that Segment published as "the Spec" (https://segment.com/docs/connections/spec/) and that RudderStack, Krenalis and others
 * took over: `{type, messageId, anonymousId, userId, timestamp | originalTimestamp, context {library, ...}, event | name | properties | traits}`,
 * one event a request or several in `{batch, sentAt, writeKey, context?}`; some collectors also take a bare list. The name of the library
 * inside tells vendors apart, though several forks kept the name that they had at Segment (`analytics-kotlin`, `analytics-go`).
 *
 * Sessions are no part of the Spec: `context.sessionId` and `context.sessionStart` are RudderStack's, `context.session.{id,start}` Krenalis's.
 */

const KINDS: ReadonlyMap<string, EventKind> = new Map([
  ['track', 'track'], ['page', 'page'], ['screen', 'page'], ['identify', 'identify'], ['group', 'group'], ['alias', 'alias'],
]);
/** More than a slow network takes. */
const SENT_OFF_MS = 5 * 60_000;
/** More items than this are not looked at to find out whose batch it is. */
const LOOK = 50;

/** A body in the format: the events as they stand, and what they share. */
export type SpecBody = {
  /** What stands around the events; the event itself where it is alone; empty for a bare list. */
  readonly root: JsonObject;
  readonly items: readonly Json[];
  readonly form: 'single' | 'batch' | 'list';
};

/** The parts of a body of the format's outer shape; null where it is no object or list. Says nothing of the events: see {@link hasSpecEvent}. */
export function readSpecBody(body: Json): SpecBody | null {
  if (Array.isArray(body)) return { root: {}, items: body as readonly Json[], form: 'list' };
  const batch = arr(body, 'batch');
  return isObject(body) ? { root: body, items: batch ?? [body], form: batch ? 'batch' : 'single' } : null;
}

/** The same of a text that does not parse: the events of its batch one by one, null for each that is broken or cut off. */
function readBrokenSpecBody(text: string): SpecBody | null {
  const list = looseList(text, 'batch');
  const items = (list?.items ?? looseItems(text)).map((item) => (item.ok ? item.value : null));
  return items.length ? { root: list?.before ?? {}, items, form: list ? 'batch' : 'list' } : null;
}

/**
 * Whether an event is of the format: a type that the Spec has, somebody who did it, and an id, a time or a context. `pathType`: the type that
 * the path gives to an event without one.
 */
export const hasSpecEvent = (body: SpecBody, pathType?: string): boolean => body.items.slice(0, LOOK).some((item) => isSpecEvent(item, pathType));

function isSpecEvent(item: Json, pathType: string | undefined): boolean {
  if (!KINDS.has(str(item, 'type') ?? pathType ?? '')) return false;
  if (id(item, 'anonymousId') === undefined && id(item, 'userId') === undefined) return false;
  return str(item, 'messageId') !== undefined || obj(item, 'context') !== undefined || str(item, 'timestamp') !== undefined || str(item, 'originalTimestamp') !== undefined;
}

/** The names of the libraries that made the events. */
export function librariesOf(body: SpecBody): readonly string[] {
  const names: string[] = [];
  const look = (item: Json | undefined): void => {
    const name = str(item, 'context/library/name');
    if (name !== undefined && !names.includes(name)) names.push(name);
  };
  look(body.root);
  if (body.form !== 'single') for (let i = 0; i < body.items.length && i < LOOK; i++) look(body.items[i]);
  return names;
}

/** Whether an event carries a session id in one of the two forms. */
export const hasSession = (body: SpecBody): boolean =>
  body.items.slice(0, LOOK).some((item) => id(item, 'context/sessionId') !== undefined || id(item, 'context/session/id') !== undefined);

/** The user name, or for `wanted: 'Bearer'` the token, of an Authorization header: where these vendors' write keys stand. */
export function authorizedBy(request: WireRequest, wanted: 'Basic' | 'Bearer'): string | undefined {
  const [, scheme, value] = /^(\w+)\s+(\S+)$/.exec(request.header('authorization') ?? '') ?? [];
  if (value === undefined || scheme?.toLowerCase() !== wanted.toLowerCase()) return undefined;
  if (wanted === 'Bearer') return clip(value);
  const bytes = fromBase64(value);
  return bytes ? clip(decodeUtf8(bytes).text.replace(/:.*$/s, '')) || undefined : undefined;
}

/** The times of one event as sent, all on the sender's clock. */
export type SpecTimes = { readonly timestamp: EpochMs | undefined; readonly originalTimestamp: EpochMs | undefined; readonly sentAt: EpochMs | undefined };

/** How one vendor reads the format. */
export type SpecDialect = {
  /** What its field names and codes begin with. */
  readonly prefix: string;
  /** The vendor's server's own reckoning: when the event happened, by its clock. `madeAt`: the same on the sender's clock. */
  readonly correct: (times: SpecTimes, receivedAt: EpochMs) => { readonly at: EpochMs; readonly madeAt: EpochMs };
  readonly pathType?: string | undefined;
  /** Which of the vendor's `variants` a library's sessions follow. */
  readonly variantOf: (library: string | undefined) => string | undefined;
  /** The project is not known, so nobody can say whose sessions these are: events alone are recorded. */
  readonly withoutSessions?: boolean;
  /** Libraries whose ids are the start time in seconds. */
  readonly idInSeconds: (library: string | undefined) => boolean;
};

/** The body of a request as the format has it, as far as it can be read; null where there is nothing of it. `isWhole`: nothing is broken or cut off. */
export function specBodyOf(request: WireRequest): { readonly body: SpecBody | null; readonly isWhole: boolean } {
  const json = request.json();
  return { body: json.ok ? readSpecBody(json.value) : readBrokenSpecBody(request.text()?.text ?? ''), isWhole: json.ok };
}

/** Records a request's events, or what is wrong with its body. `writeKey` null: nobody can say whose sessions stand in a body that was cut off. */
export function recordSpecRequest({ body, isWhole }: ReturnType<typeof specBodyOf>, writeKey: string | null, request: WireRequest, record: Recorder, dialect: SpecDialect): void {
  const json = request.json();
  if (!json.ok) record.diagnostic('body.unexpected', `the body is no JSON: ${clip(json.error, 200)}`);
  else if (!body) record.diagnostic('body.unexpected', 'neither an object nor a list of events');
  if (!body) return;
  const sentAt = body.form === 'batch' ? at(body.root, 'sentAt') : undefined;
  if (sentAt !== undefined) record.field(`${dialect.prefix}.request.sentAt`, sentAt);
  recordSpecEvents(body, request, record, { ...dialect, withoutSessions: !isWhole && writeKey === null });
}

/** What all events of a request are read with. `sentAt`: of the whole batch. */
type Reading = { readonly sentAt: EpochMs | undefined; readonly context: JsonObject | undefined; readonly request: WireRequest; readonly record: Recorder; readonly dialect: SpecDialect };

/** Records all events of a body with their session signals. Items that are no events leave a diagnostic. */
function recordSpecEvents(body: SpecBody, request: WireRequest, record: Recorder, dialect: SpecDialect): void {
  const sentAt = time(body.root, 'sentAt');
  const off = sentAt === undefined ? 0 : request.at - sentAt;
  if (Math.abs(off) > SENT_OFF_MS) record.diagnostic(`${dialect.prefix}.clock.sentAt`, `sentAt lies ${inWords(Math.abs(off))} ${off > 0 ? 'before' : 'after'} the request`, 'sentAt');
  const reading: Reading = { sentAt, context: obj(body.root, 'context'), request, record, dialect };
  body.items.forEach((item, i) => {
    const path = body.form === 'single' ? '' : `${body.form === 'batch' ? 'batch' : ''}[${i}]`;
    const type = str(item, 'type') ?? dialect.pathType;
    if (isObject(item) && type !== undefined) recordEvent(item, type, path, reading);
    else record.diagnostic(`${dialect.prefix}.event.unreadable`, 'no object with an event type, or cut off', path || undefined);
  });
}

const TIMES = ['timestamp', 'originalTimestamp', 'sentAt'] as const satisfies readonly (keyof SpecTimes)[];

function recordEvent(event: JsonObject, type: string, path: string, reading: Reading): void {
  const { request, record, dialect } = reading;
  const { prefix } = dialect;
  const say = (code: string, message: string, key: string) => record.diagnostic(`${prefix}.${code}`, message, path ? `${path}.${key}` : key);
  const kind = KINDS.get(type);
  if (!kind) say('event.unknownType', `event type ${clip(type, 100)}`, 'type');
  const times: SpecTimes = { timestamp: time(event, 'timestamp'), originalTimestamp: time(event, 'originalTimestamp'), sentAt: time(event, 'sentAt') };
  for (const key of TIMES) {
    if (times[key] === undefined && event[key] !== undefined && event[key] !== null) say('event.timeInvalid', `${key} is no time`, key);
  }

  const context = mergeContext(obj(event, 'context'), reading.context);
  const library = str(context, 'library/name');
  const sentAt = times.sentAt ?? reading.sentAt;
  const { at: occurredAt, madeAt } = dialect.correct({ ...times, sentAt }, request.at);
  const identity = identityOf(event, type, context);
  const index = record.event({
    kind: kind ?? 'unknown',
    name: nameOf(event, type),
    occurredAt,
    sentAt: sentAt ?? null,
    identity,
    page: str(context, 'page/url') ?? str(event, 'properties/url') ?? null,
    data: event,
    dedupeKey: dedupeKey(event),
  });

  const session = sessionIdOf(context, request.text()?.text ?? '');
  for (const problem of session.problems) say(problem.code, problem.message, problem.path);
  if (dialect.withoutSessions) return;
  // Without either id nobody can say whose session is missing.
  if (session.id === undefined && identity.anonymousId === undefined) return;
  const idPart = session.id === undefined ? {} : {
    sessionId: session.id,
    startFlag: session.start,
    ...startOf(session.id, { at: occurredAt, madeAt, sentAt }, dialect.idInSeconds(library)),
  };
  record.signal(compact({
    type: session.id !== undefined && session.start ? 'start' : 'activity',
    at: occurredAt,
    deviceAt: madeAt,
    eventIndex: index,
    ...idPart,
    anonymousId: identity.anonymousId,
    // An alias joins two names of one person: it is no other user.
    userId: type === 'alias' ? undefined : identity.userId,
    identityCall: type === 'identify' ? 'identify' : undefined,
    attributes: attributesOf(context, event, request),
    rulesVariant: dialect.variantOf(library),
  } satisfies { [K in keyof SessionSignal]: SessionSignal[K] | undefined }));
}

/** What a person reads: the event's name; the page's with its category; else what kind of call it was. */
function nameOf(event: JsonObject, type: string): string {
  if (type === 'track') return id(event, 'event') ?? type;
  if (type !== 'page' && type !== 'screen') return clip(type);
  const name = id(event, 'name') ?? id(event, 'properties/name');
  const category = id(event, 'category') ?? id(event, 'properties/category');
  return name !== undefined && category !== undefined ? `${name} (${category})` : name ?? category ?? type;
}

/** An empty user id is RudderStack's word for nobody. A group's traits are the group's, and its name no user's. */
function identityOf(event: JsonObject, type: string, context: JsonObject): Identity {
  return compact({
    userId: id(event, 'userId'),
    anonymousId: id(event, 'anonymousId'),
    deviceId: id(context, 'device/id'),
    name: (type === 'identify' ? str(event, 'traits/name') : undefined) ?? str(context, 'traits/name'),
  });
}

/** The message id; else the event's text without what a retry sets anew. Without a time of its own, equal texts are two events. */
function dedupeKey(event: JsonObject): string | null {
  const messageId = id(event, 'messageId');
  if (messageId !== undefined || (at(event, 'timestamp') ?? at(event, 'originalTimestamp') ?? null) === null) return messageId ?? null;
  const { sentAt: _, ...rest } = event;
  return hash(JSON.stringify(rest));
}
