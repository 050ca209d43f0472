import * as v from 'valibot';
import { EVENT_KINDS } from '../domain/event.ts';
import { CAUSES } from '../domain/session.ts';

/**
 * What every entry of an archive must hold. Keys not named here pass, as the entry itself is kept and not the schema's output; keys that
 * are `absent…` may be missing in files written by hand, and get the value that says "not known".
 */

/** A time that calendars can show; JSON's 1e999 is none. */
const time = v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e15));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const finite = v.pipe(v.number(), v.finite());
const text = v.string();
const orNull = <S extends v.GenericSchema>(schema: S) => v.nullish(schema);
const absent = v.optional;

const header = v.object({ name: text, value: text });
const endpoint = v.object({ collector: text, project: orNull(text) });
const identity = v.object({ userId: absent(text), anonymousId: absent(text), deviceId: absent(text), name: absent(text) });

const body = v.variant('kind', [
  v.object({ kind: v.literal('none') }),
  v.object({ kind: v.literal('bytes'), base64: text, encoding: orNull(text) }),
  v.object({ kind: v.literal('form'), entries: v.array(v.tuple([text, text])) }),
  v.object({ kind: v.literal('unavailable'), reason: v.picklist(['blob', 'stream', 'tooLarge', 'notCaptured']), size: orNull(count) }),
]);

const outcome = v.variant('kind', [
  v.object({ kind: v.literal('pending') }),
  v.object({ kind: v.literal('responded'), status: count, endedAt: time, limits: v.exactOptional(v.array(header)) }),
  v.object({ kind: v.literal('failed'), error: text, endedAt: time }),
  v.object({ kind: v.literal('unknown') }),
]);

export const requestSchema = v.object({
  id: text,
  startedAt: time,
  method: text,
  url: text,
  headers: absent(v.array(header)),
  resourceType: orNull(text),
  tabId: orNull(finite),
  frameId: orNull(finite),
  documentId: orNull(text),
  pageUrl: orNull(text),
  initiator: orNull(text),
  witnesses: absent(v.array(v.picklist(['webRequest', 'devtools', 'pageTap', 'import']))),
  body: absent(body),
  outcome: absent(outcome),
});

export const eventSchema = v.object({
  id: text,
  requestId: text,
  index: count,
  protocol: text,
  endpoint,
  kind: v.picklist(EVENT_KINDS),
  name: text,
  occurredAt: time,
  sentAt: orNull(time),
  receivedAt: time,
  sessionKey: orNull(text),
  identity: absent(identity),
  page: orNull(text),
  isError: absent(v.boolean()),
  repeats: absent(count),
  repeatedBy: absent(v.array(text)),
});

const confidence = v.picklist(['certain', 'likely', 'guess']);

export const sessionSchema = v.object({
  key: text,
  protocol: text,
  endpoint,
  sessionId: orNull(text),
  basis: v.picklist(['declared', 'identity', 'derived']),
  startedAt: time,
  lastActivityAt: time,
  endedAt: orNull(time),
  state: v.picklist(['live', 'late', 'idle', 'ended', 'expired', 'crashed', 'abnormal']),
  start: v.object({ cause: v.picklist(CAUSES), confidence, evidence: text, previousKey: orNull(text) }),
  end: orNull(v.object({ cause: v.picklist(CAUSES), confidence, evidence: text, nextKey: orNull(text) })),
  serverView: orNull(v.object({ closesAt: orNull(time), durationMs: finite, online: orNull(v.boolean()), rule: text })),
  counts: v.object({ events: count, errors: count, heartbeats: count, requests: count }),
  identity: absent(identity),
  attributes: absent(v.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))),
});

export const findingSchema = v.object({
  code: text,
  severity: v.picklist(['info', 'warning', 'error']),
  message: text,
  sessionKey: orNull(text),
  eventId: orNull(text),
  requestId: orNull(text),
});

export const exporterSchema = v.object({ name: text, version: text });
export const timeSchema = time;
export const ledgerSchema = v.object({ candidates: count, decoded: count, partly: count, bodyUnavailable: count, undecodable: count, dropped: count });

/** Where and how a value misses a schema, in words: `body.kind`, `"none" | "bytes" …`, `5`. */
export function firstIssue(schema: v.GenericSchema, value: unknown): { path: string; expected: string; found: string } | null {
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return null;
  const [issue] = result.issues;
  const path = (issue.path ?? []).map((step) => (typeof step.key === 'number' ? `[${step.key}]` : `.${String(step.key)}`)).join('');
  const clip = (s: string) => (s.length > 160 ? `${s.slice(0, 160)}…` : s);
  const missing = issue.received === 'undefined';
  return { path: path.replace(/^\./, ''), expected: missing ? 'a value' : clip(issue.expected ?? 'something else'), found: missing ? 'nothing' : clip(issue.received) };
}
