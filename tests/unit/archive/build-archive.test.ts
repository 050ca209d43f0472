import { describe, expect, it } from 'vitest';
import { buildArchive, captureLedger, type Recorded } from '../../../lib/archive/build-archive.ts';
import { toCapturedRequests } from '../../../lib/archive/captured-requests.ts';
import { parseArchive } from '../../../lib/archive/parse-archive.ts';
import { archiveToText } from '../../../lib/archive/write-archive.ts';
import { asProtocolId, type Event, type EventId } from '../../../lib/domain/event.ts';
import type { RequestRecord, SessionRecord } from '../../../lib/domain/ports.ts';
import { asRequestId, type Body, type RequestId } from '../../../lib/domain/request.ts';
import { asSessionKey } from '../../../lib/domain/session.ts';
import { schemaFaults } from '../../tools/archive-schema.ts';
import { event, file, finding, request, session, T } from '../../fakes/archive.ts';

const META = { exporter: { name: 'Footsteps', version: '0.1.0' }, createdAt: T + 9000 };

const endpoint = { collector: 'https://o1.ingest.example.test', project: '42' };
const record = (id: string, extra: Partial<RequestRecord> = {}): RequestRecord => ({
  id: asRequestId(id), witnesses: ['webRequest'], tabId: 12, frameId: 0, documentId: 'd1', pageUrl: 'https://shop.example.test/', initiator: null,
  resourceType: 'xmlhttprequest', method: 'POST', url: 'https://o1.ingest.example.test/api/42/envelope/', headers: [{ name: 'content-type', value: 'text/plain' }],
  startedAt: T, outcome: { kind: 'pending' }, bodyKind: 'bytes', bodySize: 3, protocol: asProtocolId('sentry'), revision: 1, endpoint,
  endpointKey: 'secret-lane', result: 'decoded', diagnostics: [], ...extra,
});
const stored = (id: string, requestId: string, index: number, occurredAt: number): Event =>
  ({ ...event(id), id: id as EventId, requestId: asRequestId(requestId), index, occurredAt, protocol: asProtocolId('sentry'), kind: 'page', sessionKey: asSessionKey('s1'), tabId: 12, dedupeKey: null, repeats: 0, repeatedBy: [] });
const storedSession = (key: string, extra: object = {}): SessionRecord =>
  ({ ...session(key), heartbeat: { periodMs: null, periodFrom: null, seen: [], nextDueAt: null, suspended: false }, tabIds: [12], site: null, upcoming: [], lane: 'secret-lane', facts: { key: 'secret-lane' }, dueAt: T, ...extra }) as unknown as SessionRecord;

const recorded = (extra: Partial<Recorded> = {}): Recorded => ({
  requests: [record('r1')], bodies: new Map<RequestId, Body>([[asRequestId('r1'), { kind: 'bytes', bytes: Uint8Array.of(0, 128, 255), encoding: null }]]),
  events: [stored('r1:0', 'r1', 0, T)], sessions: [storedSession('s1')], findings: [], counters: { candidates: 1, decoded: 1 }, ...extra,
});

