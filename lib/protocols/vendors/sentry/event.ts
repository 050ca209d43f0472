import { hash } from '../../../base/hash.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json.ts';
import type { EventKind, Identity } from '../../../domain/event.ts';
import { arr, at, bool, clip, compact, id, str } from '../../reader.ts';
import { attributesOf, checkTypes, corrected, sdkOf, type Context } from './context.ts';

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : (str(value, 'formatted') ?? str(value, 'message'));

/** Exceptions, outermost last. raven-js and old SDKs also send the bare list. */
function exceptions(event: Json): readonly Json[] {
  return arr(event, 'exception/values') ?? arr(event, 'exception') ?? [];
}

/**
 * Whether an event is an error: by its level, or by an exception that has a type. Not by the mere presence of an exception: 11.x gives
 * messages a synthetic one to carry their stack, without a type.
 */
export function isError(event: Json): boolean {
  const level = str(event, 'level')?.toLowerCase();
  return level === 'fatal' || level === 'error' || exceptions(event).some((e) => Boolean(str(e, 'type')));
}

/** `type: value` of the last exception, else the message, else the transaction. */
export function nameOf(event: Json): string {
  const last = exceptions(event).at(-1);
  const type = str(last, 'type');
  const value = textOf(at(last ?? null, 'value'));
  if (type) return value ? `${type}: ${value}` : type;
  return textOf(at(event, 'message')) || textOf(at(event, 'logentry')) || value || str(event, 'transaction') || 'Event';
}

/** The user as session updates name one: id, else email, else name. */
export function identityOf(user: Json | undefined): Identity {
  const email = id(user, 'email');
  const username = id(user, 'username');
  const userId = id(user, 'id') ?? email ?? username;
  const name = username ?? id(user, 'name') ?? email;
  return compact({ userId, name: name === userId ? undefined : name });
}

/** `pageload /app/home` where the operation is one of these: the name alone does not say what happened. */
export function operationName(op: string | undefined, name: string, path: string | undefined): string {
  if (op !== 'pageload' && op !== 'navigation') return name;
  return `${op} ${name.toLowerCase() === op ? (path ?? '') : name}`.trim();
}

/**
 * Error and message events, transactions, replays and feedback: all are Sentry's event object. They name no session, so the machine looks
 * for the one that was open then on that page.
 */
export function readEvent(context: Context, itemType: string, event: JsonObject, text: string, path: string): void {
  checkTypes(context, event, path, [
    ['event_id', 'string'], ['timestamp', 'time'], ['start_timestamp', 'time'], ['level', 'string'], ['message', 'text'], ['logentry', 'object'],
    ['transaction', 'string'], ['request', 'object'], ['request/url', 'string'], ['user', 'object'], ['contexts', 'object'], ['release', 'string'],
    ['environment', 'string'], ['replay_id', 'string'], ['segment_id', 'number'],
  ]);
  const { kind, name, error } = describe(itemType, event);
  if (kind !== 'replay' && kind !== 'feedback' && noRelease(context, event)) {
    context.record.diagnostic('sentry.event.noRelease', 'no release is named: without one the SDK sends no session; give `release` to Sentry.init', [path, 'release'].filter(Boolean).join('.'));
  }
  const op = str(event, 'contexts/trace/op');
  // A page load begins before the SDK and its session do: it is taken at its end. All else counts from its start.
  const occurredAt = (kind === 'transaction' && op !== 'pageload' ? corrected(context, event, 'start_timestamp') : null) ?? corrected(context, event, 'timestamp');
  const identity = identityOf(at(event, 'user'));
  const replayId = id(event, 'replay_id') ?? id(event, 'contexts/replay/replay_id');
  const eventId = id(event, 'event_id') ?? (itemType === 'replay_event' ? undefined : id(context.header, 'event_id'));
  const urls = arr(event, 'urls');
  const url = str(event, 'request/url') ?? str(event, 'contexts/feedback/url') ?? (urls && str(urls, String(urls.length - 1)));
  const eventIndex = context.record.event({
    kind, name: clip(name, 500), occurredAt, sentAt: context.sentAt, identity, page: url ?? null, isError: error, data: event,
    // All segments of a replay share its id.
    dedupeKey: kind === 'replay' && replayId ? `${replayId}:${id(event, 'segment_id') ?? hash(text)}` : (eventId ?? hash(text)),
  });
  context.record.signal(compact({
    type: kind === 'replay' ? ('heartbeat' as const) : ('activity' as const), at: occurredAt ?? context.arrival, eventIndex, byTime: true as const, userId: identity.userId, unhandled: isUnhandled(event) ? (true as const) : undefined,
    attributes: attributesOf({ ...context, sdk: sdkOf(event) ?? context.sdk }, {
      release: str(event, 'release'), environment: str(event, 'environment'), traceId: id(event, 'contexts/trace/trace_id'), replayId,
    }),
  }));
}

