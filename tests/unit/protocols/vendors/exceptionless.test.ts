import { describe, expect, it } from 'vitest';
import { asRequestId, type Body, type CapturedRequest } from '../../../../lib/domain/request.ts';
import type { Dissection } from '../../../../lib/protocols/dissector.ts';
import { createRegistry } from '../../../../lib/protocols/registry.ts';
import { exceptionless } from '../../../../lib/protocols/vendors/exceptionless/index.ts';
import { WireRequest } from '../../../../lib/protocols/wire-request.ts';
import { capturedRequests, recordings } from '../../../tools/corpus.ts';

const registry = createRegistry([exceptionless]);
const ARRIVAL = Date.UTC(2026, 10, 21, 9, 0, 0);
const iso = (ms: number) => new Date(ARRIVAL + ms).toISOString();
const KEY = 'EXCEPTIONLESSAPIKEY0123456789ABCDEFGHIJK';
const EVENTS = 'https://collector.example.test/api/v2/events';
const BEARER = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
const ID = '0123456789abcdef0123456789abcdef';

function request(method: string, url: string, body: string | Body | null = null, headers: Record<string, string> = BEARER): CapturedRequest {
  return {
    id: asRequestId('r1'), witnesses: ['import'], tabId: null, frameId: null, documentId: null, pageUrl: null, initiator: null,
    resourceType: 'xmlhttprequest', method, url, headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    body: body === null ? { kind: 'none' } : typeof body === 'string' ? { kind: 'bytes', bytes: new TextEncoder().encode(body), encoding: null } : body,
    startedAt: ARRIVAL, outcome: { kind: 'pending' },
  };
}
const dissect = (captured: CapturedRequest): Dissection | null => registry.dissect(new WireRequest(captured), captured.id);
function taken(captured: CapturedRequest): Dissection {
  const dissection = dissect(captured);
  if (!dissection) throw new Error('not taken');
  return dissection;
}
const USER = { '@user': { identity: 'ann', name: 'Ann' } };
const event = (extra: Record<string, unknown> = {}, data: Record<string, unknown> = USER) => ({ type: 'usage', date: iso(-1000), source: 'A', tags: [], data, ...extra });
const post = (body: unknown, url = EVENTS, headers: Record<string, string> = BEARER) => taken(request('POST', url, typeof body === 'string' ? body : JSON.stringify(body), headers));
const one = (extra: Record<string, unknown> = {}, data: Record<string, unknown> = USER) => {
  const dissection = post([event(extra, data)]);
  return { event: dissection.events[0]!, signal: dissection.signals[0], codes: codes(dissection) };
};
const codes = (dissection: Dissection | null) => dissection?.diagnostics.map((d) => `${d.code}${d.path === null ? '' : ` ${d.path}`}`);

