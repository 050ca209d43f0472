import { describe, expect, it } from 'vitest';
import type { Body } from '../../../../lib/domain/request.ts';
import { krenalis } from '../../../../lib/protocols/vendors/krenalis.ts';
import { rudderstack } from '../../../../lib/protocols/vendors/rudderstack.ts';
import { ARRIVAL, codesOf, iso, readerOf, wireRequest } from '../../../fakes/wire.ts';
import { capturedRequests, recordings } from '../../../tools/corpus.ts';

const { dissect, taken } = readerOf(krenalis, rudderstack);
const KEY = '2wKeyABCDEFGHIJKLMNOPQRSTUVW';
const PLANE = 'https://plane.example.test';
const BASIC = { authorization: `Basic ${btoa(`${KEY}:`)}` };
const OWN = { ...BASIC, anonymousid: btoa('a1') };
const BEACON = `${PLANE}/beacon/v1/batch?writeKey=${KEY}`;
const HIDDEN: Body = { kind: 'unavailable', reason: 'blob', size: 900 };
const WEB = 'RudderLabs JavaScript SDK';
const library = (name?: string) => (name === undefined ? {} : { library: { name, version: '3.34.1' } });
const SESSION = { sessionId: ARRIVAL - 5000 };
const event = (context: object = library(WEB), extra: object = {}) =>
  ({ type: 'track', event: 'A', channel: 'web', messageId: 'm1', anonymousId: 'a1', userId: '', originalTimestamp: iso(-1000), sentAt: iso(-100), context, ...extra });
/** As Segment's and others' libraries send it. */
const plain = (context: object, extra: object = {}) => ({ type: 'track', event: 'A', messageId: 'm1', anonymousId: 'a1', timestamp: iso(-1000), context, ...extra });
const batch = (items: readonly unknown[], root: object = {}) => JSON.stringify({ batch: items, sentAt: iso(-100), ...root });
const post = (body: string | Body, url = `${PLANE}/v1/track`, headers: Record<string, string> = OWN) => wireRequest('POST', url, body, headers);

describe('recognising', () => {
  it.each([
    ['one event', `${PLANE}/v1/track`, JSON.stringify(event()), OWN],
    ['one event, headers lost', `${PLANE}/v1/track`, JSON.stringify(event()), {}],
    ['a batch', `${PLANE}/v1/batch`, batch([event()]), OWN],
    ['a beacon', BEACON, batch([event()]), {}],
    ['behind a prefix', 'https://shop.example.test/rs/v1/page', JSON.stringify(event()), OWN],
    ['a path of its own', 'https://shop.example.test/collect', JSON.stringify(event()), {}],
    ['Krenalis\'s path', `${PLANE}/v1/events`, batch([event()]), {}],
    ['a mobile SDK', `${PLANE}/v1/batch`, batch([event(library('com.rudderstack.android.sdk.core'))]), BASIC],
    ['no library, its header', `${PLANE}/v1/track`, JSON.stringify(event({})), OWN],
    ['no library, its beacon', BEACON, batch([event({})]), {}],
    ['the Node SDK', `${PLANE}/v1/batch`, batch([event(library('analytics-node'), { channel: 'server' })]), BASIC],
    ['the service worker SDK', `${PLANE}/v1/batch`, batch([event(library('analytics-service-worker'), { channel: 'service-worker' })]), BASIC],
    ['no library, its HTTP API with a session', `${PLANE}/v1/track`, JSON.stringify(plain(SESSION)), BASIC],
    ['one event, the type by path', `${PLANE}/v1/page`, JSON.stringify(plain(SESSION, { type: undefined })), BASIC],
  ])('takes: %s', (_, url, body, headers) => {
    const dissection = dissect(post(body, url, headers));
    expect([dissection?.protocol, dissection?.result, dissection?.events.length, codesOf(dissection)]).toEqual(['rudderstack', 'decoded', 1, []]);
  });

  it.each([
    ['Segment\'s web SDK', 'https://api.segment.example.test/v1/t', JSON.stringify({ ...plain(library('analytics.js')), writeKey: KEY }), {}],
    ['Segment\'s web SDK at this path, with a session of a plugin', `${PLANE}/v1/track`, JSON.stringify({ ...plain({ ...library('analytics.js'), ...SESSION }), writeKey: KEY }), BASIC],
    ['Segment\'s web SDK with this vendor\'s header', `${PLANE}/v1/track`, JSON.stringify(plain(library('analytics.js'))), OWN],
    ['Segment\'s Node SDK', 'https://api.segment.example.test/v1/batch', batch([plain(library('@segment/analytics-node'))]), BASIC],
    ['Segment\'s elder Node SDK', 'https://api.segment.example.test/v1/batch', batch([plain(library('analytics-node'))]), BASIC],
    ['Segment\'s HTTP API', 'https://api.segment.example.test/v1/track', JSON.stringify(plain({})), BASIC],
    ['Segment\'s HTTP API with the key in the body', 'https://api.segment.example.test/v1/batch', batch([plain(SESSION)], { writeKey: KEY }), BASIC],
    ['the format with an original time alone', `${PLANE}/v1/track`, JSON.stringify(event({}, { channel: undefined })), BASIC],
    ['Segment\'s mobile SDK', 'https://api.segment.example.test/v1/b', batch([plain(library('analytics-kotlin'))], { writeKey: KEY }), {}],
    ['a parcel service', `${PLANE}/v1/track`, JSON.stringify({ event: 'shipped', properties: { parcel: 7 } }), {}],
    ['a gateway\'s batch', `${PLANE}/v1/batch`, JSON.stringify({ requests: [{ method: 'GET', path: '/x' }] }), {}],
    ['a content system', `${PLANE}/v1/page`, JSON.stringify({ title: 'Home', type: 'page', userId: 'u' }), BASIC],
    ['text', `${PLANE}/v1/track`, 'hello', OWN],
    ['cut text of another', `${PLANE}/v1/track`, '{"event":"shipped","prop', {}],
  ])('leaves alone: %s', (_, url, body, headers) => expect(dissect(post(body, url, headers))).toBeNull());

  it('gives Krenalis its own, whole or cut, even at this path', () => {
    const text = batch([event(library('meergo.js'))]);
    for (const body of [text, text.slice(0, -50)]) expect(dissect(post(body))?.protocol).toBe('krenalis');
  });

  it.each([
    ['its beacon', BEACON, {}],
    ['its header', `${PLANE}/v1/track`, OWN],
  ])('is a candidate by %s where the browser hid the body', (_, url, headers) => {
    const dissection = dissect(post(HIDDEN, url, headers));
    expect([dissection?.protocol, dissection?.result, codesOf(dissection)]).toEqual(['rudderstack', 'bodyUnavailable', ['body.unavailable']]);
    expect(dissection?.endpoint.project).toBe(KEY);
  });

  it('is none by a path that many have', () => {
    expect(dissect(post(HIDDEN, `${PLANE}/v1/track`, BASIC))).toBeNull();
    expect(dissect(post(HIDDEN, `${PLANE}/v1/batch`, {}))).toBeNull();
  });

  it('takes a cut event by its header', () => {
    const dissection = dissect(post('{"type":"track","event":"A","cont'));
    expect([dissection?.protocol, codesOf(dissection)]).toEqual(['rudderstack', ['body.unexpected']]);
  });

  it('takes its own request whose events are all broken', () => {
    expect(codesOf(dissect(post(batch([{ type: 1 }, 5]), BEACON, {})))).toEqual(['rudderstack.event.unreadable batch[0]', 'rudderstack.event.unreadable batch[1]']);
  });
});

