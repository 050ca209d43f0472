import type { Json } from '../base/json.ts';
import type { EpochMs } from '../base/time.ts';
import type { ArchiveSession } from './archive.ts';
import { collect, type ArchiveParts, type EventPart } from './parts.ts';

/** An `AnyValue` of OTLP's JSON mapping: 64-bit integers are texts. */
type AnyValue = { readonly stringValue: string } | { readonly intValue: string };
type Attribute = { readonly key: string; readonly value: AnyValue };
type LogRecord = { readonly timeUnixNano: string; readonly observedTimeUnixNano: string; readonly severityNumber: number; readonly severityText: string; readonly eventName: string; readonly body: AnyValue; readonly attributes: readonly Attribute[] };
/** A record with what it says of the application that it is from. */
type Placed = { readonly resource: readonly Attribute[]; readonly record: LogRecord };

/** So many records a line: collectors take a message of some megabytes at a time. */
const RECORDS_PER_LINE = 200;

/**
 * A recording as OTLP logs in the JSON mapping, as OpenTelemetry's file exporter writes them
 * (https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/): each line is a whole `LogsData` message, which a Collector's
 * `otlpjsonfile` receiver reads and `/v1/logs` takes. Sessions are `session.start` and `session.end` events, footsteps are events named
 * `footsteps.<kind>` (https://opentelemetry.io/docs/specs/semconv/general/session/). `session.id` is the vendor's, or the archive's key
 * where the vendor's server makes the id, which `footsteps.session.basis` tells.
 */
export async function* otlpText(parts: ArchiveParts): AsyncGenerator<string> {
  const sessions = new Map((await collect(parts.sessions())).map((session) => [session.key, session]));
  const scope = { name: clean(parts.exporter.name), version: clean(parts.exporter.version) };
  let batch: Placed[] = [];
  for await (const placed of records(parts, sessions)) {
    batch.push(placed);
    if (batch.length < RECORDS_PER_LINE) continue;
    yield lineOf(batch, scope);
    batch = [];
  }
  if (batch.length) yield lineOf(batch, scope);
}

async function* records(parts: ArchiveParts, sessions: ReadonlyMap<string, ArchiveSession>): AsyncGenerator<Placed> {
  for (const session of sessions.values()) {
    yield { resource: resourceOf(session, null), record: startOf(session, sessions, parts.createdAt) };
    if (session.endedAt !== null) yield { resource: resourceOf(session, null), record: endOf(session, session.endedAt, parts.createdAt) };
  }
  for await (const part of parts.events()) {
    const session = sessions.get(part.event.sessionKey ?? '');
    yield { resource: resourceOf(session, part.event.page), record: eventRecord(part, session) };
  }
}

function lineOf(batch: readonly Placed[], scope: object): string {
  const groups = Map.groupBy(batch, ({ resource }) => JSON.stringify(resource));
  const resourceLogs = [...groups.values()].map((placed) => ({ resource: { attributes: placed[0]?.resource ?? [] }, scopeLogs: [{ scope, logRecords: placed.map(({ record }) => record) }] }));
  return `${JSON.stringify({ resourceLogs })}\n`;
}

/** The application: the site that the session or the page is of, with the release and environment that the SDK told. */
function resourceOf(session: ArchiveSession | undefined, page: string | null): Attribute[] {
  const { site } = (session ?? {}) as { readonly site?: unknown };
  const host = hostOf(page) ?? (typeof site === 'string' && site !== '' ? (hostOf(site) ?? site) : null);
  return attributes({
    // The name that the conventions give to what has none.
    'service.name': host ?? 'unknown_service', 'service.version': textOf(session?.attributes['release']), 'deployment.environment.name': textOf(session?.attributes['environment']),
  });
}

