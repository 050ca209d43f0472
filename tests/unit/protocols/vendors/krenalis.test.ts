import { describe, expect, it } from 'vitest';
import type { Body } from '../../../../lib/domain/request.ts';
import { krenalis } from '../../../../lib/protocols/vendors/krenalis.ts';
import { rudderstack } from '../../../../lib/protocols/vendors/rudderstack.ts';
import { ARRIVAL, codesOf, iso, readerOf, wireRequest } from '../../../fakes/wire.ts';
import { capturedRequests, recordings } from '../../../tools/corpus.ts';

const { dissect, taken } = readerOf(krenalis, rudderstack);
const KEY = 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW';
const EVENTS = 'https://c.example.test/v1/events';
const BEARER = { authorization: `Bearer ${KEY}` };
const HIDDEN: Body = { kind: 'unavailable', reason: 'blob', size: 900 };
const library = (name?: string) => (name === undefined ? {} : { library: { name, version: '1' } });
const SESSION = { sessionId: ARRIVAL - 5000 };
const event = (context: object = library('krenalis.js'), extra: object = {}) =>
  ({ type: 'track', event: 'A', messageId: 'm1', anonymousId: 'a1', timestamp: iso(-1000), context, ...extra });
const batch = (items: readonly unknown[], root: object = {}) => JSON.stringify({ batch: items, sentAt: iso(-100), writeKey: KEY, ...root });
const post = (body: string | Body, url = EVENTS, headers: Record<string, string> = {}) => wireRequest('POST', url, body, headers);

describe('recognising', () => {
  it.each([
    ['the usual path', EVENTS, batch([event()]), {}],
    ['a slash after it', `${EVENTS}/`, batch([event()]), {}],
    ['a path of its own', 'https://shop.example.test/k/collect', batch([event()]), {}],
    ['the origin alone', 'https://k.shop.example.test', batch([event()]), {}],
    ['a path that looks like Segment\'s', 'https://shop.example.test/v1/batch', batch([event()]), {}],
    ['its former name', EVENTS, batch([event(library('meergo.js'))]), {}],
    ['a bare list', EVENTS, JSON.stringify([event()]), BEARER],
    ['one event', EVENTS, JSON.stringify(event()), BEARER],
    ['one event, the type by path', `${EVENTS}/page`, JSON.stringify({ name: 'Home', anonymousId: 'a1', context: SESSION }), BEARER],
    ['no library, the usual path and a write key', EVENTS, batch([event({})]), {}],
    ['no library, a path of its own, write key and session', 'https://shop.example.test/k', batch([event({ session: { id: 5 } })]), {}],
    ['no library, no write key, but a session', EVENTS, JSON.stringify({ batch: [event(SESSION)] }), {}],
    ['Kotlin\'s, which has Segment\'s name', EVENTS, batch([event({ ...library('analytics-kotlin'), ...SESSION })]), {}],
    ['Kotlin\'s at a path of its own', 'https://shop.example.test/k', batch([event({ ...library('analytics-kotlin'), ...SESSION })]), {}],
    ['Go\'s, without sessions', EVENTS, batch([event(library('analytics-go'))], { writeKey: undefined }), BEARER],
    ['a library of the application\'s own', EVENTS, batch([event(library('shop-tracker'))]), {}],
    ['the library said for the whole batch', 'https://shop.example.test/k', batch([event({})], { context: library('krenalis.js') }), {}],
  ])('takes: %s', (_, url, body, headers) => {
    const dissection = dissect(post(body, url, headers));
    expect([dissection?.protocol, dissection?.result, dissection?.events.length, codesOf(dissection)]).toEqual(['krenalis', 'decoded', 1, []]);
  });

  it.each([
    ['Segment\'s web SDK', 'https://api.segment.example.test/v1/t', JSON.stringify({ ...event(library('analytics.js')), writeKey: KEY, sentAt: iso(0) }), {}],
    ['Segment\'s web SDK in batches', 'https://api.segment.example.test/v1/b', batch([event(library('analytics.js'))]), {}],
    ['Segment\'s web SDK, proxied to our path', EVENTS, batch([event({ ...library('analytics.js'), ...SESSION })]), {}],
    ['Segment\'s Node SDK', 'https://api.segment.example.test/v1/batch', batch([event(library('@segment/analytics-node'))]), {}],
    ['Segment\'s mobile SDK', 'https://api.segment.example.test/v1/b', batch([event({ ...library('analytics-kotlin'), ...SESSION })]), {}],
    ['Segment\'s mobile SDK behind a proxy', 'https://shop.example.test/sgm/b', batch([event({ ...library('analytics-swift'), ...SESSION })]), {}],
    ['Segment\'s mobile SDK anywhere, without a session', 'https://shop.example.test/sgm', batch([event(library('analytics-swift'))]), {}],
    ['Segment\'s HTTP API', 'https://api.segment.example.test/v1/track', JSON.stringify(event({})), { authorization: `Basic ${btoa(`${KEY}:`)}` }],
    ['Segment\'s HTTP API in batches', 'https://api.segment.example.test/v1/batch', batch([event({})]), {}],
    ['a ticket shop at the same path', EVENTS, JSON.stringify({ name: 'Concert', date: iso(0), seats: 3 }), {}],
    ['webhooks at the same path', EVENTS, JSON.stringify({ type: 'track', id: 'x', data: { userId: 'u' } }), BEARER],
    ['the format at the same path without key or session', EVENTS, JSON.stringify({ batch: [event({})] }), {}],
    ['a batch of something else', EVENTS, JSON.stringify({ batch: [{ a: 1 }] }), BEARER],
    ['text', EVENTS, 'hello', {}],
    ['cut text of another', EVENTS, '{"name":"Concert","da', {}],
    ['cut text of Segment', EVENTS, batch([event(library('analytics.js'))]).slice(0, -40), {}],
    ['a number', EVENTS, '5', {}],
  ])('leaves alone: %s', (_, url, body, headers) => expect(dissect(post(body, url, headers))).toBeNull());

  it('gives RudderStack its own, even at this path', () => {
    expect(dissect(post(batch([event(library('RudderLabs JavaScript SDK'))])))?.protocol).toBe('rudderstack');
  });

  it('is a candidate at the usual path where the browser hid the body', () => {
    for (const url of [EVENTS, `${EVENTS}/track`, 'https://shop.example.test/k/v1/events']) {
      const dissection = dissect(post(HIDDEN, url, { 'content-type': 'text/plain' }));
      expect([dissection?.protocol, dissection?.result, codesOf(dissection)]).toEqual(['krenalis', 'bodyUnavailable', ['body.unavailable']]);
    }
    expect(dissect(post(HIDDEN, 'https://shop.example.test/api/events'))).toBeNull();
  });

  it('takes a cut event by path', () => {
    const dissection = dissect(post('{"type":"page","name":"Home","anonymousId":"a1","conte', `${EVENTS}/page`, BEARER));
    expect([dissection?.protocol, codesOf(dissection)]).toEqual(['krenalis', ['body.unexpected']]);
  });

  it('takes its own batch whose events are all broken', () => {
    expect(codesOf(dissect(post(batch([{ type: 1 }]))))).toEqual(['krenalis.event.unreadable batch[0]']);
    expect(codesOf(dissect(post(JSON.stringify({ context: library('krenalis.js') }))))).toEqual(['krenalis.event.unreadable']);
  });
});