describe('endpoint', () => {
  it.each([
    [`${PLANE}/v1/track`, OWN, PLANE, KEY],
    ['https://shop.example.test/rs/v1/batch/', BASIC, 'https://shop.example.test/rs', KEY],
    [`https://shop.example.test/rs/beacon/v1/batch?writeKey=${KEY}`, {}, 'https://shop.example.test/rs', KEY],
    ['https://shop.example.test/collect', {}, 'https://shop.example.test/collect', null],
  ])('of %s', (url, headers, collector, project) => {
    const dissection = taken(post(batch([event()]), url, headers as Record<string, string>));
    expect(dissection.endpoint).toEqual({ collector, project });
    expect(dissection.endpointKey).toBe(project ?? `${collector}|`);
  });

  it('is told, with the anonymous id of the header, in the fields', () => {
    const fields = (headers: Record<string, string>) => taken(post(JSON.stringify(event()), `${PLANE}/v1/track`, headers)).tree.map((f) => [f.name, f.value]);
    expect(fields(OWN)).toEqual([['rudderstack.request.writeKey', KEY], ['rudderstack.request.anonymousId', 'a1']]);
    expect(fields({ anonymousid: '***', authorization: 'Basic ***' })).toEqual([['rudderstack.request.anonymousId', '***']]);
    expect(taken(post(batch([event()]), BEACON, {})).tree.map((f) => [f.name, f.value])).toContainEqual(['rudderstack.request.sentAt', iso(-100)]);
  });
});

describe('the source configuration', () => {
  const config = (path: string, headers: Record<string, string> = {}) => dissect(wireRequest('GET', `https://config.example.test${path}`, null, headers));

  it.each([
    [`/sourceConfig/?p=npm&v=3.34.1&build=modern&writeKey=${KEY}`, {}, ''],
    [`/rs/sourceConfig?v=2.52.21&writeKey=${KEY}`, {}, '/rs'],
    ['/sourceConfig?p=android&v=1.2.3', BASIC, ''],
  ])('%s is read, and is no event', (path, headers, prefix) => {
    expect(config(path, headers as Record<string, string>)).toMatchObject({
      protocol: 'rudderstack', result: 'decoded', endpoint: { collector: `https://config.example.test${prefix}`, project: KEY }, endpointKey: KEY, events: [], signals: [],
      tree: [{ name: 'rudderstack.request.writeKey' }, { name: 'rudderstack.request.sourceConfig' }, { name: 'rudderstack.request.sdkVersion' }],
    });
  });

  it.each(['/sourceConfig/', '/sourceConfig/x', '/config?writeKey=x', '/v1/track?writeKey=x'])('%s is another\'s', (path) => expect(config(path)).toBeNull());
});