function startOf(session: ArchiveSession, sessions: ReadonlyMap<string, ArchiveSession>, observed: EpochMs): LogRecord {
  const previous = sessions.get(session.start.previousKey ?? '');
  const previousId = previous ? idOf(previous) : textOf(session.attributes['previousSessionId']);
  return record('session.start', session.startedAt, observed, session.start.evidence, {
    ...sessionAttributes(session),
    // The conventions want two different ids: a session that was taken up again has none before it.
    'session.previous_id': previousId === idOf(session) ? null : previousId,
    'footsteps.session.cause': session.start.cause, 'footsteps.session.confidence': session.start.confidence, 'user_agent.original': textOf(session.attributes['userAgent']),
  });
}

function endOf(session: ArchiveSession, at: EpochMs, observed: EpochMs): LogRecord {
  return record('session.end', at, observed, session.end?.evidence ?? '', {
    ...sessionAttributes(session), 'footsteps.session.state': session.state, 'footsteps.session.cause': session.end?.cause ?? 'unknown', 'footsteps.session.confidence': session.end?.confidence ?? null,
  });
}

const sessionAttributes = (session: ArchiveSession): Said => ({
  'session.id': idOf(session), 'user.id': session.identity.userId ?? null, 'footsteps.protocol': session.protocol, 'footsteps.session.key': session.key, 'footsteps.session.basis': session.basis,
  'footsteps.collector': session.endpoint.collector, 'footsteps.project': session.endpoint.project ?? null,
});

function eventRecord({ event, request, lastOutcome }: EventPart, session: ArchiveSession | undefined): LogRecord {
  const told = record(`footsteps.${event.kind}`, event.occurredAt, event.receivedAt, event.name, {
    'session.id': session ? idOf(session) : event.sessionKey, 'user.id': event.identity.userId ?? null, 'url.full': event.page,
    'footsteps.protocol': event.protocol, 'footsteps.session.key': event.sessionKey, 'footsteps.session.basis': session?.basis ?? null, 'footsteps.event.id': event.id, 'footsteps.request.id': event.requestId,
    'footsteps.collector': event.endpoint.collector, 'footsteps.project': event.endpoint.project ?? null, 'footsteps.anonymous_id': event.identity.anonymousId ?? null,
    'footsteps.device_id': event.identity.deviceId ?? null, 'footsteps.url': request?.url ?? null, 'footsteps.delivery': lastOutcome?.kind ?? null,
    'footsteps.delivery.status': lastOutcome?.kind === 'responded' ? lastOutcome.status : null, 'footsteps.repeats': event.repeats ?? null, 'footsteps.data': JSON.stringify(event.data),
  });
  return event.isError ? { ...told, severityNumber: 17, severityText: 'ERROR' } : told;
}

type Said = { readonly [key: string]: string | number | null };

const record = (eventName: string, at: EpochMs, observed: EpochMs, body: string, said: Said): LogRecord => ({
  timeUnixNano: nanos(at), observedTimeUnixNano: nanos(observed), severityNumber: 9, severityText: 'INFO', eventName, body: { stringValue: clean(body) }, attributes: attributes(said),
});

/** What is not known is left out, as the conventions want. */
function attributes(said: Said): Attribute[] {
  return Object.entries(said).flatMap(([key, value]): Attribute[] => (value === null ? [] : [{ key, value: typeof value === 'number' ? { intValue: String(Math.trunc(value)) } : { stringValue: clean(value) } }]));
}

const idOf = (session: ArchiveSession): string => session.sessionId ?? session.key;
const textOf = (value: Json | undefined): string | null => (typeof value === 'string' && value !== '' ? value : null);
const hostOf = (url: string | null): string | null => /^https?:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(url ?? '')?.[1]?.toLowerCase() ?? null;

/** Protobuf texts are Unicode: half of a character pair would make the whole message unreadable. */
const clean = (text: string): string => text.toWellFormed();

/** Nanoseconds with every digit: a double cannot hold them. The 64 bits end in the year 2554; what lies beyond is 0, OTLP's word for unknown. */
function nanos(ms: EpochMs): string {
  if (ms > 18_446_744_073_709) return '0';
  const whole = Math.floor(ms);
  return String(BigInt(whole) * 1_000_000n + BigInt(Math.round((ms - whole) * 1e6)));
}
