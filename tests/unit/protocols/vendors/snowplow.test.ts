import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../lib/base/json.ts';
import { asRequestId, type Body, type CapturedRequest } from '../../../../lib/domain/request.ts';
import type { Dissection } from '../../../../lib/protocols/dissector.ts';
import { createRegistry } from '../../../../lib/protocols/registry.ts';
import { snowplow } from '../../../../lib/protocols/vendors/snowplow/index.ts';
import { WireRequest } from '../../../../lib/protocols/wire-request.ts';
import { capturedRequests, recordings } from '../../../tools/corpus.ts';

const registry = createRegistry([snowplow]);
const ARRIVAL = Date.UTC(2026, 10, 21, 9, 0, 0);
const TP2 = 'https://collector.example.test/com.snowplowanalytics.snowplow/tp2';
const SCHEMA = 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4';
const BASE = { e: 'pv', tv: 'js-4.10.1', p: 'web', aid: 'shop', eid: 'e1', sid: 's1', vid: '2', duid: 'd1', dtm: String(ARRIVAL - 500), stm: String(ARRIVAL - 100) };

function request(method: string, url: string, body: string | Body | null, headers: Record<string, string> = {}): CapturedRequest {
  return {
    id: asRequestId('r1'), witnesses: ['import'], tabId: null, frameId: null, documentId: null, pageUrl: null, initiator: null,
    resourceType: 'xmlhttprequest', method, url, headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    body: body === null ? { kind: 'none' } : typeof body === 'string' ? { kind: 'bytes', bytes: new TextEncoder().encode(body), encoding: null } : body,
    startedAt: ARRIVAL, outcome: { kind: 'pending' },
  };
}

const dissect = (captured: CapturedRequest): Dissection | null => registry.dissect(new WireRequest(captured), captured.id);
function post(data: unknown, url = TP2, headers: Record<string, string> = {}): Dissection {
  const dissection = dissect(request('POST', url, JSON.stringify({ schema: SCHEMA, data }), headers));
  if (!dissection) throw new Error('not taken');
  return dissection;
}
const event = (extra: Record<string, unknown> = {}): Record<string, unknown> => ({ ...BASE, ...extra });
const one = (extra: Record<string, unknown> = {}) => {
  const dissection = post([event(extra)]);
  return { event: dissection.events[0]!, signal: dissection.signals[0], codes: dissection.diagnostics.map((d) => d.code), dissection };
};
const codes = (dissection: Dissection | null) => dissection?.diagnostics.map((d) => d.code);

const contexts = (...data: unknown[]) => JSON.stringify({ schema: 'iglu:com.snowplowanalytics.snowplow/contexts/jsonschema/1-0-0', data });
const session = (data: JsonObject) => contexts({ schema: 'iglu:com.snowplowanalytics.snowplow/client_session/jsonschema/1-0-2', data });
const unstruct = (schema: string, data: JsonObject) =>
  JSON.stringify({ schema: 'iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0', data: { schema, data } });
const base64url = (text: string) => Buffer.from(text).toString('base64url');
const NIL = '00000000-0000-0000-0000-000000000000';
const CLIENT_SESSION = {
  userId: 'd1', sessionId: 's1', sessionIndex: 2, eventIndex: 7, previousSessionId: 's0', storageMechanism: 'COOKIE_1',
  firstEventId: 'e0', firstEventTimestamp: new Date(ARRIVAL - 10_500).toISOString(),
};

