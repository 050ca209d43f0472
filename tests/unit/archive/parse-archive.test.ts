import { describe, expect, it } from 'vitest';
import { parseArchive } from '../../../lib/archive/parse-archive.ts';
import { archiveToText } from '../../../lib/archive/write-archive.ts';
import { archive, event, file, finding, LEDGER, request, session, T } from '../../fakes/archive.ts';

function parsed(text: string) {
  const result = parseArchive(text);
  if (!result.ok) throw new Error(`refused: ${result.error.message}`);
  return result.value;
}
const parse = (parts: object = {}) => parsed(JSON.stringify(file(parts)));
const refusal = (text: string) => {
  const result = parseArchive(text);
  return result.ok ? null : result.error;
};

describe('parseArchive', () => {
  it('reads every part of a whole archive', () => {
    expect(parse()).toEqual({ archive: archive(), problems: [] });
  });

  it('takes an archive of requests alone, and fills in what they do not say', () => {
    const { archive: read, problems } = parsed(`{"format":"footsteps-archive","version":1,"requests":[{"id":"r1","startedAt":${T},"method":"GET","url":"https://a.example.test/"}]}`);
    expect(problems).toEqual([]);
    expect(read).toMatchObject({ createdAt: T, events: [], sessions: [], findings: [], captureLedger: null, exporter: { name: 'unknown' } });
    expect(read.requests).toEqual([{
      id: 'r1', startedAt: T, method: 'GET', url: 'https://a.example.test/', headers: [], resourceType: null, tabId: null, frameId: null, documentId: null,
      pageUrl: null, initiator: null, witnesses: ['import'], body: { kind: 'none' }, outcome: { kind: 'unknown' },
    }]);
  });

  it('keeps every digit of integers beyond 2^53, also where an id stands as a number', () => {
    const text = JSON.stringify(file({ sessions: [session('s1', { sessionId: '#' })], events: [event('e1', { data: { id: '#' }, identity: { userId: '#' } })] })).replaceAll('"#"', '9007199254740993');
    const { archive: read, problems } = parsed(text);
    expect(problems).toEqual([]);
    expect(read.sessions[0]?.sessionId).toBe('9007199254740993');
    expect(read.events[0]?.identity.userId).toBe('9007199254740993');
    expect(read.events[0]?.data).toEqual({ id: '9007199254740993' });
    expect(parse({ sessions: [session('s1', { sessionId: 42 })] }).archive.sessions[0]?.sessionId).toBe('42');
  });

  it('keeps unknown keys everywhere and writes them again', () => {
    const odd = file({
      requests: [request('r1', { later: { a: [1] } })], events: [event('e1', { later: 1 })], sessions: [session('s1', { later: null, constructor: 'x' })],
      findings: [finding({ later: 'x' })], notes: ['mine'], constructor: { x: 1 },
    });
    const first = parsed(JSON.stringify(odd));
    expect(JSON.parse(archiveToText(first.archive))).toEqual(odd);
    expect(parsed(archiveToText(first.archive))).toEqual(first);
  });

  it('writes an empty archive that reads as the same', () => {
    const empty = archive({ requests: [], events: [], sessions: [], findings: [], captureLedger: null });
    expect(parsed(archiveToText(empty)).archive).toEqual(empty);
  });

  it.each<[string, object, string, string]>([
    ['a request that is no object', { requests: [request('r1'), 7, request('r3')] }, 'requests[1]', 'expected an object, found a number'],
    ['a request without URL', { requests: [request('r1', { url: undefined }), request('r2')] }, 'requests[0].url', 'expected a value, found nothing'],
    ['a time in words', { requests: [request('r1', { startedAt: 'now' })] }, 'requests[0].startedAt', 'expected number, found "now"'],
    ['a time that no calendar has', { requests: [request('r1', { startedAt: 1e300 })] }, 'requests[0].startedAt', 'expected <=8640000000000000, found 1e+300'],
    ['a body of an unknown kind', { requests: [request('r1', { body: { kind: 'soul' } })] }, 'requests[0].body.kind', 'expected ("none" | "bytes" | "form" | "unavailable"), found "soul"'],
    ['bytes that are no base64', { requests: [request('r1', { body: { kind: 'bytes', base64: '%%%', encoding: null } })] }, 'requests[0].body.base64', 'expected base64, found other characters'],
    ['an id that stands twice', { requests: [request('r1'), request('r1')] }, 'requests[1].id', 'expected an id of its own, found "r1" for the second time'],
    ['an event of an unknown kind', { events: [event('e1', { kind: 'wish' })] }, 'events[0].kind', ''],
    ['a session without counts', { sessions: [session('s1', { counts: { events: 1 } })] }, 'sessions[0].counts.errors', ''],
    ['a finding without severity', { findings: [finding({ severity: 'fatal' })] }, 'findings[0].severity', ''],
    ['a list that is none', { events: { e1: {} } }, 'events', 'expected a list, found an object'],
    ['a ledger of words', { captureLedger: { ...LEDGER, decoded: 'all' } }, 'captureLedger.decoded', ''],
    ['an exporter without version', { exporter: { name: 'x' } }, 'exporter.version', ''],
  ])('reports %s by its place and reads the rest', (_what, parts, place, message) => {
    const { archive: read, problems } = parse(parts);
    expect(problems.map((p) => p.place)).toEqual([place]);
    expect(problems[0]?.message).toContain(message);
    const entries = Object.values(parts).flatMap((list: unknown) => (Array.isArray(list) ? list : []));
    const list = Object.keys(parts)[0] as 'requests';
    if (entries.length) expect(read[list].length).toBe(entries.length - 1);
    expect(read.requests.length + read.events.length + read.sessions.length).toBeGreaterThan(1);
  });

  it.each([
    ['NaN', '{"id":"r1","startedAt":NaN,"method":"GET","url":"https://a/"}'],
    ['Infinity by overflow', '{"id":"r1","startedAt":1e999,"method":"GET","url":"https://a/"}'],
    ['a depth of 300 000', `{"id":"r1","startedAt":1,"method":"GET","url":"https://a/","x":${'['.repeat(300_000)}${']'.repeat(300_000)}}`],
    ['a lone word', 'undefined'],
  ])('skips an entry with %s and reads its neighbour', (_what, broken) => {
    const { archive: read, problems } = parsed(`{"format":"footsteps-archive","version":1,"requests":[${broken},${JSON.stringify(request('r2'))}]}`);
    expect(read.requests.map((r) => r.id)).toEqual(['r2']);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.place).toMatch(/^requests\[0\]/);
    expect(problems[0]?.message.length).toBeLessThan(400);
  });

  it('takes hostile keys for keys', () => {
    const hostile = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"polluted2":1}';
    const text = JSON.stringify(file({ events: [event('e1', { data: '#', identity: { userId: 'u' } })], extra: '#' })).replaceAll('"#"', hostile);
    const { archive: read } = parsed(text.replace('"createdAt"', '"__proto__":{"polluted":1},"createdAt"'));
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    expect(Object.getOwnPropertyNames(read.events[0]?.data)).toEqual(['__proto__', 'constructor', 'polluted2']);
    expect(archiveToText(read)).toContain('"__proto__":{"polluted":1}');
  });

  it('refuses a newer version with a sentence that says what to do', () => {
    expect(refusal(JSON.stringify(file({ version: 2, exporter: { name: 'Footsteps', version: '9.0.0' } })))).toEqual({
      place: 'version', message: 'expected at most 1, found 2: the archive is newer than this Footsteps (written by Footsteps 9.0.0); update Footsteps to read it',
    });
  });

  it.each([
    [{ version: undefined }, 'version'], [{ version: '1' }, 'version'], [{ version: 0 }, 'version'], [{ version: 1.5 }, 'version'],
    [{ format: 'something-else' }, 'format'], [{ format: undefined }, null],
  ])('refuses %j', (parts, place) => {
    expect(refusal(JSON.stringify(file(parts)))).toMatchObject({ place });
  });

  it.each(['', 'null', '[]', '"footsteps-archive"', '{', '\u0000'])('refuses %j', (text) => {
    expect(refusal(text)).not.toBeNull();
  });

  it('refuses a file cut off anywhere, or reads it whole', () => {
    const text = archiveToText(archive());
    for (let end = 0; end < text.trimEnd().length; end += 7) expect(refusal(text.slice(0, end))?.place).toMatch(/^line \d+ column \d+$/);
  });
});
