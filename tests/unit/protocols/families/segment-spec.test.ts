import { describe, expect, it } from 'vitest';
import { krenalis } from '../../../../lib/protocols/vendors/krenalis.ts';
import { rudderstack } from '../../../../lib/protocols/vendors/rudderstack.ts';
import { ARRIVAL, codesOf, iso, readerOf, wireRequest } from '../../../fakes/wire.ts';

/** What Krenalis and RudderStack read alike, in the words of each. */
const { dissect, taken } = readerOf(krenalis, rudderstack);
const KEY = 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW';
const VENDORS = [
  { prefix: 'krenalis', library: { name: 'krenalis.js', version: '0.12.0' }, url: 'https://c.example.test/v1/events' },
  { prefix: 'rudderstack', library: { name: 'RudderLabs JavaScript SDK', version: '3.34.1' }, url: 'https://c.example.test/v1/batch' },
];

describe.each(VENDORS)('$prefix', ({ prefix, library, url }) => {
  const timestamp = prefix === 'krenalis' ? 'timestamp' : 'originalTimestamp';
  const event = (extra: object = {}, context: object = {}) => ({
    type: 'track', event: 'A', messageId: 'm1', anonymousId: 'a1', userId: null, [timestamp]: iso(-1000), context: { library, ...context }, ...extra,
  });
  const post = (items: readonly unknown[], root: object = {}) =>
    taken(wireRequest('POST', url, JSON.stringify({ batch: items, sentAt: iso(-100), writeKey: KEY, ...root })));
  /** Puts JSON text where a value stands, as JSON.stringify would round long numbers. */
  const raw = (context: string) => taken(wireRequest('POST', url, JSON.stringify({ batch: [event({}, { here: 1 })], sentAt: iso(-100), writeKey: KEY }).replace('"here":1', context)));
  const one = (extra: object = {}, context: object = {}) => {
    const dissection = post([event(extra, context)]);
    return { event: dissection.events[0]!, signal: dissection.signals[0], codes: codesOf(dissection), dissection };
  };
  const code = (name: string, path: string) => `${prefix}.${name} batch[0].${path}`;

  it.each([
    [{ type: 'track', event: 'Product Added' }, 'track', 'Product Added'],
    [{ type: 'track', event: undefined }, 'track', 'track'],
    [{ type: 'track', event: 7 }, 'track', '7'],
    [{ type: 'page', name: 'Home' }, 'page', 'Home'],
    [{ type: 'page', name: 'Checkout', category: 'Shop' }, 'page', 'Checkout (Shop)'],
    [{ type: 'page', category: 'Shop' }, 'page', 'Shop'],
    [{ type: 'page', properties: { name: 'Checkout', category: 'Shop' } }, 'page', 'Checkout (Shop)'],
    [{ type: 'page', properties: {} }, 'page', 'page'],
    [{ type: 'screen', name: 'Cart' }, 'page', 'Cart'],
    [{ type: 'identify', event: 'no name of it' }, 'identify', 'identify'],
    [{ type: 'group' }, 'group', 'group'],
    [{ type: 'alias' }, 'alias', 'alias'],
  ])('calls %j a %s named %s', (extra, kind, name) => {
    const { event: read, codes } = one(extra);
    expect([read.kind, read.name, read.isError ?? false]).toEqual([kind, name, false]);
    expect(codes).toEqual([]);
  });

  it('takes no user from an alias, as its two names are one person', () => {
    expect(one({ type: 'alias', userId: 'u2', previousId: 'u1' }, { sessionId: 1_795_248_000_000 }).signal?.userId).toBeUndefined();
    expect(one({ type: 'track', event: 'x', userId: 'u2' }, { sessionId: 1_795_248_000_000 }).signal?.userId).toBe('u2');
  });

  it('keeps the vendor\'s own event, told who did it, where, and when it was sent', () => {
    const context = { page: { url: 'https://shop.example.test/a' }, traits: { name: 'Ann' }, device: { id: 'd1' } };
    const { event: read } = one({ userId: 'u1' }, context);
    expect(read.data).toEqual(event({ userId: 'u1' }, context));
    expect(read.identity).toEqual({ userId: 'u1', anonymousId: 'a1', deviceId: 'd1', name: 'Ann' });
    expect([read.page, read.sentAt, read.dedupeKey]).toEqual(['https://shop.example.test/a', ARRIVAL - 100, 'm1']);
  });

  it.each([['', undefined], [null, undefined], [42, '42'], ['u1', 'u1']])('takes user id %j for %j', (userId, read) => {
    const { event: draft, signal } = one({ userId });
    expect([draft.identity?.userId, signal?.userId]).toEqual([read, read]);
  });

  it('takes a name from the traits of identify, never from a group\'s', () => {
    expect(one({ type: 'identify', traits: { name: 'Ann' } }).event.identity?.name).toBe('Ann');
    expect(one({ type: 'group', traits: { name: 'Team 7' } }).event.identity).not.toHaveProperty('name');
  });

  it('knows a repeat without a message id by its text, unless it has no time', () => {
    const key = (extra: object) => one({ messageId: undefined, ...extra }).event.dedupeKey;
    expect(key({ sentAt: iso(-50) })).toBe(key({ sentAt: iso(-10) }));
    expect(key({ event: 'B' })).not.toBe(key({}));
    expect(key({ [timestamp]: undefined })).toBeNull();
  });

  it('gives the batch\'s context to the events, theirs first', () => {
    const { signals } = post([event({}, { locale: 'de', app: { name: 'Shop' } })], { context: { locale: 'en', timezone: 'UTC', app: { name: 'X', version: '2' } } });
    expect(signals[0]?.attributes).toMatchObject({ locale: 'de', timezone: 'UTC', app: 'Shop', appVersion: '2' });
  });

  it('tells what stays the same for a session', () => {
    const { signal } = one({ channel: 'web' }, { userAgent: 'UA', locale: 'en-GB', timezone: 'UTC', screen: { width: 1280, height: 720 }, os: { name: 'X', version: 9 }, app: { name: library.name, version: '9' } });
    expect(signal?.attributes).toEqual({ sdk: library.name, sdkVersion: library.version, channel: 'web', userAgent: 'UA', screen: '1280x720', locale: 'en-GB', timezone: 'UTC', os: 'X 9' });
  });

  describe('sessions', () => {
    const ID = ARRIVAL - 5000;

    it('come from sessionId and sessionStart', () => {
      const { signal } = one({ userId: 'u1' }, { sessionId: ID, sessionStart: true });
      expect(signal).toMatchObject({
        type: 'start', at: ARRIVAL - 900, deviceAt: ARRIVAL - 1000, eventIndex: 0, sessionId: String(ID), startFlag: true, startedAt: ID + 100, anonymousId: 'a1', userId: 'u1',
      });
      expect(signal).not.toHaveProperty('manual');
      expect(one({}, { sessionId: ID }).signal).toMatchObject({ type: 'activity', sessionId: String(ID), startFlag: false });
    });

    it('come from session.id and session.start', () => {
      expect(one({}, { session: { id: ID, start: true } }).signal).toMatchObject({ type: 'start', sessionId: String(ID), startFlag: true });
      expect(one({}, { session: { id: ID, start: false } }).signal).toMatchObject({ type: 'activity', startFlag: false });
      expect(one({}, { session: { id: ID } }).codes).toEqual([]);
    });

    it('that are missing are told with the anonymous id, and not at all without', () => {
      const { signal } = one();
      expect(signal).toMatchObject({ type: 'activity', eventIndex: 0, anonymousId: 'a1' });
      for (const key of ['sessionId', 'startFlag', 'startedAt', 'manual']) expect(signal).not.toHaveProperty(key);
      expect(one({ anonymousId: undefined, userId: 'u1' }).signal).toBeUndefined();
      expect(one({ anonymousId: undefined, userId: 'u1' }, { sessionId: ID }).signal?.sessionId).toBe(String(ID));
    });

    it('know an identify call', () => {
      expect(one({ type: 'identify' }).signal?.identityCall).toBe('identify');
      expect(one({ type: 'group' }).signal).not.toHaveProperty('identityCall');
    });

    it.each([
      ['8745632109876543210'], ['8745632109876543211'], ['9007199254740993'], ['9223372036854775807'], ['-9223372036854775808'], ['-5'], ['0'], ['1'],
    ])('keep every digit of %s', (digits) => {
      const dissection = raw(`"sessionId":${digits}`);
      expect(dissection.signals[0]).toMatchObject({ sessionId: digits, manual: true });
      expect(dissection.diagnostics).toEqual([]);
      expect(raw(`"session":{"id":${digits}}`).signals[0]?.sessionId).toBe(digits);
    });

    it.each([
      ['"sessionId":"1795252017101"', 'session.idIsText', 'context.sessionId', '1795252017101'],
      ['"sessionId":"8745632109876543210"', 'session.idIsText', 'context.sessionId', '8745632109876543210'],
      ['"session":{"id": "8745632109876543210"}', 'session.idIsText', 'context.session.id', '8745632109876543210'],
      ['"sessionId":"abc"', 'session.idIsText', 'context.sessionId', 'abc'],
      ['"sessionId":""', 'session.idIsText', 'context.sessionId', undefined],
      ['"sessionId":9223372036854775808', 'session.idInvalid', 'context.sessionId', '9223372036854775808'],
      ['"sessionId":-9223372036854775809', 'session.idInvalid', 'context.sessionId', '-9223372036854775809'],
      [`"sessionId":${'9'.repeat(41)}`, 'session.idInvalid', 'context.sessionId', '9'.repeat(41)],
      ['"sessionId":1.5', 'session.idInvalid', 'context.sessionId', '1.5'],
      ['"sessionId":1e25', 'session.idInvalid', 'context.sessionId', '1e+25'],
      ['"sessionId":null', 'session.idInvalid', 'context.sessionId', undefined],
      ['"sessionId":true', 'session.idInvalid', 'context.sessionId', undefined],
      ['"sessionId":[7]', 'session.idInvalid', 'context.sessionId', undefined],
      ['"session":{"id":null}', 'session.idInvalid', 'context.session.id', undefined],
      ['"sessionId":7,"sessionStart":"true"', 'session.startInvalid', 'context.sessionStart', '7'],
      ['"session":{"id":7,"start":1}', 'session.startInvalid', 'context.session.start', '7'],
      ['"sessionStart":true', 'session.startWithoutId', 'context', undefined],
      ['"session":{"id":7},"sessionId":8', 'session.bothForms', 'context', '8'],
      ['"session":{"id":7},"sessionStart":true', 'session.bothForms', 'context', '7'],
      ['"session":{"start":true},"sessionId":8', 'session.bothForms', 'context', '8'],
    ])('with %s leave %s', (context, name, path, id) => {
      const dissection = raw(context);
      expect(codesOf(dissection)).toEqual([code(name, path)]);
      expect(dissection.signals[0]?.sessionId).toBe(id);
      expect(dissection.result).toBe('decoded');
    });

    it('do not begin with a start flag that has no id', () => {
      expect(raw('"sessionStart":true').signals[0]).toMatchObject({ type: 'activity' });
      expect(raw('"sessionStart":true').signals[0]).not.toHaveProperty('startFlag');
    });

    it('are not text because the same digits stand elsewhere as text', () => {
      const digits = '8745632109876543210';
      expect(raw(`"sessionId":${digits},"traits":{"id":"${digits}"}`).diagnostics).toEqual([]);
    });

    it('that is no object is no session', () => {
      expect(one({}, { session: 'x' })).toMatchObject({ codes: [], signal: { type: 'activity' } });
      expect(one({}, { session: 'x' }).signal).not.toHaveProperty('sessionId');
    });

    it.each([
      ['a little before the event', -1200, true],
      ['in the same millisecond', -1000, true],
      ['a second after the event\'s sending', 900, true],
      ['more than that', 901, false],
      ['a month before', -30 * 86_400_000, true],
      ['years before', -3 * 365 * 86_400_000, false],
      ['years after', 3 * 365 * 86_400_000, false],
    ])('that began %s', (_, offset, isTime) => {
      const { signal } = one({}, { sessionId: ARRIVAL + offset });
      expect([signal?.startedAt, signal?.manual]).toEqual(isTime ? [ARRIVAL + offset + 100, undefined] : [undefined, true]);
    });

    it('of a clock an hour ahead begin by ours', () => {
      const hour = 3_600_000;
      const { signals } = post([event({ [timestamp]: iso(hour - 1000) }, { sessionId: ARRIVAL + hour - 5000 })], { sentAt: iso(hour) });
      expect(signals[0]).toMatchObject({ at: ARRIVAL - 1000, startedAt: ARRIVAL - 5000 });
    });

    it('of a backdated event are no later than when it was sent', () => {
      expect(one({ [timestamp]: iso(-200 * 86_400_000) }, { sessionId: ID }).signal).not.toHaveProperty('manual');
    });
  });

  describe('broken input', () => {
    it('costs only the item that is broken', () => {
      const dissection = post([event(), null, 'x', 7, [], { type: 5 }, {}, event({ messageId: 'm2' })]);
      expect(dissection.events.map((e) => e.dedupeKey)).toEqual(['m1', 'm2']);
      expect(codesOf(dissection)).toEqual([1, 2, 3, 4, 5, 6].map((i) => `${prefix}.event.unreadable batch[${i}]`));
      expect(dissection.result).toBe('partly');
    });

    it.each([
      [{ type: 'zz' }, code('event.unknownType', 'type')],
      [{ type: 'constructor' }, code('event.unknownType', 'type')],
      [{ [timestamp]: 'yesterday' }, code('event.timeInvalid', timestamp)],
      [{ [timestamp]: {} }, code('event.timeInvalid', timestamp)],
      [{ sentAt: 'now' }, code('event.timeInvalid', 'sentAt')],
    ])('%j leaves %s', (extra, expected) => {
      const { event: read, codes } = one(extra);
      expect(codes).toEqual([expected]);
      expect(read.data).toMatchObject(extra);
    });

    it.each([
      { context: 5 }, { context: [] }, { properties: 'x', traits: 7, event: {} }, { anonymousId: {}, userId: [] }, { messageId: 12 },
      { context: { library, page: 'x', screen: [], os: 9, traits: 'y', app: null, device: 1 } },
    ])('reads %j without an exception', (extra) => {
      const dissection = post([event({}, {}), event(extra)]);
      expect(dissection.events).toHaveLength(2);
      expect(codesOf(dissection)).toEqual([]);
    });

    it('is taken and told where it was cut, and its whole events are read', () => {
      const text = JSON.stringify({ batch: [event(), event({ event: 'B', properties: { list: [1, '],"batch":['] } }), event({ event: 'C' })], sentAt: iso(0), writeKey: KEY });
      for (const where of [url, 'https://shop.example.test/t/collect']) {
        const dissection = dissect(wireRequest('POST', where, text.slice(0, text.indexOf('"C"'))));
        expect([dissection?.protocol, dissection?.result, codesOf(dissection)]).toEqual([prefix, 'partly', ['body.unexpected', `${prefix}.event.unreadable batch[2]`]]);
        expect(dissection?.events.map(({ name }) => name)).toEqual(['A', 'B']);
      }
      expect(dissect(wireRequest('POST', url, text.slice(0, text.indexOf('"version"'))))).toMatchObject({ protocol: prefix, events: [], result: 'undecodable' });
    });
    it('says that its time of sending is minutes from when it came', () => {
      const told = (ms: number) => codesOf(post([event()], { sentAt: iso(ms) }));
      expect([told(-7 * 60_000), told(6 * 60_000), told(-4 * 60_000)]).toEqual([[`${prefix}.clock.sentAt sentAt`], [`${prefix}.clock.sentAt sentAt`], []]);
    });
    it('of which one event is broken is read without it', () => {
      const text = JSON.stringify({ batch: [event(), event({ event: 'B' }), event({ event: 'C' })], sentAt: iso(0), writeKey: KEY });
      const dissection = taken(wireRequest('POST', url, text.replace('"event":"B"', '"event":B')));
      expect([dissection.events.map(({ name }) => name), codesOf(dissection)]).toEqual([['A', 'C'], ['body.unexpected', `${prefix}.event.unreadable batch[1]`]]);
    });
    it('that was cut off has sessions where the header tells the project, and none where nobody can say whose they are', () => {
      const text = JSON.stringify({ batch: [event({}, { sessionId: ARRIVAL - 1000 }), event()], sentAt: iso(0), writeKey: KEY });
      const cut = text.slice(0, -200);
      const header = prefix === 'krenalis' ? `Bearer ${KEY}` : `Basic ${btoa(`${KEY}:`)}`;
      const sessions = (headers: Record<string, string>) => taken(wireRequest('POST', url, cut, headers)).signals.map(({ sessionId }) => sessionId);
      expect([sessions({ authorization: header }), sessions({})]).toEqual([[String(ARRIVAL - 1000)], []]);
    });
  });

  it('declares each field and code once, under its own name', () => {
    const dissector = prefix === 'krenalis' ? krenalis : rudderstack;
    const names = [...dissector.fields.map((f) => f.name), ...dissector.diagnostics.map((d) => d.code)];
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !name.startsWith(`${prefix}.`))).toEqual([]);
  });
});