describe('endpoint', () => {
  it.each([
    [EVENTS, 'https://c.example.test'],
    [`${EVENTS}/track`, 'https://c.example.test'],
    ['https://shop.example.test/k/v1/events', 'https://shop.example.test/k'],
    ['https://shop.example.test/k/collect', 'https://shop.example.test/k/collect'],
    ['https://k.shop.example.test:8443/', 'https://k.shop.example.test:8443'],
  ])('of %s is %s', (url, collector) => {
    const dissection = taken(post(batch([event()]), url));
    expect([dissection.endpoint, dissection.endpointKey]).toEqual([{ collector, project: KEY }, KEY]);
  });

  it('has the key from the header too, but no API key', () => {
    const endpoint = (headers: Record<string, string>) => taken(post(JSON.stringify(event()), EVENTS, headers));
    expect(endpoint(BEARER).endpoint.project).toBe(KEY);
    const secret = endpoint({ authorization: 'Bearer api_secret' });
    expect(secret.endpoint.project).toBeNull();
    expect(JSON.stringify(secret)).not.toContain('secret');
    expect(secret.endpointKey).toBe('https://c.example.test|');
  });
});

describe('the settings request', () => {
  const settings = (path: string) => dissect(wireRequest('GET', `https://c.example.test${path}`));

  it.each([
    [`/v1/events/settings/${KEY}`, 'https://c.example.test', KEY],
    ['/k/v1/events/settings/wKEY1234567890abcdef', 'https://c.example.test/k', 'wKEY1234567890abcdef'],
    [`/k/collect/settings/${KEY}`, 'https://c.example.test/k/collect', KEY],
  ])('%s is read, and is no event', (path, collector, key) => {
    const dissection = settings(path);
    expect(dissection).toMatchObject({ protocol: 'krenalis', result: 'decoded', endpoint: { collector, project: key }, endpointKey: key, events: [], signals: [] });
    expect(dissection?.tree.map((f) => [f.name, f.value])).toEqual([['krenalis.request.settings', true], ['krenalis.request.writeKey', key]]);
  });

  it.each([
    '/v1/events/settings/notifications', '/v1/events/settings/', '/v1/events/settings', `/v1/events/${KEY}`, '/settings/profile', '/v1/projects/x/settings',
    '/users/settings/wKEY1234567890abcdef', '/api/settings/5f2b18f7c2a94d3e8b1f0a6d', '/api/settings/0123456789abcdef0123456789abcdef', `/v1/events/settings/${KEY}/x`,
  ])('%s is another\'s', (path) => expect(settings(path)).toBeNull());
});