describe('recognising', () => {
  const whole = JSON.stringify([event()]);
  it.each([
    ['hosted', EVENTS, whole],
    ['behind a prefix', 'https://shop.test/telemetry/api/v2/events', whole],
    ['of a project', 'https://shop.test/api/v2/projects/0123456789abcdef01234567/events', whole],
    ['one event, no list', EVENTS, JSON.stringify(event())],
    ['API of version 1', 'https://shop.test/api/v1/events', whole],
    ['by its known data alone, no key', EVENTS, whole, { 'content-type': 'application/json' }],
    ['by its key, no known data', EVENTS, JSON.stringify({ type: 'log', message: 'hello' })],
    ['cut off, known data', EVENTS, whole.slice(0, -20), { 'content-type': 'application/json' }],
    ['cut off, key', EVENTS, '[{"date":"2026-11-21T09:00:00Z","ty'],
    ['as a form (Firefox)', EVENTS, { kind: 'form', entries: [[whole, '']] } as Body],
    ['.NET error of version 1', 'https://shop.test/api/v1/error', JSON.stringify({ OccurrenceDate: iso(-10), Type: 'System.Exception', Message: 'boom', StackTrace: [] })],
    ['a hidden body', EVENTS, { kind: 'unavailable', reason: 'blob', size: 10 } as Body],
    ['user description', `${EVENTS}/by-ref/99cd98fb53/user-description`, JSON.stringify({ email_address: 'a@b.test', description: 'I clicked' })],
  ])('takes %s', (_, url, body, headers: Record<string, string> = BEARER) => {
    expect(dissect(request('POST', url, body, headers))).not.toBeNull();
  });

  const JWT = { authorization: 'Bearer eyJhbGciOi.eyJzdWIiOiIx.c2lnbmF0dXJl', 'content-type': 'application/json' };
  it.each([
    ['an application\'s own events', 'POST', EVENTS, JSON.stringify([{ type: 'click', target: 'buy', timestamp: iso(0) }]), JWT],
    ['the same with a message', 'POST', EVENTS, JSON.stringify({ type: 'log', message: 'hello' }), JWT],
    ['log lines of Logstash', 'POST', EVENTS, JSON.stringify([{ '@timestamp': iso(0), '@version': '1', type: 'log', message: 'x' }]), JWT],
    ['a key but foreign parts', 'POST', EVENTS, JSON.stringify([{ type: 'log', message: 'x', userId: 7 }]), BEARER],
    ['wrong types', 'POST', EVENTS, JSON.stringify([{ type: 7, date: 8, data: [] }]), BEARER],
    ['an empty list', 'POST', EVENTS, '[]', BEARER],
    ['no JSON', 'POST', EVENTS, 'type=log', JWT],
    ['no body', 'POST', EVENTS, null, BEARER],
    ['reading events', 'GET', `${EVENTS}?limit=10`, null, BEARER],
    ['another path', 'POST', 'https://shop.test/api/v2/event-types', JSON.stringify([event()]), BEARER],
    ['settings without a version', 'GET', 'https://shop.test/api/v2/projects/config', null, BEARER],
    ['settings of something else', 'GET', 'https://shop.test/api/v2/projects/config?v=latest', null, BEARER],
    ['a submit without a key', 'GET', `${EVENTS}/submit?type=log`, null, {}],
    ['a description of something else', 'POST', `${EVENTS}/by-ref/1/user-description`, '{"text":"x"}', BEARER],
    ['a preflight of events', 'OPTIONS', EVENTS, null, { 'access-control-request-method': 'POST' }],
    ['a preflight of settings', 'OPTIONS', 'https://shop.test/api/v2/projects/config?v=0', null, {}],
  ])('leaves %s', (_, method, url, body, headers) => {
    expect(dissect(request(method, url, body, headers))).toBeNull();
  });
});

describe('the key', () => {
  const basic = (text: string) => ({ authorization: `Basic ${btoa(text)}`, 'content-type': 'application/json' });
  it.each([
    ['bearer', EVENTS, BEARER],
    ['token', EVENTS, { authorization: `Token ${KEY}` }],
    ['basic, as client', EVENTS, basic(`client:${KEY}`)],
    ['basic, as user', EVENTS, basic(`${KEY}:`)],
    ['query of 1.x', `${EVENTS}?access_token=${KEY}`, {}],
    ['query', `${EVENTS}?apikey=${KEY}`, {}],
  ])('%s', (_, url, headers) => {
    const dissection = post([event()], url, headers as never);
    expect(dissection.endpoint).toEqual({ collector: 'https://collector.example.test', project: KEY });
    expect(dissection.endpointKey).toBe(KEY);
  });
  it('is the collector where there is none, with the prefix of a proxy', () => {
    const dissection = post([event()], 'https://shop.test/telemetry/api/v2/events', {} as never);
    expect(dissection.endpoint).toEqual({ collector: 'https://shop.test/telemetry', project: null });
    expect(dissection.endpointKey).toBe('https://shop.test/telemetry');
  });
});