describe('recognising', () => {
  const query = '?e=pv&p=web&tv=js-4.10.1';
  it.each([
    ['default path', 'POST', TP2, JSON.stringify({ schema: SCHEMA, data: [BASE] })],
    ['custom path', 'POST', 'https://shop.test/shop/v1/hits', JSON.stringify({ schema: SCHEMA, data: [BASE] })],
    ['slashes escaped', 'POST', 'https://shop.test/hits', JSON.stringify({ schema: SCHEMA, data: [BASE] }).replaceAll('/', '\\/')],
    ['older payload schema', 'POST', 'https://shop.test/hits', JSON.stringify({ schema: SCHEMA.replace('1-0-4', '1-0-2'), data: [BASE] })],
    ['pixel', 'GET', `https://shop.test/i${query}`, null],
    ['pixel behind a prefix', 'GET', `https://shop.test/metrics/i${query}`, null],
    ['old pixel', 'GET', `https://shop.test/ice.png${query}`, null],
    ['GET under a path of its own', 'GET', `https://shop.test/hello${query}`, null],
    ['no-JavaScript pixel', 'GET', 'https://shop.test/i?e=pv&p=web&tv=no-js-0.1.0', null],
  ])('takes: %s', (_, method, url, body) => {
    const dissection = dissect(request(method, url, body));
    expect(dissection?.protocol).toBe('snowplow');
    expect(dissection?.events).toHaveLength(1);
    expect(dissection?.result).toBe('decoded');
  });

  it.each([
    ['an image whose query has e', 'GET', 'https://shop.test/i?w=200&e=webp', null],
    ['all three parameters, none in shape', 'GET', 'https://shop.test/i?e=pv&p=2&tv=on', null],
    ['another path with only the names', 'GET', 'https://shop.test/list?e=se&p=3&tv=js-4.10.1', null],
    ['e unknown on the pixel path', 'GET', 'https://shop.test/i?e=zz&p=web&tv=js-4.10.1', null],
    ['foreign list of data', 'POST', 'https://shop.test/batch', '{"data":[{"e":"pv","p":"x"}]}'],
    ['another self-describing JSON', 'POST', 'https://shop.test/x', '{"schema":"iglu:com.acme/thing/jsonschema/1-0-0","data":[]}'],
    ['text elsewhere', 'POST', 'https://shop.test/x', 'hello'],
    ['a preflight', 'OPTIONS', TP2, null],
  ])('leaves alone: %s', (_, method, url, body) => expect(dissect(request(method, url, body))).toBeNull());

  it('tells of foreign JSON on the path that is its own', () => {
    for (const body of ['{"hello":1}', '[1,2,3]']) expect(dissect(request('POST', TP2, body))).toMatchObject({ result: 'undecodable', events: [] });
  });

  it('is a candidate where the browser hid the body, by path or by its header', () => {
    const hidden: Body = { kind: 'unavailable', reason: 'blob', size: 900 };
    expect(dissect(request('POST', TP2, hidden))?.result).toBe('bodyUnavailable');
    expect(dissect(request('POST', 'https://shop.test/hits', hidden, { 'sp-anonymous': '*' }))?.result).toBe('bodyUnavailable');
    expect(dissect(request('POST', 'https://shop.test/hits', hidden))).toBeNull();
  });

  it('takes truncated JSON on the sure path and by its head, and says so', () => {
    const text = JSON.stringify({ schema: SCHEMA, data: [BASE] }).slice(0, -20);
    for (const url of [TP2, 'https://shop.test/hits']) {
      const dissection = dissect(request('POST', url, text));
      expect(codes(dissection)).toEqual(['body.unexpected', 'snowplow.event.unreadable']);
      expect(dissection?.result).toBe('undecodable');
    }
  });

  it('keeps the events of a batch in front of where it was cut, and those beside a broken one', () => {
    const text = JSON.stringify({ schema: SCHEMA, data: [BASE, { ...BASE, eid: 'e2' }, { ...BASE, eid: 'e3' }] });
    const cut = dissect(request('POST', TP2, text.slice(0, -20)));
    expect(cut?.events.map((e) => e.dedupeKey)).toEqual(['e1', 'e2']);
    expect(cut?.diagnostics.map((d) => [d.code, d.path])).toEqual([['body.unexpected', null], ['snowplow.event.unreadable', 'data[2]']]);
    expect(cut?.result).toBe('partly');
    const broken = dissect(request('POST', TP2, text.replace('"eid":"e2"', '"eid":e2')));
    expect(broken?.events.map((e) => e.dedupeKey)).toEqual(['e1', 'e3']);
    expect(codes(dissect(request('POST', TP2, text.slice(0, text.indexOf('"data"')))))).toEqual(['body.unexpected']);
  });

  it('knows the events of a body that lost its schema', () => {
    const dissection = dissect(request('POST', TP2, JSON.stringify({ data: [BASE] })));
    expect(dissection?.events).toHaveLength(1);
    expect(codes(dissection)).toEqual(['snowplow.payload.noSchema']);
  });

  it('makes the endpoint from the origin alone', () => {
    expect(post([BASE], 'https://shop.test/a/b?c=1').endpoint).toEqual({ collector: 'https://shop.test', project: null });
  });
});

