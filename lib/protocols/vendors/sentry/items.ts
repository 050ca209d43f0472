import { hash } from '../../../base/hash.ts';
import { isObject, type Json, type JsonObject } from '../../../base/json.ts';
import { arr, at, clip, compact, id, num, str } from '../../reader.ts';
import type { EnvelopeItem } from '../../wire/envelope.ts';
import { envelopeHead } from '../../wire/envelope.ts';
import { looseItems } from '../../wire/json-items.ts';
import { corrected, type Context } from './context.ts';
import { isFootstep, readEvent, readPart } from './event.ts';
import { readAggregates, readSession } from './session.ts';

const EVENTS: ReadonlySet<string> = new Set(['event', 'transaction', 'replay_event', 'feedback', 'user_report_v2']);
const LISTS: ReadonlySet<string> = new Set(['log', 'trace_metric', 'span']);
/** Carried along: they tell nothing of a session, and their content is no JSON, or large. */
const CARGO: ReadonlySet<string> = new Set([
  'attachment', 'profile', 'profile_chunk', 'statsd', 'metric', 'metric_buckets', 'metric_meta', 'form_data', 'unreal_report', 'nel', 'otel_span', 'otel_log',
]);
const OTHERS: ReadonlySet<string> = new Set(['session', 'sessions', 'replay_recording', 'client_report', 'user_report', 'check_in', 'raw_security']);

/** Every item type that SDKs send or relay knows. */
export const isItemType = (type: string): boolean => EVENTS.has(type) || LISTS.has(type) || CARGO.has(type) || OTHERS.has(type);

/** Reads one item; what cannot be read leaves a diagnostic with its place. */
export function readItem(context: Context, item: EnvelopeItem, path: string): void {
  const { record } = context;
  const { type } = item;
  const payload = `${path}.payload`;
  if (type === 'replay_recording') return readRecording(context, item);
  if (CARGO.has(type)) {
    return record.field('sentry.attachment', [str(item.header, 'filename') ?? type, str(item.header, 'content_type'), `${item.payload.length} bytes`].filter(Boolean).join(', '));
  }
  if (!isItemType(type)) return record.diagnostic('sentry.item.unknown', `item type ${clip(type, 100)}`, path);

  const { text, exact } = item.text();
  if (!exact) record.diagnostic('body.notUtf8', 'some bytes are no UTF-8; they show as U+FFFD', payload);
  const json = item.json();
  if (!json.ok) {
    record.diagnostic('body.unexpected', `the payload is no JSON: ${clip(json.error, 200)}`, payload);
    const list = LISTS.has(type) ? /"items"\s*:\s*(?=\[)/.exec(text) : null;
    if (list) readList(context, type, looseItems(text.slice(list.index + list[0].length)).map((part) => (part.ok ? part.value : null)), `${payload}.items`);
    return;
  }
  if (type === 'raw_security') return readSecurity(context, json.value, text);
  if (!isObject(json.value)) return record.diagnostic('sentry.item.unreadable', 'no object', payload);
  if (EVENTS.has(type)) return readEvent(context, type, json.value, text, payload);
  if (LISTS.has(type)) {
    const items = arr(json.value, 'items');
    return readList(context, type, items ?? [json.value], items ? `${payload}.items` : payload);
  }
  readOther(context, type, json.value, text, payload);
}

function readOther(context: Context, type: string, value: JsonObject, text: string, path: string): void {
  if (type === 'session') return readSession(context, value, text, path);
  if (type === 'sessions') return readAggregates(context, value, text);
  if (type === 'client_report') return readClientReport(context, value, text);
  const feedback = type === 'user_report';
  context.record.event({
    kind: feedback ? 'feedback' : 'report',
    name: clip(feedback ? str(value, 'comments') || 'User report' : `Check-in ${str(value, 'monitor_slug') ?? ''}: ${str(value, 'status') ?? 'unknown'}`, 500),
    occurredAt: null, sentAt: context.sentAt, identity: feedback ? compact({ userId: id(value, 'email'), name: id(value, 'name') }) : {}, data: value, dedupeKey: hash(text),
  });
}

/** Lists of logs, metrics and spans. Spans that belong to another are counted, as they are no footsteps. */
function readList(context: Context, type: string, parts: readonly Json[], path: string): void {
  let children = 0;
  for (const [index, part] of parts.entries()) {
    if (!isObject(part)) context.record.diagnostic('sentry.item.unreadable', 'no object, or cut off', `${path}[${index}]`);
    else if (type === 'span' && !isFootstep(part)) children++;
    else readPart(context, type, part, `${path}[${index}]`, index);
  }
  if (children) context.record.field('sentry.spans.children', children);
}

/** `{"segment_id": n}`, a line feed, then JSON or a zlib stream, which nobody reads here. */
function readRecording(context: Context, item: EnvelopeItem): void {
  const { header, next } = envelopeHead(item.payload);
  const rest = item.payload.subarray(next);
  context.record.field('sentry.replay.recording', `segment ${id(header ?? {}, 'segment_id') ?? '?'}, ${rest.length} bytes${rest[0] === 0x78 ? ' (zlib)' : ''}`);
}

function readClientReport(context: Context, report: JsonObject, text: string): void {
  const lost = (arr(report, 'discarded_events') ?? []).filter(isObject);
  const reasons = [...new Set(lost.flatMap((e) => str(e, 'reason') ?? []))];
  const what = lost.map((e) => `${num(e, 'quantity') ?? '?'} ${str(e, 'category') ?? 'unknown'}`).join(', ');
  context.record.event({
    kind: 'report', name: clip(`Not sent: ${what || 'nothing'}${reasons.length ? ` (${reasons.join(', ')})` : ''}`, 500),
    occurredAt: corrected(context, report, 'timestamp'), sentAt: context.sentAt, data: report, dedupeKey: hash(text),
  });
}

/** A browser's report of a broken security policy: one object (`report-uri`) or a list (Reporting API). */
export function readSecurity(context: Context, value: Json, text: string): void {
  const reports = Array.isArray(value) ? (value as readonly Json[]) : [value];
  for (const [index, report] of reports.entries()) {
    const csp = at(report, 'csp-report') ?? at(report, 'body');
    const kind = isObject(report) ? (Object.keys(report).find((key) => key.endsWith('-report')) ?? str(report, 'type') ?? 'report') : undefined;
    if (!kind) {
      context.record.diagnostic('sentry.item.unreadable', 'no security report', `[${index}]`);
      continue;
    }
    const directive = str(csp, 'effective-directive') ?? str(csp, 'effectiveDirective') ?? str(csp, 'violated-directive');
    const blocked = str(csp, 'blocked-uri') ?? str(csp, 'blockedURL');
    context.record.event({
      kind: 'report', name: clip(directive ? `Security policy ${directive} blocked ${blocked || 'inline code'}` : `Security report: ${kind}`, 500),
      occurredAt: null, isError: true, page: str(csp, 'document-uri') ?? str(csp, 'documentURL') ?? str(report, 'url') ?? null, data: report, dedupeKey: hash(`${index}\n${text}`),
    });
  }
}