describe('an event', () => {
  const error = { type: 'TypeError', message: 'boom' };
  it.each([
    ['an error', { type: 'error' }, { '@error': error }, 'error', 'TypeError: boom', true],
    ['a simple error', { type: 'error' }, { '@simple_error': error }, 'error', 'TypeError: boom', true],
    ['an error without a message', { type: 'error' }, { '@error': { type: 'TypeError' } }, 'error', 'TypeError', true],
    ['an error of no words', { type: 'error', source: undefined }, {}, 'error', 'Unknown Error', true],
    ['a missing type with an error', { type: undefined }, { '@error': error }, 'error', 'TypeError: boom', true],
    ['a missing type', { type: undefined, message: 'hi' }, {}, 'log', 'hi', false],
    ['usage', {}, {}, 'track', 'A', false],
    ['a log', { type: 'log', message: 'hi' }, { '@level': 'info' }, 'log', 'hi', false],
    ['a log without a message', { type: 'log' }, {}, 'log', 'A', false],
    ['an error in a log', { type: 'log', message: 'hi' }, { '@level': 'Error' }, 'log', 'hi', true],
    ['a fatal log', { type: 'log', message: 'hi' }, { '@level': 'fatal' }, 'log', 'hi', true],
    ['something critical', { tags: ['x', 'Critical'] }, {}, 'track', 'A', true],
    ['a missing page', { type: '404', source: '/a.png' }, {}, 'track', '/a.png', false],
    ['a session', { type: 'session' }, {}, 'sessionStart', 'Session Start', false],
    ['a session\'s end', { type: 'sessionend' }, {}, 'sessionEnd', 'Session End', false],
    ['a heartbeat', { type: 'heartbeat' }, {}, 'heartbeat', 'Session Heartbeat', false],
    ['one of the application\'s own', { type: 'order', message: 'Order placed' }, {}, 'track', 'Order placed', false],
    ['one of its own without words', { type: 'order', source: undefined }, {}, 'track', 'order', false],
    ['one of its own that objects have too', { type: 'toString', source: undefined }, {}, 'track', 'toString', false],
    ['one of its own with an error', { type: 'order' }, { '@error': error }, 'error', 'TypeError: boom', true],
    ['a title of its own', { type: 'error' }, { '@error': error, '@stack': { title: 'Checkout failed' } }, 'error', 'Checkout failed', true],
  ])('%s', (_, extra, data, kind, name, isError) => {
    expect(one(extra, { ...data, '@user': undefined, '@request': {} }).event).toMatchObject({ kind, name, isError });
  });

  it('tells user, page, times, and what stays the same', () => {
    const { event: read, signal } = one({}, {
      ...USER, '@version': '1.2.3', '@environment': { machine_name: 'm1', o_s_name: 'Linux', o_s_version: '6', runtime_version: '24', architecture: 'x64' },
      '@request': { host: 'shop.test', is_secure: true, port: 80, path: '/cart', query_string: { a: 'b c' }, user_agent: 'UA' },
    });
    expect(read).toMatchObject({ occurredAt: ARRIVAL - 1000, identity: { userId: 'ann', name: 'Ann' }, page: 'https://shop.test/cart?a=b%20c' });
    expect(signal?.attributes).toEqual({ version: '1.2.3', machine: 'm1', os: 'Linux 6', runtime: '24', architecture: 'x64', userAgent: 'UA' });
  });
  it('keeps a port that is none of the usual', () => {
    expect(one({}, { '@request': { host: 'localhost', is_secure: false, port: 8080, path: '/' } }).event.page).toBe('http://localhost:8080/');
  });
  it('of the future happened on arrival, as the server has it', () => {
    expect(one({ date: iso(90_000) }).event.occurredAt).toBe(ARRIVAL);
  });
  it('without a date leaves the time to the request', () => {
    const { event: read, signal } = one({ date: undefined });
    expect(read.occurredAt).toBeNull();
    expect(signal?.at).toBe(ARRIVAL);
  });
  it('reads known data at the root and objects in strings', () => {
    const dissection = post([{ type: 'usage', date: iso(0), source: 'A', '@user': JSON.stringify({ identity: 'ann' }) }]);
    expect(dissection.events[0]?.identity).toEqual({ userId: 'ann' });
    expect(codes(dissection)).toEqual([]);
  });
  it('has its text for an id: sent again it is the same, twice in a batch it is two', () => {
    const [a, b, c] = post([event(), event(), event({ source: 'B' })]).events;
    const [again] = post([event()]).events;
    expect(again?.dedupeKey).toBe(a?.dedupeKey);
    expect(new Set([a?.dedupeKey, b?.dedupeKey, c?.dedupeKey]).size).toBe(3);
  });
  it('of the API\'s first version', () => {
    const dissection = post({ OccurrenceDate: iso(-10), Type: 'System.Exception', Message: 'boom', UserName: 'ann', Tags: ['a'], RequestInfo: { Host: 'h.test', Path: '/x' } }, 'https://h.test/api/v1/error');
    expect(dissection.events[0]).toMatchObject({ kind: 'error', name: 'System.Exception: boom', isError: true, identity: { userId: 'ann' }, page: 'http://h.test/x', occurredAt: ARRIVAL - 10 });
    const missing = post({ OccurrenceDate: iso(-10), Code: '404', RequestInfo: { Path: '/x' } }, 'https://h.test/api/v1/error');
    expect(missing.events[0]).toMatchObject({ name: '/x', isError: false });
  });
});