describe('events', () => {
  it.each([
    [{ e: 'pv', page: 'Home', url: 'https://x.test/a' }, 'page', 'Home'],
    [{ e: 'pv', url: 'https://x.test/a/b?c#d' }, 'page', '/a/b'],
    [{ e: 'pv', url: 'https://x.test' }, 'page', 'page view'],
    [{ e: 'pp', page: 'Home' }, 'heartbeat', 'page ping'],
    [{ e: 'se', se_ca: 'cart', se_ac: 'add', se_la: 'SKU-1', se_va: '2' }, 'track', 'add (cart, SKU-1)'],
    [{ e: 'se', se_ac: 'add' }, 'track', 'add'],
    [{ e: 'ue', ue_pr: unstruct('iglu:com.acme/button_click/jsonschema/1-0-0', { id: 'buy' }) }, 'track', 'button_click'],
    [{ e: 'ue', ue_px: base64url(unstruct('iglu:com.acme/größe/jsonschema/2-0-0', { ü: '?>~' })) }, 'track', 'größe'],
    [{ e: 'ue', ue_pr: unstruct('iglu:com.snowplowanalytics.snowplow/application_error/jsonschema/1-0-1', { message: 'boom' }) }, 'error', 'boom'],
    [{ e: 'ue', ue_pr: unstruct('iglu:com.snowplowanalytics.snowplow/application_error/jsonschema/1-0-1', {}) }, 'error', 'application_error'],
    [{ e: 'ue', ue_pr: unstruct('iglu:com.snowplowanalytics.snowplow/application_background/jsonschema/1-0-0', {}) }, 'track', 'application_background'],
    [{ e: 'ue', ue_pr: unstruct('iglu:com.snowplowanalytics.mobile/screen_view/jsonschema/1-0-0', { name: 'Cart' }) }, 'page', 'screen_view'],
    [{ e: 'tr', tr_id: 'o-7' }, 'track', 'transaction o-7'],
    [{ e: 'ti', ti_sk: 'SKU-1', ti_nm: 'Mug' }, 'track', 'transaction item Mug'],
  ])('%j is %s %s', (extra, kind, name) => {
    const { event: read, codes: said } = one(extra);
    expect([read.kind, read.name, read.isError]).toEqual([kind, name, kind === 'error']);
    expect(said).toEqual([]);
  });

  it('keeps the flat event and decodes its JSON beside it', () => {
    const cx = base64url(contexts({ schema: 'iglu:com.acme/a/jsonschema/1-0-0', data: { n: 1 } }));
    const ue_pr = unstruct('iglu:com.acme/b/jsonschema/1-0-0', { m: 2 });
    expect(one({ e: 'ue', cx, ue_pr }).event.data).toEqual({
      ...event({ e: 'ue', cx, ue_pr }),
      contexts: [{ schema: 'iglu:com.acme/a/jsonschema/1-0-0', data: { n: 1 } }],
      unstruct_event: { schema: 'iglu:com.acme/b/jsonschema/1-0-0', data: { m: 2 } },
    });
  });

  it('tells who and where', () => {
    const { event: read } = one({ uid: 'u-1', url: 'https://x.test/a' });
    expect(read.identity).toEqual({ userId: 'u-1', deviceId: 'd1' });
    expect(read.page).toBe('https://x.test/a');
    expect(one().event.page).toBeNull();
  });

  it.each([
    ['arrival less the time between making and sending', {}, ARRIVAL - 400],
    ['a client clock an hour ahead changes nothing', { dtm: String(ARRIVAL + 3_600_000), stm: String(ARRIVAL + 3_601_000) }, ARRIVAL - 1000],
    ['an event sent hours later keeps its time', { dtm: String(ARRIVAL - 7_200_000), stm: String(ARRIVAL) }, ARRIVAL - 7_200_000],
    ['made after it was sent: the arrival', { dtm: String(ARRIVAL + 5), stm: String(ARRIVAL) }, ARRIVAL],
    ['no sending time: the arrival', { stm: undefined }, ARRIVAL],
    ['the true time wins', { ttm: String(ARRIVAL - 86_400_000) }, ARRIVAL - 86_400_000],
  ])('time: %s', (_, extra, expected) => {
    const { event: read, signal } = one(extra);
    expect(read.occurredAt).toBe(expected);
    expect(signal?.at).toBe(expected);
  });

  it('says when it was sent by the device\'s own clock', () => {
    expect(one().event.sentAt).toBe(ARRIVAL - 100);
    expect(one({ stm: undefined }).event.sentAt).toBeNull();
  });

  it('drops repeats by the event id, else by the text less the sending time, never without a time', () => {
    expect(one().event.dedupeKey).toBe('e1');
    const bare = (extra: Record<string, unknown>) => one({ eid: undefined, ...extra }).event.dedupeKey;
    expect(bare({})).not.toBeNull();
    expect(bare({ stm: String(ARRIVAL - 50) })).toBe(bare({}));
    expect(bare({ dtm: String(ARRIVAL - 501) })).not.toBe(bare({}));
    expect(bare({ dtm: undefined })).toBeNull();
  });

  it('reads the first of a repeated GET parameter', () => {
    const dissection = dissect(request('GET', 'https://c.test/i?e=se&se_ac=one&se_ac=two&p=web&tv=js-2.18.2', null));
    expect(dissection?.events[0]?.name).toBe('one');
  });
});

