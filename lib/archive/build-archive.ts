import { toBase64 } from '../base/bytes.ts';
import type { EpochMs } from '../base/time.ts';
import type { Event } from '../domain/event.ts';
import type { Finding } from '../domain/finding.ts';
import type { Counters, Gap, RequestRecord, SessionRecord } from '../domain/ports.ts';
import type { Body, RequestId } from '../domain/request.ts';
import { LEDGER_COLUMNS, type Archive, type ArchiveBody, type ArchiveEvent, type ArchiveFinding, type ArchiveRequest, type ArchiveSession, type CaptureLedger } from './archive.ts';

/** What a store or the pipeline holds of a recording; any part may be a selection. */
export type Recorded = {
  readonly requests: readonly RequestRecord[];
  readonly bodies: ReadonlyMap<RequestId, Body>;
  readonly events: readonly Event[];
  readonly sessions: readonly SessionRecord[];
  readonly findings: readonly Finding[];
  readonly counters: Counters;
  /** Stretches of time in which nothing was recorded; absent where none is known. */
  readonly gaps?: readonly Gap[];
};

export type ArchiveMeta = { readonly exporter: Archive['exporter']; readonly createdAt: EpochMs };

/** A recording as an archive, every list in the order of time. Nothing of the input is changed. */
export function buildArchive(recorded: Recorded, meta: ArchiveMeta): Archive {
  return {
    ...meta,
    requests: recorded.requests.map((r) => archiveRequest(r, recorded.bodies.get(r.id))).toSorted(requestsInOrder),
    events: recorded.events.map(archiveEvent).toSorted(eventsInOrder),
    sessions: archiveSessions(recorded.sessions),
    findings: withDiagnostics(recorded.findings, recorded.requests),
    captureLedger: captureLedger(recorded.counters),
    extra: recorded.gaps?.length ? { gaps: recorded.gaps.map((gap) => ({ ...gap })) } : {},
  };
}

type InTime = Pick<ArchiveEvent, 'occurredAt' | 'receivedAt' | 'requestId' | 'index'>;

/** The order of an archive's requests and events. */
export const requestsInOrder = (a: Pick<ArchiveRequest, 'startedAt' | 'id'>, b: Pick<ArchiveRequest, 'startedAt' | 'id'>): number => a.startedAt - b.startedAt || order(a.id, b.id);
export const eventsInOrder = (a: InTime, b: InTime): number =>
  a.occurredAt - b.occurredAt || a.receivedAt - b.receivedAt || order(a.requestId, b.requestId) || a.index - b.index;

/** Ids that end in numbers go by them: `r9` before `r10`. */
const order = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);

/** A stored request without its body's record is one whose body was dropped by retention: it was there and is not now. */
export function archiveRequest({ bodyKind, bodySize, protocol, revision, endpoint, endpointKey: _key, result, hiddenBy: _why, diagnostics, incognito: _private, ...request }: RequestRecord, body: Body | undefined): ArchiveRequest {
  const kept: Body = body ?? (bodyKind === 'none' ? { kind: 'none' } : { kind: 'unavailable', reason: 'notCaptured', size: bodySize });
  return { ...request, body: archiveBody(kept), ...{ reading: { protocol, revision, endpoint, result, diagnostics } } };
}

export function archiveBody(body: Body): ArchiveBody {
  return body.kind === 'bytes' ? { kind: 'bytes', base64: toBase64(body.bytes), encoding: body.encoding } : body;
}

/** The key by which repeats are known is our own working, and reading the requests again makes it again. */
export const archiveEvent = ({ dedupeKey: _key, ...event }: Event): ArchiveEvent => event;

type StoredSession = Omit<SessionRecord, 'facts'> & Partial<Pick<SessionRecord, 'facts'>>;

const archiveSession = ({ lane: _lane, facts: _facts, dueAt: _dueAt, ...session }: StoredSession): ArchiveSession => session;

export const archiveSessions = (sessions: readonly StoredSession[]): ArchiveSession[] =>
  sessions.map(archiveSession).toSorted((a, b) => a.startedAt - b.startedAt || a.lastActivityAt - b.lastActivityAt || order(a.key, b.key));

/** What was wrong with a request's text is a finding about that request. */
function withDiagnostics(findings: readonly Finding[], requests: readonly RequestRecord[]): ArchiveFinding[] {
  const isKnown = knownFindings(findings);
  return [...findings, ...requests.flatMap(diagnosticFindings).filter((finding) => !isKnown(finding))];
}

/** Whether findings say the same of a request already. */
export function knownFindings(findings: readonly ArchiveFinding[]): (finding: ArchiveFinding) => boolean {
  const known = new Set(findings.map((f) => `${f.code}\n${f.requestId}`));
  return ({ code, requestId }) => known.has(`${code}\n${requestId}`);
}

export const diagnosticFindings = ({ id, diagnostics }: Pick<RequestRecord, 'id' | 'diagnostics'>): ArchiveFinding[] =>
  diagnostics.map(({ code, severity, message, path }) => ({ code, severity, message: path === null ? message : `${path}: ${message}`, sessionKey: null, eventId: null, requestId: id }));

/** Counters carry their reasons after a dot (`dropped.tooLarge`); a column is the sum of its reasons. */
export function captureLedger(counters: Counters): CaptureLedger {
  const sum = (column: string) => Object.entries(counters).reduce((n, [name, value]) => (name === column || name.startsWith(`${column}.`) ? n + value : n), 0);
  return Object.fromEntries(LEDGER_COLUMNS.map((column) => [column, sum(column)])) as CaptureLedger;
}