describe('a session', () => {
  it.each([
    ['session', 'start'], ['sessionend', 'end'], ['heartbeat', 'heartbeat'], ['usage', 'activity'], ['error', 'activity'], ['order', 'activity'], ['constructor', 'activity'], ['__proto__', 'activity'],
  ])('%s is %s', (type, signal) => {
    expect(one({ type }).signal).toMatchObject({ type: signal, identity: 'ann', userId: 'ann', at: ARRIVAL - 1000, eventIndex: 0 });
  });
  it.each([
    ['start: the reference id', { type: 'session', reference_id: ID }, USER, ID],
    ['start: in .NET\'s spelling', { type: 'session', ReferenceId: ID }, USER, ID],
    ['start of an identity session', { type: 'session' }, USER, undefined],
    ['event: the reference to the session', {}, { ...USER, '@ref:session': ID }, ID],
    ['event: not its own reference', { reference_id: 'order-00000001' }, USER, undefined],
    ['event: an id that the server refuses, as it is', {}, { '@ref:session': 'x!' }, 'x!'],
    ['event: of no text', {}, { ...USER, '@ref:session': ' ' }, undefined],
  ])('id of a %s', (_, extra, data, sessionId) => {
    const { signal } = one(extra, data);
    expect(signal?.sessionId).toBe(sessionId);
    expect(signal?.identity).toBe(sessionId === undefined ? 'ann' : undefined);
  });
  it('has no signal without id and identity', () => {
    expect(one({ type: 'session' }, { '@user': { identity: '' } }).signal).toBeUndefined();
  });
  it('says of a start without either that the server opens no session', () => {
    expect(one({ type: 'session' }, { '@user': { identity: '' } }).codes).toEqual(['exceptionless.session.noKey [0]']);
    expect(one({ type: 'usage' }, {}).codes).toEqual([]);
  });
  it('says that a session id or a reference is none that the server takes', () => {
    const bad = ['short', 'with space 12', 'a'.repeat(101)];
    for (const id of bad) {
      expect(one({ type: 'session', reference_id: id }, {}).codes).toEqual(['exceptionless.session.idInvalid [0]']);
      expect(one({}, { '@ref:session': id }).codes).toEqual(['exceptionless.session.idInvalid [0]']);
    }
    expect(one({ reference_id: 'abc-12345' }, { '@ref:session': 'f'.repeat(32) }).codes).toEqual([]);
  });
  it('says that equal events were merged', () => {
    expect(one({ count: 3 }).codes).toEqual(['exceptionless.event.merged [0].count']);
    expect(one({ count: 1 }).codes).toEqual([]);
  });
  it('numbers are identities too', () => {
    expect(one({}, { '@user': { identity: 1001 } }).signal?.identity).toBe('1001');
  });
  it('is opened again by later events, unless it began in the batch that ends it', () => {
    const ends = (...types: string[]) => post(types.map((type) => event({ type }))).signals.map((s) => s.reopenable);
    expect(ends('usage', 'sessionend')).toEqual([undefined, true]);
    expect(ends('session', 'usage', 'sessionend', 'usage', 'sessionend')).toEqual([undefined, undefined, undefined, undefined, true]);
  });
});