describe('sessions', () => {
  it('come from sid, vid, duid, uid', () => {
    expect(one({ uid: 'u-1' }).signal).toEqual({
      type: 'activity', at: ARRIVAL - 400, deviceAt: expect.any(Number), eventIndex: 0, sessionId: 's1', index: 2, deviceId: 'd1', userId: 'u-1',
      attributes: { sdk: 'js', sdkVersion: '4.10.1', appId: 'shop', platform: 'web', index: 2 },
    });
  });

  it('take sequence, link, first event and corrected start from the entity', () => {
    expect(one({ co: session(CLIENT_SESSION) }).signal).toMatchObject({
      sessionId: 's1', index: 2, eventSequence: 7, previousId: 's0', firstEventId: 'e0', startedAt: ARRIVAL - 10_400,
      attributes: { storage: 'COOKIE_1' },
    });
  });

  it.each([
    ['.net-1.3.0', 'dotnet', 600_000, 300_000],
    ['unity-0.6.1', 'dotnet', 600_000, 300_000],
    ['andr-6.0.3', 'mobile', 1_800_000, 1_800_000],
    ['ios-6.2.6 flutter-0.7.0', 'mobile', 1_800_000, 1_800_000],
    ['tvos-6.2.6', 'mobile', 1_800_000, 1_800_000],
    ['js-3.24.6', undefined, 1_800_000, undefined],
    ['py-1.0.0', undefined, 1_800_000, undefined],
  ])('of %s follow the rules %s', (tv, variant, idle, background) => {
    const bare = { sid: undefined, vid: undefined, duid: undefined, tv, co: session({ ...CLIENT_SESSION, sessionId: 'app-1', userId: 'phone' }) };
    const { signal } = one(bare);
    expect(signal).toMatchObject({ sessionId: 'app-1', index: 2, deviceId: 'phone' });
    expect(signal?.rulesVariant).toBe(variant);
    const rules = snowplow.variants?.find((v) => v.when === variant)?.rules ?? snowplow.rules;
    expect([rules.idleMs, rules.backgroundIdleMs]).toEqual([idle, background]);
  });

  it.each(['background', 'foreground'])('say when an application goes to the %s', (state) => {
    const schema = `iglu:com.snowplowanalytics.snowplow/application_${state}/jsonschema/1-0-0`;
    const selfDescribing = JSON.stringify({ schema: 'iglu:com.snowplowanalytics.snowplow/unstruct_event/jsonschema/1-0-0', data: { schema, data: {} } });
    expect(one({ e: 'ue', ue_pr: selfDescribing }).signal?.appState).toBe(state);
    expect(one({}).signal?.appState).toBeUndefined();
  });

  it('are renewed by page pings, which are heartbeats', () => {
    expect(one({ e: 'pp' }).signal?.type).toBe('heartbeat');
    expect(snowplow.rules.beatsRenew).toBe(true);
  });

  it('have no signal where tracking is anonymous', () => {
    const dissection = post([event({ sid: undefined, vid: undefined, duid: undefined })], TP2, { 'sp-anonymous': '*' });
    expect(dissection.events).toHaveLength(1);
    expect(dissection.signals).toEqual([]);
    expect(dissection.tree.map((f) => [f.name, f.value])).toContainEqual(['snowplow.request.anonymous', '*']);
  });

  it('take the nil uuid for no device, and a hidden previous id for no word about it', () => {
    const { signal, codes: said } = one({ duid: undefined, co: session({ ...CLIENT_SESSION, userId: NIL, previousSessionId: null }) });
    expect(signal).not.toHaveProperty('deviceId');
    expect(signal).not.toHaveProperty('previousId');
    expect(said).toEqual([]);
    expect(one({ co: session({ ...CLIENT_SESSION, previousSessionId: null }) }).signal?.previousId).toBeNull();
  });

  it('know a first event that is not set yet', () => {
    expect(one({ co: session({ ...CLIENT_SESSION, firstEventId: null }) }).signal?.firstEventId).toBeNull();
  });

  it('prefer the parameters where the entity disagrees, and say so', () => {
    const { signal, dissection } = one({ co: session({ ...CLIENT_SESSION, sessionId: 'other', sessionIndex: 9 }) });
    expect([signal?.sessionId, signal?.index]).toEqual(['s1', 2]);
    expect(dissection.diagnostics.map((d) => [d.code, d.path])).toEqual([
      ['snowplow.session.disagrees', 'data[0]'], ['snowplow.session.disagrees', 'data[0]'],
    ]);
  });

  it('take no count from an entity without an id, as trackers without storage send', () => {
    const { signal, dissection } = one({ co: session({ userId: '', sessionId: '', sessionIndex: 0, previousSessionId: null, storageMechanism: 'COOKIE_1' }) });
    expect([signal?.sessionId, signal?.index]).toEqual(['s1', 2]);
    expect(dissection.diagnostics).toEqual([]);
  });

  it('of a batch are one signal an event', () => {
    const dissection = post([event(), event({ eid: 'e2', sid: 's2' }), event({ eid: 'e3', sid: undefined })]);
    expect(dissection.signals.map((s) => [s.eventIndex, s.sessionId])).toEqual([[0, 's1'], [1, 's2']]);
  });
});

