import { describe, expect, it } from 'vitest';
import type { Archive } from '../../../lib/archive/archive.ts';
import { buildArchive } from '../../../lib/archive/build-archive.ts';
import { toCapturedRequests } from '../../../lib/archive/captured-requests.ts';
import { parseArchive } from '../../../lib/archive/parse-archive.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { otlpText } from '../../../lib/archive/write-otlp.ts';
import { readRequests } from '../../../lib/app/read-requests.ts';
import { archive, event, request, session, T } from '../../fakes/archive.ts';
import { recordings } from '../../tools/corpus.ts';
import { throughProtobuf } from '../../tools/otlp-schema.ts';
import { recordedArchive } from '../../tools/recorded-archive.ts';

type LogRecord = { readonly timeUnixNano: string; readonly eventName: string; readonly severityNumber: number; readonly body: { readonly stringValue: string }; readonly attributes: readonly { readonly key: string; readonly value: Record<string, string> }[] };
type Line = { readonly resourceLogs: readonly { readonly resource: { readonly attributes: LogRecord['attributes'] }; readonly scopeLogs: readonly { readonly scope: object; readonly logRecords: readonly LogRecord[] }[] }[] };

async function linesOf(of: Archive): Promise<Line[]> {
  const lines = (await collect(otlpText(partsOf(of)))).join('').split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as Line);
}
const recordsOf = (lines: readonly Line[]): LogRecord[] => lines.flatMap(({ resourceLogs }) => resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords)));
const said = ({ attributes }: Pick<LogRecord, 'attributes'>): Record<string, string | undefined> => Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));