describe('a heartbeat request', () => {
  const beat = (query: string, method = 'GET', headers: Record<string, string> = BEARER) =>
    taken(request(method, `https://heartbeat.example.test/api/v2/events/session/heartbeat?${query}`, null, headers));
  it('is a sign of life', () => {
    const dissection = beat('id=ann@example.test&close=false');
    expect(dissection.events).toMatchObject([{ kind: 'heartbeat', name: 'Session Heartbeat', identity: { userId: 'ann@example.test' }, occurredAt: ARRIVAL }]);
    expect(dissection.signals).toEqual([{ type: 'heartbeat', at: ARRIVAL, eventIndex: 0, sessionIdOrIdentity: 'ann@example.test' }]);
    expect(dissection.tree.map((f) => [f.name, f.value])).toEqual([['exceptionless.heartbeat.id', 'ann@example.test'], ['exceptionless.heartbeat.close', 'false']]);
  });
  it('ends with close', () => {
    const dissection = beat(`id=${ID}&close=true`);
    expect(dissection.events).toMatchObject([{ kind: 'sessionEnd', name: 'Session End', identity: {} }]);
    expect(dissection.signals).toEqual([{ type: 'end', at: ARRIVAL, eventIndex: 0, sessionIdOrIdentity: ID, reopenable: true }]);
  });
  it('names what arrives of an id that nobody encoded', () => {
    const dissection = beat('id=ann+test@example.test&team');
    expect(dissection.signals).toMatchObject([{ type: 'heartbeat', sessionIdOrIdentity: 'ann test@example.test', writtenAs: 'ann+test@example.test&team' }]);
    expect(codes(dissection)).toEqual(['exceptionless.heartbeat.noClose query.close']);
    expect(dissection.result).toBe('decoded');
  });
  it.each([
    ['ann+b@x&close=false', 'ann b@x', 'ann+b@x'], ['ann%20b+c&close=true&access_token=0123456789ab', 'ann b c', 'ann b+c'],
    ['ann&bob&close=true', 'ann', 'ann&bob'], ['100%&close=false', '100%', undefined], ['J%C3%B6rg&close=false', 'Jörg', undefined],
  ])('%s tells both what the server reads and what was meant', (query, read, meant) => {
    const [signal] = beat(`id=${query}`).signals;
    expect([signal?.sessionIdOrIdentity, signal?.writtenAs]).toEqual([read, meant]);
  });
  it('without an id is recorded by nobody', () => {
    const dissection = beat('id=&close=false');
    expect(dissection.signals).toEqual([]);
    expect(codes(dissection)).toEqual(['exceptionless.heartbeat.noId query.id']);
  });
  it('by its preflight alone: an end that is only evidence', () => {
    const dissection = beat(`id=${ID}&close=true`, 'OPTIONS', { 'access-control-request-method': 'GET' });
    expect(dissection.events).toEqual([]);
    expect(dissection.signals).toEqual([{ type: 'end', at: ARRIVAL, eventIndex: null, sessionIdOrIdentity: ID, reopenable: true, preflightOnly: true }]);
    expect(beat(`id=${ID}&close=false`, 'OPTIONS').signals).toEqual([]);
  });
  it('of 1.x says its client, and so its rules', () => {
    const [signal] = beat('id=ann&close=false', 'GET', { 'x-exceptionless-client': 'exceptionless-js/1.6.4' }).signals;
    expect(signal?.rulesVariant).toBe('1.x');
    expect(exceptionless.variants?.find((v) => v.when === signal?.rulesVariant)?.rules.heartbeatMs).toBe(30_000);
    expect(beat('id=ann&close=false', 'GET', { 'user-agent': 'exceptionless-js/3.2.1' }).signals[0]?.rulesVariant).toBeUndefined();
  });
});