describe('times', () => {
  const one = (extra: object, root: object = {}) => taken(post(batch([event({ ...library('krenalis.js'), ...SESSION }, extra)], root)));
  it.each([
    ['moved by what lies between sending and arrival', {}, {}, ARRIVAL - 900],
    ['of a retry after an outage moved by all of it', { timestamp: iso(-2_401_000) }, { sentAt: iso(-2_400_000) }, ARRIVAL - 1000],
    ['by the event\'s own sending time first', { sentAt: iso(-500) }, {}, ARRIVAL - 500],
    ['as they stand without a sending time', {}, { sentAt: undefined }, ARRIVAL - 1000],
    ['as they stand beside an original one', { originalTimestamp: iso(-5000) }, {}, ARRIVAL - 1000],
    ['of arrival where there is none', { timestamp: undefined }, {}, ARRIVAL],
  ])('%s', (_, extra, root, expected) => {
    const { events, signals } = one(extra, root);
    expect([events[0]?.occurredAt, signals[0]?.at]).toEqual([expected, expected]);
  });

  it('of sending stand in the fields', () => {
    expect(one({}).tree.map((f) => [f.name, f.value])).toContainEqual(['krenalis.request.sentAt', iso(-100)]);
  });
});

it.each([
  ['krenalis.js', undefined, 30], ['meergo.js', undefined, 30], ['analytics-go', undefined, 30],
  ['analytics-kotlin', 'mobile', 5], ['analytics-swift', 'mobile', 5], ['krenalis-kotlin', 'mobile', 5], ['krenalis-android', 'mobile', 5],
])('sessions of %s follow the rules %s: %i min', (name, variant, minutes) => {
  const signal = taken(post(batch([event({ ...library(name), ...SESSION })]))).signals[0];
  expect(signal?.rulesVariant).toBe(variant);
  const rules = krenalis.variants?.find((v) => v.when === variant)?.rules ?? krenalis.rules;
  expect(rules).toMatchObject({ idleMs: minutes * 60_000, maxMs: null, scope: 'storage', heartbeatMs: null, hasStartFlag: true, missingIdEnds: true });
});

/** What the driver did, by the words of its log, and the name and kind of the event. */
const DONE: readonly (readonly [RegExp, string, RegExp])[] = [
  [/^track Product Added|^track with context\.session/, 'track', /^Product Added$/], [/^identify/, 'identify', /^identify$/], [/^page Checkout/, 'page', /^Checkout \(Shop\)$/],
  [/^screen/, 'page', /^Cart$/], [/^group/, 'group', /^group$/], [/^alias/, 'alias', /^alias$/], [/^track Order Completed|^track, neighbouring/, 'track', /^Order Completed$/],
  [/^track after idle|^track, negative/, 'track', /^(Returned|B|C)$/], [/^track ([A-Z])\d?$/, 'track', /^[A-Z]\d?$/], [/^track after endSession/, 'track', /^After end|^[A-Z]\d?$/],
  [/^track other user/, 'track', /^Other user$/], [/^single event/, 'page', /^Home$/],
];

describe.each(recordings('krenalis'))('recording $name', ({ recording }) => {
  const captured = capturedRequests(recording);
  const dissections = captured.map((c) => dissect(c));
  const events = dissections.flatMap((d) => (d ? d.events.map((e, i) => ({ kind: e.kind, name: e.name, session: d.signals.find((s) => s.eventIndex === i)?.sessionId ?? null })) : []));

  it('is read whole', () => {
    expect(dissections.map((d) => d?.protocol ?? null)).toEqual(captured.map((c) => (c.method === 'OPTIONS' ? null : 'krenalis')));
    // The documents' examples carry times of their own.
    const said = recording.sdk.includes('receive-format') ? ['krenalis.clock.sentAt'] : [];
    expect(dissections.flatMap((d) => d?.diagnostics ?? []).filter(({ code }) => !said.includes(code))).toEqual([]);
    expect(new Set(dissections.flatMap((d) => d?.endpointKey ?? [])).size).toBe(1);
  });

  it('has the sessions that the SDK reported', () => {
    expect([...new Set(events.flatMap((e) => e.session ?? []))].toSorted()).toEqual(recording.truth.sessions.filter((s) => s.onWire).map((s) => String(s.id)).toSorted());
  });

  it('has the events that were made, in the session that the SDK reported', () => {
    const known = recording.truth.events.flatMap((done) => DONE.filter(([did]) => did.test(String(done['name']))).slice(0, 1).map(([, kind, name]) => ({ done, kind, name })));
    expect(known.length).toBeGreaterThan(0);
    for (const { done, kind, name } of known) {
      expect(events).toContainEqual({ kind, name: expect.stringMatching(name), session: done['session'] === null ? null : String(done['session']) });
    }
  });

  it('has one signal an event, and a start for each session that began here', () => {
    for (const d of dissections) expect(d?.signals.map((s) => s.eventIndex) ?? []).toEqual(d?.events.map((_, i) => i) ?? []);
    const signals = dissections.flatMap((d) => d?.signals ?? []);
    expect(signals.filter((s) => s.type === 'start').every((s) => s.startFlag)).toBe(true);
    expect(new Set(signals.filter((s) => s.type === 'start').map((s) => s.sessionId)).size).toBeGreaterThan(0);
  });
});