/** Whether a browser's SDK that knows sessions (6.x and later) has no release to give them. */
function noRelease(context: Context, event: JsonObject): boolean {
  const major = /^sentry\.javascript\.\w+\/(\d+)\./.exec(sdkOf(event) ?? context.sdk ?? '')?.[1];
  return Number(major) >= 6 && id(event, 'release') === undefined && str(context.header, 'trace/release') === undefined;
}

/** What the SDK calls a crash: an error that came to it by itself, not from the application. */
const isUnhandled = (event: Json): boolean => exceptions(event).some((one) => bool(one, 'mechanism/handled') === false);

function describe(itemType: string, event: JsonObject): { kind: EventKind; name: string; error: boolean } {
  const type = str(event, 'type') ?? itemType;
  if (itemType === 'replay_event') return { kind: 'replay', name: `Replay segment ${id(event, 'segment_id') ?? '?'}`, error: false };
  if (itemType === 'feedback' || itemType === 'user_report_v2') return { kind: 'feedback', name: str(event, 'contexts/feedback/message') || 'Feedback', error: false };
  if (itemType === 'transaction' || type === 'transaction') {
    return { kind: 'transaction', name: operationName(str(event, 'contexts/trace/op'), str(event, 'transaction') ?? 'transaction', undefined), error: false };
  }
  const error = isError(event);
  return { kind: error ? 'error' : 'log', name: nameOf(event), error };
}

/** Attributes of logs, metrics and spans: `{value, type}` in 9.x and later, plain in standalone spans before. */
export function attribute(item: Json, name: string): Json | undefined {
  return at(item, `attributes/${name}/value`) ?? at(item, `data/${name}`);
}
const text = (item: Json, ...names: string[]): string | undefined => {
  for (const name of names) {
    const value = attribute(item, name);
    if (typeof value === 'string' && value !== '') return clip(value);
    if (typeof value === 'number') return String(value);
  }
  return undefined;
};

/** A line of a log, a metric, or a span that stands for itself. `index`: its place in the item, as two equal lines are two. */
export function readPart(context: Context, itemType: string, part: JsonObject, path: string, index: number): void {
  checkTypes(context, part, path, [['timestamp', 'time'], ['start_timestamp', 'time'], ['end_timestamp', 'time'], ['level', 'string'], ['name', 'string'], ['attributes', 'object']]);
  const isLog = itemType === 'log';
  const op = text(part, 'sentry.op') ?? str(part, 'op');
  const level = str(part, 'level')?.toLowerCase();
  const page = text(part, 'url.full') ?? null;
  const segment = itemType === 'span' && bool(part, 'is_segment') === true;
  const start = itemType === 'span' && op !== 'pageload' ? corrected(context, part, 'start_timestamp') : null;
  const occurredAt = start ?? corrected(context, part, 'end_timestamp') ?? corrected(context, part, 'timestamp');
  const body = at(part, 'body');
  const name = isLog
    ? (typeof body === 'string' ? body : (str(body, 'stringValue') ?? 'Log'))
    : operationName(op, str(part, 'name') ?? [op, str(part, 'description')].filter(Boolean).join(': '), text(part, 'url.path'));
  const userId = text(part, 'user.id', 'user.email', 'user.name');
  const userName = text(part, 'user.name', 'user.email');
  const eventIndex = context.record.event({
    kind: isLog ? 'log' : segment ? 'transaction' : 'metric',
    name: clip(name, 500) || itemType,
    occurredAt, sentAt: context.sentAt, page,
    identity: compact({ userId, name: userName === userId ? undefined : userName }),
    isError: isLog && (level === 'error' || level === 'fatal'),
    data: part,
    dedupeKey: itemType === 'span' && id(part, 'span_id') ? `${id(part, 'trace_id') ?? ''}:${id(part, 'span_id')}` : hash(`${index}\n${JSON.stringify(part)}`),
  });
  context.record.signal(compact({
    type: 'activity' as const, at: occurredAt ?? context.arrival, eventIndex, byTime: true as const, userId,
    attributes: attributesOf(context, {
      release: text(part, 'sentry.release', 'release'), environment: text(part, 'sentry.environment', 'environment'), traceId: id(part, 'trace_id'),
      replayId: text(part, 'sentry.replay_id', 'replay_id'),
    }),
  }));
}

/** Whether a span is a footstep: the root of what happened in the page, or one sent alone (8.x to 10.x: how long an interaction took). */
export const isFootstep = (span: Json): boolean => isObject(span) && (bool(span, 'is_segment') === true || (span['attributes'] === undefined && span['is_segment'] === undefined));