describe('other requests', () => {
  it('settings: a field, no event', () => {
    const dissection = taken(request('GET', 'https://config.example.test/api/v2/projects/config?v=3'));
    expect(dissection).toMatchObject({ result: 'decoded', events: [], signals: [], endpointKey: KEY });
    expect(dissection.tree).toMatchObject([{ name: 'exceptionless.config.version', value: 3 }]);
  });
  it('what a user says of an event', () => {
    const dissection = post({ email_address: 'a@b.test', description: 'I clicked' }, `${EVENTS}/by-ref/99cd98fb53/user-description`);
    expect(dissection.events).toMatchObject([{ kind: 'feedback', name: 'I clicked', identity: { name: 'a@b.test' } }]);
    expect(dissection.signals).toEqual([]);
    expect(codes(post('{"description":"I cl', `${EVENTS}/by-ref/99cd98fb53/user-description`))).toEqual(['body.unexpected']);
  });
  it('an event by GET', () => {
    const dissection = taken(request('GET', `${EVENTS}/submit/usage?access_token=${KEY}&source=build&value=10&tags=a,b&identity=ann&identityname=Ann&reference=order-0001&more=1&date=${iso(-500)}`, null, {}));
    expect(dissection.events).toMatchObject([{
      kind: 'track', name: 'build', identity: { userId: 'ann', name: 'Ann' }, occurredAt: ARRIVAL - 500,
      data: { type: 'usage', source: 'build', value: 10, tags: ['a', 'b'], reference_id: 'order-0001', data: { more: '1', '@user': { identity: 'ann', name: 'Ann' } } },
    }]);
    expect(dissection.signals).toMatchObject([{ type: 'activity', identity: 'ann' }]);
    expect(taken(request('GET', `${EVENTS}/submit?message=hi&access_token=${KEY}`, null, {})).events).toMatchObject([{ kind: 'log', name: 'hi' }]);
  });
});

describe('bad input', () => {
  it('of any kind is told where the SDK names itself in a header, and passed over where only the path fits', () => {
    const page = '<!doctype html><title>Sign in</title>';
    const read = post(page, EVENTS, { ...BEARER, 'x-exceptionless-client': 'exceptionless-js/1.6.4' });
    expect(read).toMatchObject({ protocol: 'exceptionless', result: 'undecodable', events: [] });
    expect(read.diagnostics.map((d) => d.code)).toContain('body.unexpected');
    expect(dissect(request('POST', EVENTS, page, BEARER))).toBeNull();
  });

  it('keeps what can be read of a batch cut off', () => {
    const dissection = post(JSON.stringify([event(), event({ source: 'B' }), event({ source: 'C' })]).slice(0, -30));
    expect(dissection.events.map((e) => e.name)).toEqual(['A', 'B']);
    expect(codes(dissection)).toEqual(['body.unexpected', 'exceptionless.event.unreadable [2]']);
    expect(dissection.result).toBe('partly');
  });
  it('takes a batch cut off in its first event, and says so', () => {
    const dissection = post('[{"date":"2026-11-21T09:00:00Z","type":"usa');
    expect(dissection).toMatchObject({ events: [], result: 'undecodable' });
  });
  it('steps over what is no event', () => {
    const dissection = post([event(), null, 7, 'x', { hello: 1 }, event({ source: 'B' })]);
    expect(dissection.events.map((e) => e.name)).toEqual(['A', 'B']);
    expect(codes(dissection)).toEqual([1, 2, 3, 4].map((i) => `exceptionless.event.unreadable [${i}]`));
  });
  it('says which parts have a wrong type, and reads the rest', () => {
    const { event: read, codes: found } = one({ source: 7, date: 'yesterday', tags: 'x', value: '9', message: 'm' }, { '@user': 'ann', '@error': [], '@level': 3 });
    expect(found).toEqual(['date', 'source', 'value', 'tags', 'data.@user', 'data.@error', 'data.@level'].map((p) => `exceptionless.event.wrongType [0].${p}`));
    expect(read).toMatchObject({ name: 'm', occurredAt: null, identity: {} });
  });
  it('tells that the server discards what is too old', () => {
    expect(one({ date: iso(-4 * 86_400_000) }).codes).toEqual(['exceptionless.event.tooOld [0].date']);
  });
  it('takes a request whose body the browser hid', () => {
    const dissection = taken(request('POST', EVENTS, { kind: 'unavailable', reason: 'blob', size: 9 }));
    expect(dissection).toMatchObject({ result: 'bodyUnavailable', endpointKey: KEY, events: [] });
  });
});