describe('OTLP logs', () => {
  it.each(recordings())('of $vendor $name are what OpenTelemetry reads, with every event and session', async ({ recording }) => {
    const read = parseArchive(recordedArchive(recording));
    if (!read.ok) throw new Error(read.error.message);
    const recorded = await readRequests(toCapturedRequests(read.value.archive.requests), { now: recording.startedAt + 3_600_000 });
    const whole = buildArchive(recorded, { exporter: { name: 'Footsteps', version: '0.1.0' }, createdAt: recording.startedAt });
    const lines = await linesOf(whole);
    // A key, or a value of a key, that the messages do not know would be missing after it.
    for (const line of lines) expect(throughProtobuf(line)).toEqual(line);
    const records = recordsOf(lines);
    const events = records.filter(({ eventName }) => eventName.startsWith('footsteps.'));
    expect(events.map((r) => said(r)['footsteps.event.id']).toSorted()).toEqual(whole.events.map(({ id }) => id).toSorted());
    expect(records.filter(({ eventName }) => eventName === 'session.start').map((r) => said(r)['session.id']).toSorted()).toEqual(whole.sessions.map((s) => s.sessionId ?? s.key).toSorted());
    expect(records.filter(({ eventName }) => eventName === 'session.end')).toHaveLength(whole.sessions.filter(({ endedAt }) => endedAt !== null).length);
  });

  it('tells the messages apart from what they are not', () => {
    expect(throughProtobuf({ resourceLogs: [{ unknown: 1 }] })).toEqual({ resourceLogs: [{}] });
    expect(() => throughProtobuf({ resourceLogs: 5 })).toThrow('array expected');
  });

  it('links a session to the one before, and says why each began and ended', async () => {
    const end = { cause: 'idleTimeout', confidence: 'certain', evidence: 'Half an hour of silence.', nextKey: 's2' };
    const sessions = [
      session('s1', { sessionId: 'one', endedAt: T + 1000, state: 'expired', end }), session('s2', { sessionId: null, basis: 'identity', start: { cause: 'idleTimeout', confidence: 'likely', evidence: 'It came after.', previousKey: 's1' } }),
      session('s3', { sessionId: 'three', attributes: { previousSessionId: 'gone', userAgent: 'UA/1' } }), session('s4', { sessionId: 'four', attributes: { previousSessionId: 'four' } }),
    ];
    const records = recordsOf(await linesOf(archive({ sessions, events: [] })));
    expect(records.map((r) => [r.eventName, said(r)['session.id'], said(r)['session.previous_id'], said(r)['footsteps.session.basis']])).toEqual([
      ['session.start', 'one', undefined, 'declared'], ['session.end', 'one', undefined, 'declared'], ['session.start', 's2', 'one', 'identity'], ['session.start', 'three', 'gone', 'declared'], ['session.start', 'four', undefined, 'declared'],
    ]);
    expect(said(records[1] as LogRecord)).toMatchObject({ 'footsteps.session.cause': 'idleTimeout', 'footsteps.session.confidence': 'certain', 'footsteps.session.state': 'expired' });
    expect(records[1]?.body).toEqual({ stringValue: 'Half an hour of silence.' });
    expect(said(records[3] as LogRecord)['user_agent.original']).toBe('UA/1');
  });

  it('writes times to the nanosecond', async () => {
    const at = async (occurredAt: number): Promise<string | undefined> => recordsOf(await linesOf(archive({ sessions: [], events: [event('e1', { occurredAt })] })))[0]?.timeUnixNano;
    expect(await at(T)).toBe('1795248000000000000');
    expect(await at(T + 0.25)).toBe('1795248000000250000');
    expect(await at(0)).toBe('0');
    expect(await at(8.64e15)).toBe('0');
  });

  it('puts each record to the application that it is of', async () => {
    const lines = await linesOf(archive({
      requests: [request('r1', { outcome: { kind: 'failed', error: 'x', endedAt: T } })],
      sessions: [session('s1', { attributes: { release: 'shop@1.2.3', environment: 'test', other: 5 }, site: 'https://shop.example.test' }), session('s2', { attributes: {}, site: 7 })],
      events: [event('e1'), event('e2', { page: 'https://OTHER.example.test:8443/x', isError: false, occurredAt: T + 1 }), event('e3', { sessionKey: null, page: 'about:blank', occurredAt: T + 2 })],
    }));
    const names = lines.flatMap(({ resourceLogs }) => resourceLogs.map(({ resource, scopeLogs }) => [said(resource), scopeLogs[0]?.logRecords.map(({ eventName, severityNumber }) => [eventName, severityNumber])]));
    const shop = { 'service.version': 'shop@1.2.3', 'deployment.environment.name': 'test' };
    expect(names).toEqual([
      [{ 'service.name': 'shop.example.test', ...shop }, [['session.start', 9], ['footsteps.error', 17]]],
      [{ 'service.name': 'unknown_service' }, [['session.start', 9], ['footsteps.error', 17]]],
      [{ 'service.name': 'other.example.test:8443', ...shop }, [['footsteps.error', 9]]],
    ]);
  });

  it('has lines of a bounded size, and none for nothing', async () => {
    const events = Array.from({ length: 450 }, (_, i) => event(`e${i}`, { occurredAt: T + i }));
    const lines = await linesOf(archive({ sessions: [], events }));
    expect(lines.map((line) => recordsOf([line]).length)).toEqual([200, 200, 50]);
    expect(await linesOf(archive({ sessions: [], events: [] }))).toEqual([]);
  });

  it('holds hostile text as text', async () => {
    const name = '</script>\u202e\u0000\n{"resourceLogs":[]}\ud800';
    const lines = await linesOf(archive({ events: [event('e1', { name, data: JSON.parse('{"__proto__":{"x":1}}') as object, identity: { userId: name } })] }));
    for (const line of lines) expect(throughProtobuf(line)).toEqual(line);
    expect(recordsOf(lines).at(-1)?.body.stringValue).toBe(name.replace('\ud800', '\ufffd'));
    expect(said(recordsOf(lines).at(-1) as LogRecord)['footsteps.data']).toBe('{"__proto__":{"x":1}}');
  });
});