describe('buildArchive', () => {
  it('writes what the published schema asks for, and reads it back as the same', () => {
    const built = buildArchive(recorded(), META);
    const text = archiveToText(built);
    expect(schemaFaults(JSON.parse(text))).toEqual([]);
    expect(parseArchive(text)).toEqual({ ok: true, value: { archive: built, problems: [] } });
  });

  it('keeps every kind of body and outcome through export and import', () => {
    const bodies: Body[] = [
      { kind: 'none' }, { kind: 'bytes', bytes: Uint8Array.from({ length: 256 }, (_, i) => i), encoding: 'gzip' }, { kind: 'form', entries: [['a', 'ü'], ['a', '']] },
      { kind: 'unavailable', reason: 'blob', size: null }, { kind: 'unavailable', reason: 'tooLarge', size: 20_000_000 },
    ];
    const outcomes: RequestRecord['outcome'][] = [
      { kind: 'pending' }, { kind: 'responded', status: 200, endedAt: T + 0.5, pageGone: true }, { kind: 'failed', error: 'net::ERR_FAILED', endedAt: T }, { kind: 'unknown' }, { kind: 'unknown' },
    ];
    const requests = bodies.map((body, i) => record(`r${i}`, { bodyKind: body.kind, outcome: outcomes[i] ?? { kind: 'unknown' } }));
    const built = buildArchive(recorded({ requests, bodies: new Map(bodies.map((body, i) => [asRequestId(`r${i}`), body])) }), META);
    expect(schemaFaults(JSON.parse(archiveToText(built)))).toEqual([]);
    const back = parseArchive(archiveToText(built));
    const captured = back.ok ? toCapturedRequests(back.value.archive.requests) : [];
    expect(captured.map((r) => r.body)).toEqual(bodies);
    expect(captured.map((r) => r.outcome)).toEqual(outcomes);
    expect(captured[0]).toMatchObject({ tabId: 12, frameId: 0, documentId: 'd1', witnesses: ['webRequest'] });
  });

  it('tells when nothing was recorded, through export and import', () => {
    const gaps: Recorded['gaps'] = [{ from: T, to: T + 60_000, why: 'paused', lost: null }, { from: T + 90_000, to: null, why: 'workerLost', lost: 3 }];
    const text = archiveToText(buildArchive(recorded({ gaps }), META));
    expect(schemaFaults(JSON.parse(text))).toEqual([]);
    expect(schemaFaults(JSON.parse(text.replace('"workerLost"', '"asleep"')))).not.toEqual([]);
    const back = parseArchive(text);
    expect(back.ok && back.value).toMatchObject({ problems: [], archive: { extra: { gaps } } });
    expect(back.ok && archiveToText(back.value.archive)).toBe(text);
    expect(archiveToText(buildArchive(recorded({ gaps: [] }), META))).not.toContain('gaps');
  });

  it('keeps inner workings to itself', () => {
    expect(archiveToText(buildArchive(recorded(), META))).not.toMatch(/secret-lane|endpointKey|incognito|dueAt/);
  });

  it('puts lists into the order of time, requests of one moment by their number', () => {
    const built = buildArchive(recorded({
      requests: [record('r10'), record('r9'), record('r1', { startedAt: T + 1 })],
      events: [stored('b', 'r10', 1, T), stored('a', 'r10', 0, T), stored('c', 'r9', 5, T), stored('first', 'r99', 0, T - 1)],
      sessions: [storedSession('z'), storedSession('y'), storedSession('x', { startedAt: T - 1 })],
    }), META);
    expect(built.requests.map((r) => r.id)).toEqual(['r9', 'r10', 'r1']);
    expect(built.events.map((e) => e.id)).toEqual(['first', 'c', 'a', 'b']);
    expect(built.sessions.map((s) => s.key)).toEqual(['x', 'y', 'z']);
  });

  it('calls a body that is no longer stored unavailable', () => {
    const built = buildArchive(recorded({ requests: [record('r1', { bodySize: 77 }), record('r2', { bodyKind: 'none', bodySize: null })], bodies: new Map() }), META);
    expect(built.requests.map((r) => r.body)).toEqual([{ kind: 'unavailable', reason: 'notCaptured', size: 77 }, { kind: 'none' }]);
  });

  it('makes findings of diagnostics, each once', () => {
    const diagnostics = [{ code: 'body.notUtf8', severity: 'warning', message: 'Bad bytes.', path: 'item[2]', losesData: true }] as const;
    const known = { ...finding({ code: 'known.already', requestId: 'r2', sessionKey: null }), requestId: asRequestId('r2'), sessionKey: null } as Recorded['findings'][number];
    const built = buildArchive(recorded({ requests: [record('r1', { diagnostics }), record('r2', { diagnostics: [{ ...diagnostics[0], code: 'known.already' }] })], findings: [known] }), META);
    expect(built.findings).toEqual([known, { code: 'body.notUtf8', severity: 'warning', message: 'item[2]: Bad bytes.', sessionKey: null, eventId: null, requestId: 'r1' }]);
  });

  it('sums the reasons of the capture ledger', () => {
    expect(captureLedger({ candidates: 9, decoded: 3, 'dropped.tooLarge': 2, 'dropped.storage': 1, dropped: 1, seen: 100, droppedOtherwise: 5 })).toEqual({
      candidates: 9, decoded: 3, partly: 0, bodyUnavailable: 0, undecodable: 0, dropped: 4,
    });
  });
});

describe('the published schema', () => {
  it('accepts the sample of every part, with unknown keys', () => {
    expect(schemaFaults(file({ later: 1, requests: [request('r1', { later: 1 })] }))).toEqual([]);
    expect(schemaFaults({ format: 'footsteps-archive', version: 1, exporter: META.exporter, createdAt: T })).toEqual([]);
  });

  it.each<[string, object]>([
    ['a session id that is a number', { sessions: [session('s1', { sessionId: 42 })] }],
    ['a newer version', { version: 2 }],
    ['a request without outcome', { requests: [request('r1', { outcome: undefined })] }],
    ['a body of two kinds', { requests: [request('r1', { body: { kind: 'form', base64: '' } })] }],
    ['a cause that we do not know', { sessions: [session('s1', { start: { cause: 'fate', confidence: 'certain', evidence: '', previousKey: null } })] }],
    ['an event of an unknown kind', { events: [event('e1', { kind: 'wish' })] }],
  ])('rejects %s', (_what, parts) => {
    expect(schemaFaults(JSON.parse(JSON.stringify(file(parts))))).not.toEqual([]);
  });
});