describe('broken input', () => {
  it('costs only the item that is broken', () => {
    const dissection = post([event(), null, 'x', { foo: 1 }, event({ eid: 'e2' })]);
    expect(dissection.events.map((e) => e.dedupeKey)).toEqual(['e1', 'e2']);
    expect(dissection.diagnostics.map((d) => [d.code, d.path])).toEqual(
      [1, 2, 3].map((i) => ['snowplow.event.unreadable', `data[${i}]`]),
    );
    expect(dissection.result).toBe('partly');
  });

  it.each([
    ['co is no JSON', { co: '{oops' }, 'snowplow.contexts.unreadable', 'data[0].co'],
    ['cx is no base64', { cx: '***' }, 'snowplow.contexts.unreadable', 'data[0].cx'],
    ['cx is base64 of no JSON', { cx: base64url('hello') }, 'snowplow.contexts.unreadable', 'data[0].cx'],
    ['co is a list', { co: '[1]' }, 'snowplow.contexts.unreadable', 'data[0].co'],
    ['co is a number', { co: 5 }, 'snowplow.contexts.unreadable', 'data[0].co'],
    ['contexts without a list', { co: '{"schema":"x","data":{}}' }, 'snowplow.contexts.unreadable', 'data[0].co'],
    ['ue_pr is no JSON', { e: 'ue', ue_pr: '{' }, 'snowplow.selfDescribing.unreadable', 'data[0].ue_pr'],
    ['ue_px without an event', { e: 'ue', ue_px: base64url('{"schema":"x","data":7}') }, 'snowplow.selfDescribing.unreadable', 'data[0].ue_px'],
    ['ue without either', { e: 'ue' }, 'snowplow.selfDescribing.unreadable', 'data[0].ue_pr'],
    ['an event type of nobody', { e: 'zz' }, 'snowplow.event.unknownType', 'data[0].e'],
  ])('%s', (_, extra, code, path) => {
    const { event: read, signal, dissection } = one(extra);
    expect(dissection.diagnostics.map((d) => [d.code, d.path])).toEqual([[code, path]]);
    expect(signal?.sessionId).toBe('s1');
    expect(read.data).toMatchObject(extra);
  });

  it('keeps the good entities beside a bad one', () => {
    const good = JSON.parse(session(CLIENT_SESSION)).data[0];
    const { signal, dissection } = one({ co: contexts(7, good) });
    expect(signal?.eventSequence).toBe(7);
    expect(dissection.diagnostics.map((d) => d.path)).toEqual(['data[0].co.data[0]']);
  });

  it('reads numbers and objects where text should stand', () => {
    const { signal, codes: said } = one({ vid: 3, dtm: ARRIVAL - 500, stm: ARRIVAL - 100, sid: 12, co: JSON.parse(session({ ...CLIENT_SESSION, sessionId: '12', sessionIndex: '3' })) });
    expect(signal).toMatchObject({ sessionId: '12', index: 3, at: ARRIVAL - 400, eventSequence: 7 });
    expect(said).toEqual([]);
  });

  it('says that data is no list', () => {
    expect(codes(dissect(request('POST', TP2, JSON.stringify({ schema: SCHEMA, data: 'x' }))))).toEqual(['body.unexpected']);
  });

  it('names each field and code once', () => {
    const declared = new Set(snowplow.diagnostics.map((d) => d.code));
    expect(declared.size).toBe(snowplow.diagnostics.length);
    expect(new Set(snowplow.fields.map((f) => f.name)).size).toBe(snowplow.fields.length);
  });
});