describe.each(recordings('exceptionless'))('$name', ({ recording }) => {
  const all = capturedRequests(recording).map((captured) => ({ captured, dissection: dissect(captured) }));
  const dissections = all.flatMap(({ dissection }) => dissection ?? []);
  const events = dissections.flatMap((d) => d.events);
  const signals = dissections.flatMap((d) => d.signals);

  it('is read whole', () => {
    expect(all.filter((r) => !r.dissection && r.captured.method !== 'OPTIONS').map((r) => r.captured.url)).toEqual([]);
    expect(dissections.flatMap((d) => d.diagnostics)).toEqual([]);
  });
  it('shows the sessions that the SDK told', () => {
    const ids = recording.truth.sessions.filter((s) => s.onWire).map((s) => String(s.id));
    const declared = ids.filter((id) => /^[0-9a-f]{32}$/.test(id));
    expect(new Set(signals.flatMap((s) => s.sessionId ?? []))).toEqual(new Set(declared));
    const seen = signals.map((s) => s.sessionId ?? s.identity ?? s.sessionIdOrIdentity);
    for (const id of ids) expect(seen).toContain(id);
  });
  it('shows what was done', () => {
    for (const { kind, name, t } of recording.truth.events as { kind: string; name: string; t: number }[]) {
      // The page's clock stands up to 2 s behind the collector's once the driver has moved it.
      const near = events.filter((e) => Math.abs((e.occurredAt ?? 0) - t) < 2_500);
      const rest = /^\S+ (.*)$/.exec(name)?.[1] ?? '';
      if (kind === 'usage') expect(near.map((e) => e.name)).toContain(rest);
      else if (kind === 'log' && rest) expect(near.map((e) => e.name)).toContain(rest);
      else if (kind === 'notfound') expect(near).toContainEqual(expect.objectContaining({ name: rest, isError: false }));
      else if (kind === 'error') expect(near.some((e) => e.isError && e.name.includes(/[A-Z]\w+Error/.exec(name)?.[0] ?? ''))).toBe(true);
      else if (kind === 'session-start') expect(near.map((e) => e.kind)).toContain('sessionStart');
      else if (kind === 'session-end') expect(near.map((e) => e.kind)).toContain('sessionEnd');
      else if (kind === 'heartbeat') expect(near.map((e) => e.kind)).toContain('heartbeat');
      else if (kind === 'order') expect(near.map((e) => e.name)).toContain('Order placed');
      else expect(['idle', 'route', 'close', 'navigation', 'visibility', 'identify', 'log']).toContain(kind);
    }
  });
});

it('a queue sent three times holds each event once', () => {
  const { recording } = recordings('exceptionless').find((r) => r.name.includes('offline-queue-replay'))!;
  const keys = capturedRequests(recording).flatMap((r) => dissect(r)?.events ?? []).filter((e) => e.name === 'A').map((e) => e.dedupeKey);
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
});