describe('times', () => {
  const one = (extra: object, root: object = {}) => taken(post(batch([event({ ...library(WEB), ...SESSION }, extra)], root), `${PLANE}/v1/batch`));
  it.each([
    ['moved by what lies between sending and arrival', {}, {}, ARRIVAL - 900],
    ['of a retry kept, as it sets the sending time anew', { originalTimestamp: iso(-2_401_000) }, {}, ARRIVAL - 2_400_900],
    ['of a clock an hour ahead', { originalTimestamp: iso(3_599_000), sentAt: iso(3_600_000) }, {}, ARRIVAL - 1000],
    ['by the batch\'s sending time where events have none', { sentAt: undefined }, { sentAt: iso(-300) }, ARRIVAL - 700],
    ['as they stand without a sending time', { sentAt: undefined }, { sentAt: undefined }, ARRIVAL - 1000],
    ['as the sender says himself', { timestamp: iso(-7000) }, {}, ARRIVAL - 7000],
    ['of arrival where there is none', { originalTimestamp: undefined }, {}, ARRIVAL],
  ])('%s', (_, extra, root, expected) => {
    const { events, signals } = one(extra, root);
    expect([events[0]?.occurredAt, signals[0]?.at]).toEqual([expected, expected]);
  });
});

it.each([
  [WEB, undefined, 30], ['analytics-service-worker', undefined, 30],
  ['com.rudderstack.android.sdk.core', 'mobile', 5], ['rudder-ios-library', 'mobile', 5], ['rudder-sdk-swift', 'mobile', 5], ['com.rudderstack.sdk.kotlin.android', 'mobile', 5],
])('sessions of %s follow the rules %s: %i min', (name, variant, minutes) => {
  const signal = taken(post(batch([event({ ...library(name), ...SESSION })]), `${PLANE}/v1/batch`)).signals[0];
  expect(signal?.rulesVariant).toBe(variant);
  const rules = rudderstack.variants?.find((v) => v.when === variant)?.rules ?? rudderstack.rules;
  expect(rules).toMatchObject({ idleMs: minutes * 60_000, maxMs: null, scope: 'storage', heartbeatMs: null, hasStartFlag: true, missingIdEnds: true });
});

it('reads the mobile SDKs\' seconds as a start, the web SDK\'s as a number given by hand', () => {
  const seconds = Math.floor((ARRIVAL - 60_000) / 1000);
  const signal = (name: string) => taken(post(batch([event({ ...library(name), sessionId: seconds })]), `${PLANE}/v1/batch`)).signals[0];
  expect(signal('rudder-ios-library')).toMatchObject({ sessionId: String(seconds), startedAt: ARRIVAL - 60_000 + 100 });
  expect(signal('rudder-ios-library')).not.toHaveProperty('manual');
  expect(signal(WEB)).toMatchObject({ sessionId: String(seconds), manual: true });
});

/** What the driver did, by the words of its log, and the name and kind of the event. */
const DONE: readonly (readonly [RegExp, string, RegExp])[] = [
  [/^track Product Added/, 'track', /^Product Added$/], [/^identify/, 'identify', /^identify$/], [/^page Checkout/, 'page', /^Checkout \(Shop\)$/],
  [/^group/, 'group', /^group$/], [/^alias/, 'alias', /^alias$/], [/^track Order Completed/, 'track', /^Order Completed$/],
  [/^track after idle/, 'track', /^(Returned|B|C)$/], [/^track ([A-Z])\d?$/, 'track', /^[A-Z]\d?$/], [/^track after endSession/, 'track', /^After end|^[A-Z]\d?$/],
  [/^track other user/, 'track', /^Other user$/],
];

describe.each(recordings('rudderstack'))('recording $name', ({ recording }) => {
  const captured = capturedRequests(recording);
  const dissections = captured.map((c) => dissect(c));
  const events = dissections.flatMap((d) => (d ? d.events.map((e, i) => ({ kind: e.kind, name: e.name, session: d.signals.find((s) => s.eventIndex === i)?.sessionId ?? null })) : []));

  it('is read whole', () => {
    expect(dissections.map((d) => d?.protocol ?? null)).toEqual(captured.map((c) => (c.method === 'OPTIONS' ? null : 'rudderstack')));
    expect(dissections.flatMap((d) => d?.diagnostics ?? [])).toEqual([]);
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
    expect(new Set(signals.filter((s) => s.type === 'start').map((s) => s.sessionId)).size).toBe(recording.truth.sessions.filter((s) => s.onWire).length);
  });
});