/** What the driver did, by the words in its log, and a piece of the name that the event of it must have. */
const DONE: readonly (readonly [RegExp, RegExp])[] = [
  [/^page view|^open /, /^Shop /],
  [/^struct cart add/, /^add \(cart, SKU-1\)$/],
  [/^struct [ab]$/i, /^(a|b|add|remove) \(cart\)$/],
  [/^struct after idle/, /^return \(cart\)$/],
  [/^struct after newSession/, /^switch \(account\)$/],
  [/^struct after reload/, /^open \(account\)$/],
  [/^self-describing|^sd$/, /^button_click$/],
  [/^unhandled/, /RangeError: cart index out of range/],
];

describe.each(recordings('snowplow'))('recording $name', ({ recording }) => {
  const captured = capturedRequests(recording);
  const dissections = captured.map((c) => dissect(c));

  it('is read whole', () => {
    expect(dissections.map((d) => d !== null)).toEqual(captured.map((c) => c.method !== 'OPTIONS'));
    expect(dissections.flatMap((d) => d?.diagnostics ?? [])).toEqual([]);
  });

  it('has the sessions that the SDK reported', () => {
    const seen = new Set(dissections.flatMap((d) => d?.signals ?? []).map((s) => s.sessionId));
    expect([...seen].toSorted()).toEqual(recording.truth.sessions.filter((s) => s.onWire).map((s) => String(s.id)).toSorted());
    for (const d of dissections) expect(d?.signals.map((s) => s.eventIndex)).toEqual(d?.events.map((_, i) => i));
  });

  it('has the events that were made, in the session that the SDK reported', () => {
    const events = dissections.flatMap((d) => (d ? d.events.map((e, i) => ({ name: e.name, session: d.signals[i]?.sessionId })) : []));
    for (const done of recording.truth.events) {
      const name = DONE.find(([did]) => did.test(String(done['name'])))?.[1];
      if (!name) continue;
      expect(events).toContainEqual({ name: expect.stringMatching(name), session: done['session'] });
    }
  });

  it('has counts of events that grow by one in each session, where they are on the wire', () => {
    const last = new Map<string | undefined, number>();
    for (const signal of dissections.flatMap((d) => d?.signals ?? [])) {
      if (signal.eventSequence === undefined) continue;
      expect(signal.eventSequence).toBe((last.get(signal.sessionId) ?? 0) + 1);
      last.set(signal.sessionId, signal.eventSequence);
    }
    const told = recording.truth.snapshots.filter((s) => Number(s['eventIndex']) > 0);
    expect(told.filter((s) => (last.get(String(s['session'])) ?? Infinity) < Number(s['eventIndex']))).toEqual([]);
  });
});
