import type { Diagnostic } from '../domain/diagnostic.ts';
import { asProtocolId, type Event, type EventId } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { CandidateResult, RequestRecord } from '../domain/ports.ts';
import { asRequestId, type Body, type CapturedRequest } from '../domain/request.ts';
import { asSessionKey, type Heartbeat, type Session } from '../domain/session.ts';
import type { ArchiveEvent, ArchiveFinding, ArchiveRequest, ArchiveSession } from './archive.ts';

/**
 * An archive's entries as they are stored. Its documented keys were checked when it was parsed; what we write beside them (heartbeats, tabs,
 * how a request was read) is anybody's word in a file, and counts only where it is what it should be.
 */

const MAX_BEATS = 1_000;
const MAX_TABS = 100;
const MAX_DIAGNOSTICS = 100;

type Loose = { readonly [key: string]: unknown };

const isRecord = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);
const numberOr = <T>(value: unknown, other: T): number | T => (typeof value === 'number' && Number.isFinite(value) ? value : other);
const textOr = <T>(value: unknown, other: T): string | T => (typeof value === 'string' ? value : other);
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const numbers = (value: unknown, most: number): number[] => listOf(value).filter((one): one is number => typeof one === 'number' && Number.isFinite(one)).slice(-most);

export function storedEvent(entry: ArchiveEvent): Event {
  const { id, requestId, index, kind, name, occurredAt, sentAt, receivedAt, sessionKey, identity, page, isError, data, repeats, repeatedBy = [] } = entry;
  return {
    id: id as EventId, requestId: asRequestId(requestId), index, protocol: asProtocolId(entry.protocol), endpoint: endpointOf(entry.endpoint), kind, name, occurredAt,
    sentAt: sentAt ?? null, receivedAt, sessionKey: sessionKey === null ? null : asSessionKey(sessionKey), identity, page: page ?? null, isError, data,
    tabId: numberOr((entry as unknown as Loose)['tabId'], null), dedupeKey: null, repeats: repeats ?? repeatedBy.length, repeatedBy: repeatedBy.map(asRequestId),
  };
}

export function storedSession(entry: ArchiveSession): Session {
  const { heartbeat, tabIds, site } = entry as unknown as Loose;
  const { serverView, start, end } = entry;
  return {
    key: asSessionKey(entry.key), protocol: asProtocolId(entry.protocol), endpoint: endpointOf(entry.endpoint), sessionId: entry.sessionId ?? null, basis: entry.basis,
    startedAt: entry.startedAt, lastActivityAt: entry.lastActivityAt, endedAt: entry.endedAt ?? null, state: entry.state, upcoming: [],
    start: { cause: start.cause, confidence: start.confidence, evidence: start.evidence, previousKey: start.previousKey ? asSessionKey(start.previousKey) : null },
    end: end ? { cause: end.cause, confidence: end.confidence, evidence: end.evidence, nextKey: end.nextKey ? asSessionKey(end.nextKey) : null } : null,
    serverView: serverView ? { closesAt: serverView.closesAt ?? null, durationMs: serverView.durationMs, online: serverView.online ?? null, rule: serverView.rule } : null,
    counts: entry.counts, identity: entry.identity, attributes: entry.attributes, heartbeat: beats(heartbeat), tabIds: numbers(tabIds, MAX_TABS), site: textOr(site, null),
  };
}

export const storedFinding = ({ code, severity, message, sessionKey, eventId, requestId }: ArchiveFinding): Finding => ({
  code, severity, message, sessionKey: sessionKey === null ? null : asSessionKey(sessionKey), eventId: eventId as EventId | null, requestId: requestId === null ? null : asRequestId(requestId),
});

/** With how the file says that the request was read, where it does. */
export function storedRequest({ body, ...request }: CapturedRequest, said: ArchiveRequest): RequestRecord {
  const reading = (said as unknown as Loose)['reading'];
  const how = isRecord(reading) ? reading : {};
  const endpoint = isRecord(how['endpoint']) ? how['endpoint'] : {};
  const collector = textOr(endpoint['collector'], '');
  const project = textOr(endpoint['project'], null);
  return {
    ...request, bodyKind: body.kind, bodySize: sizeOf(body), protocol: asProtocolId(textOr(how['protocol'], 'unknown')), revision: numberOr(how['revision'], 0), endpoint: { collector, project },
    endpointKey: `${collector} ${project}`, result: RESULTS.find((one) => one === how['result']) ?? 'decoded', diagnostics: listOf(how['diagnostics']).slice(0, MAX_DIAGNOSTICS).flatMap(diagnostic),
  };
}

const RESULTS: readonly CandidateResult[] = ['decoded', 'partly', 'bodyUnavailable', 'undecodable', 'dropped'];

function diagnostic(value: unknown): Diagnostic[] {
  if (!isRecord(value)) return [];
  const { code, severity, message, path, losesData } = value;
  if (typeof code !== 'string' || typeof message !== 'string' || (severity !== 'info' && severity !== 'warning' && severity !== 'error')) return [];
  return [{ code, severity, message, path: textOr(path, null), losesData: losesData === true }];
}

function beats(value: unknown): Heartbeat {
  const said: Loose = isRecord(value) ? value : {};
  const { periodFrom } = said;
  return {
    periodMs: numberOr(said['periodMs'], null), periodFrom: periodFrom === 'default' || periodFrom === 'configured' || periodFrom === 'observed' ? periodFrom : null,
    seen: numbers(said['seen'], MAX_BEATS), nextDueAt: null, suspended: said['suspended'] === true, ...(typeof said['said'] === 'string' ? { said: said['said'] } : {}),
  };
}

const endpointOf = ({ collector, project }: { readonly collector: string; readonly project?: string | null }) => ({ collector, project: project ?? null });

const sizeOf = (body: Body): number | null => (body.kind === 'bytes' ? body.bytes.length : body.kind === 'unavailable' ? body.size : null);
