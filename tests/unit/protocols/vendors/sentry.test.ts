import { describe, expect, it } from 'vitest';
import { concatBytes, encodeUtf8 } from '../../../../lib/base/bytes.ts';
import { asRequestId, type Body, type CapturedRequest } from '../../../../lib/domain/request.ts';
import type { Dissection } from '../../../../lib/protocols/dissector.ts';
import { createRegistry } from '../../../../lib/protocols/registry.ts';
import { sentry } from '../../../../lib/protocols/vendors/sentry/index.ts';
import { WireRequest } from '../../../../lib/protocols/wire-request.ts';
import { capturedRequests, recordings } from '../../../tools/corpus.ts';

const registry = createRegistry([sentry]);
const ARRIVAL = Date.UTC(2026, 10, 21, 9, 0, 0);
const iso = (ms: number) => new Date(ARRIVAL + ms).toISOString();
const seconds = (ms: number) => (ARRIVAL + ms) / 1000;
const KEY = '0123456789abcdef0123456789abcdef';
const SID = '1acdbbb93f264f49b019e3dc66a873e3';
const ENVELOPE = `https://o42.ingest.example.test/api/4242/envelope/?sentry_version=7&sentry_key=${KEY}&sentry_client=sentry.javascript.browser%2F11.12.0`;
const STORE = ENVELOPE.replace('envelope', 'store');
const DSN = `https://${KEY}@o42.ingest.example.test/4242`;
const SDK = { name: 'sentry.javascript.browser', version: '11.12.0' };
const HEADER = { sent_at: iso(-20), sdk: SDK };
const SESSION = {
  sid: SID, init: true, started: iso(-5_000), timestamp: iso(-100), status: 'ok', errors: 0,
  attrs: { release: 'shop@1.2.3', environment: 'production', user_agent: 'UA', ip_address: '{{auto}}' },
};

function request(method: string, url: string, body: string | Uint8Array | Body | null = null, headers: Record<string, string> = {}): CapturedRequest {
  const bytes = typeof body === 'string' ? encodeUtf8(body) : body;
  return {
    id: asRequestId('r1'), witnesses: ['import'], tabId: null, frameId: null, documentId: null, pageUrl: null, initiator: null,
    resourceType: 'xmlhttprequest', method, url, headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    body: bytes === null ? { kind: 'none' } : bytes instanceof Uint8Array ? { kind: 'bytes', bytes, encoding: null } : bytes,
    startedAt: ARRIVAL, outcome: { kind: 'pending' },
  };
}
const dissect = (captured: CapturedRequest): Dissection | null => registry.dissect(new WireRequest(captured), captured.id);
function taken(captured: CapturedRequest): Dissection {
  const dissection = dissect(captured);
  if (!dissection) throw new Error('not taken');
  return dissection;
}
const text = (header: unknown, ...lines: unknown[]) => [header, ...lines].map((l) => (typeof l === 'string' ? l : JSON.stringify(l))).join('\n');
const post = (type: string, payload: unknown, header: unknown = HEADER, item: object = {}) => taken(request('POST', ENVELOPE, text(header, { type, ...item }, payload)));
const session = (extra: object = {}) => post('session', { ...SESSION, ...extra });
const event = (extra: object = {}, type = 'event') => post(type, { event_id: 'e'.repeat(32), timestamp: seconds(-50), ...extra });
const codes = (dissection: Dissection | null) => dissection?.diagnostics.map((d) => `${d.code}${d.path === null ? '' : ` ${d.path}`}`);
const attributes = (values: Record<string, unknown>) => Object.fromEntries(Object.entries(values).map(([k, value]) => [k, { value, type: 'string' }]));

describe('recognising', () => {
  const whole = text(HEADER, { type: 'session' }, SESSION);
  const bare = 'https://shop.test/monitoring';
  it.each([
    ['an envelope', ENVELOPE, whole],
    ['without the last slash, behind a prefix', `https://shop.test/errors/api/7/envelope?sentry_key=${KEY}`, whole],
    ['a key in the header', 'https://shop.test/api/7/envelope/', whole, { 'x-sentry-auth': `Sentry sentry_version=7, sentry_client=x/1, sentry_key=${KEY}` }],
    ['no key, by its shape', 'https://shop.test/api/7/envelope/', whole],
    ['cut off in its first line', ENVELOPE, '{"sent_at":"2026'],
    ['a client report with nothing in its header', ENVELOPE, text({}, { type: 'client_report' }, { discarded_events: [] })],
    ['a tunnel', bare, text({ ...HEADER, dsn: DSN }, { type: 'session' }, SESSION)],
    ['a tunnel cut off after its first line', bare, text({ dsn: DSN }, '{"ty')],
    ['an envelope at an unknown path, by its SDK', bare, whole],
    ['one by its event id', bare, text({ event_id: 'a'.repeat(32), sent_at: iso(0) }, { type: 'event' }, {})],
    ['one by its trace', bare, text({ trace: { public_key: KEY } }, { type: 'event' }, {})],
    ['a store event', STORE, '{"event_id":"x","message":"hi"}'],
    ['a store event cut off', STORE, '{"event_id":"x","mess'],
    ['a store event without a key', 'https://shop.test/api/7/store/', JSON.stringify({ event_id: 'a'.repeat(32), platform: 'javascript' })],
    ['a security report', `https://shop.test/api/7/security/?sentry_key=${KEY}`, '{"csp-report":{}}'],
    ['a crash dialog', `https://shop.test/api/embed/error-page/?dsn=${encodeURIComponent(DSN)}&eventId=e1`, 'name=Ann&comments=it+broke'],
    ['a hidden body', ENVELOPE, { kind: 'unavailable', reason: 'blob', size: 9 } as Body],
  ])('takes %s', (_, url, body, headers: Record<string, string> = {}) => {
    expect(dissect(request('POST', url, body, headers))).not.toBeNull();
  });

  it.each([
    ['lines of an application', 'POST', bare, text({ sent_at: iso(0) }, { type: 'event' }, {})],
    ['lines with more in the first', 'POST', bare, text({ ...HEADER, user: 1 }, { type: 'event' }, {})],
    ['an unknown item type', 'POST', bare, text(HEADER, { type: 'click' }, {})],
    ['an empty header and a common word', 'POST', bare, text({}, { type: 'log' }, {})],
    ['a DSN of something else', 'POST', bare, text({ dsn: 'mysql:host=localhost' }, { type: 'event' }, {})],
    ['lines of Elastic', 'POST', '/intake/v2/rum/events', text({ metadata: { service: {} } }, { transaction: {} })],
    ['JSON over several lines', 'POST', bare, '{\n  "type": "event"\n}'],
    ['JSON in one line', 'POST', bare, '{"type":"event"}'],
    ['a store of things', 'POST', 'https://shop.test/api/7/store/', '{"item":"shoe"}'],
    ['an envelope of paper', 'POST', 'https://shop.test/api/7/envelope/', '{"to":"Ann"}'],
    ['a list in a store', 'POST', STORE, '[1]'],
    ['security of something else', 'POST', 'https://shop.test/api/7/security/', '{"csp-report":{}}'],
    ['a crash dialog of something else', 'GET', 'https://shop.test/api/embed/error-page/?dsn=7', null],
    ['a preflight', 'OPTIONS', ENVELOPE, null],
    ['no body', 'POST', ENVELOPE, null],
    ['reading', 'GET', ENVELOPE, null],
  ])('leaves %s', (_, method, url, body) => {
    expect(dissect(request(method, url, body))).toBeNull();
  });
});

describe('where it goes', () => {
  const body = (header: object = HEADER) => text(header, { type: 'session' }, SESSION);
  it.each([
    ['the address', ENVELOPE, body(), 'https://o42.ingest.example.test', '4242', `4242|${KEY}`],
    ['the address with its prefix', `https://shop.test/errors/api/7/envelope/?sentry_key=${KEY}`, body(), 'https://shop.test/errors', '7', `7|${KEY}`],
    ['the DSN of a tunnel', 'https://shop.test/monitoring?o=1', body({ ...HEADER, dsn: DSN }), 'https://o42.ingest.example.test', '4242', `4242|${KEY}`],
    ['the DSN with a path', 'https://shop.test/t', body({ dsn: `http://${KEY}:secret@host.test:9000/errors/7` }), 'http://host.test:9000/errors', '7', `7|${KEY}`],
    ['the trace\'s key', 'https://shop.test/api/7/envelope/', body({ trace: { public_key: KEY } }), 'https://shop.test', '7', `7|${KEY}`],
    ['no key', 'https://shop.test/api/7/envelope/', body(), 'https://shop.test', '7', 'https://shop.test|7'],
    ['nothing but the body', 'https://shop.test/t', body(), 'https://shop.test', null, 'https://shop.test|'],
  ])('%s', (_, url, text_, collector, project, key) => {
    const dissection = taken(request('POST', url, text_));
    expect(dissection.endpoint).toEqual({ collector, project });
    expect(dissection.endpointKey).toBe(key);
    expect(dissection.tree.some((f) => f.name === 'sentry.request.tunnel')).toBe(_.startsWith('the DSN'));
  });
  it('a hidden body leaves the address', () => {
    expect(taken(request('POST', ENVELOPE, { kind: 'unavailable', reason: 'blob', size: 9 }))).toMatchObject({ result: 'bodyUnavailable', endpointKey: `4242|${KEY}` });
  });
});

describe('a session update', () => {
  it.each([
    ['start', {}, 'sessionStart', 'start', 'Session start'],
    ['update', { init: false }, 'sessionUpdate', 'update', 'Session update'],
    ['update without init', { init: undefined, errors: 1 }, 'sessionUpdate', 'update', 'Session update: 1 error'],
    ['end', { init: false, status: 'exited' }, 'sessionEnd', 'end', 'Session end: exited'],
    ['crash', { init: false, status: 'crashed', errors: 2 }, 'sessionEnd', 'end', 'Session end: crashed, 2 errors'],
    ['unhandled of 11.x', { init: false, status: 'unhandled' }, 'sessionEnd', 'end', 'Session end: unhandled'],
    ['one-shot', { status: 'exited' }, 'sessionStart', 'start', 'Session start: exited'],
    ['no status', { init: false, status: undefined }, 'sessionUpdate', 'update', 'Session update'],
  ])('%s', (_, extra, kind, type, name) => {
    const dissection = session(extra);
    expect(dissection.events).toMatchObject([{ kind, name, occurredAt: ARRIVAL - 100, sentAt: ARRIVAL - 20 }]);
    expect(dissection.signals).toMatchObject([{ type, eventIndex: 0, sessionId: SID, at: ARRIVAL - 100, startedAt: ARRIVAL - 5_000 }]);
  });
  it('carries all that it says', () => {
    expect(session({ status: 'exited', errors: 1, did: 'u-1', duration: 4.9 }).signals).toEqual([{
      type: 'start', at: ARRIVAL - 100, eventIndex: 0, sessionId: SID, startFlag: true, status: 'exited', errors: 1, startedAt: ARRIVAL - 5_000, durationMs: 4_900,
      manual: true, userId: 'u-1',
      attributes: { release: 'shop@1.2.3', environment: 'production', userAgent: 'UA', sdk: 'sentry.javascript.browser/11.12.0' },
    }]);
  });
  it('is automatic without a duration, and cannot lie before its start', () => {
    const [signal] = session({ init: false, timestamp: iso(-9_000) }).signals;
    expect(signal).toMatchObject({ startFlag: false, at: ARRIVAL - 5_000 });
    expect(signal).not.toHaveProperty('manual');
  });
  it('sent again is the same, with another time it is another', () => {
    const keys = [{}, {}, { timestamp: iso(-99) }].map((extra) => session(extra).events[0]?.dedupeKey);
    expect(keys.map((key) => keys.indexOf(key))).toEqual([0, 0, 2]);
  });
  it('of an unknown status leaves it out', () => {
    const dissection = session({ init: false, status: 'asleep' });
    expect(codes(dissection)).toEqual(['sentry.session.unknownStatus item[0].payload.status']);
    expect(dissection.events[0]?.name).toBe('Session update: asleep');
    expect(dissection.signals[0]).not.toHaveProperty('status');
  });
  it('without an id has no signal', () => {
    const dissection = session({ sid: undefined });
    expect(dissection.signals).toEqual([]);
    expect(codes(dissection)).toEqual(['sentry.session.noId item[0].payload.sid']);
  });
  it('tells an address that is one', () => {
    expect(session({ attrs: { ip_address: '192.0.2.1' } }).signals[0]?.attributes).toEqual({ ipAddress: '192.0.2.1', sdk: 'sentry.javascript.browser/11.12.0' });
  });
  it('counts of server SDKs are a report', () => {
    const dissection = post('sessions', { aggregates: [{ started: iso(-60_000), exited: 3, errored: 1 }, { started: iso(0), exited: 2 }], attrs: {} });
    expect(dissection.events).toMatchObject([{ kind: 'report', name: 'Session counts: 5 exited, 1 errored', occurredAt: ARRIVAL - 60_000 }]);
    expect(dissection.signals).toEqual([]);
  });
});

describe('an event', () => {
  const typed = { exception: { values: [{ type: 'Inner', value: 'x' }, { type: 'TypeError', value: 'boom', mechanism: { handled: true } }] } };
  const synthetic = { exception: { values: [{ value: 'Cart opened', mechanism: { synthetic: true } }] }, message: 'Cart opened' };
  it.each([
    ['an error', { ...typed, level: 'error' }, 'error', 'TypeError: boom', true],
    ['an error without a level', typed, 'error', 'TypeError: boom', true],
    ['an error of a low level', { ...typed, level: 'info' }, 'error', 'TypeError: boom', true],
    ['an error without words', { exception: { values: [{ type: 'TypeError' }] } }, 'error', 'TypeError', true],
    ['an error of old SDKs', { exception: [{ type: 'TypeError', value: 'boom' }] }, 'error', 'TypeError: boom', true],
    ['a message', { message: 'hi', level: 'info' }, 'log', 'hi', false],
    ['a message without a level', { message: 'hi' }, 'log', 'hi', false],
    ['a message of 11.x, with a stack', { ...synthetic, level: 'info' }, 'log', 'Cart opened', false],
    ['the same as an error', { ...synthetic, level: 'error' }, 'error', 'Cart opened', true],
    ['a fatal message', { message: 'hi', level: 'fatal' }, 'error', 'hi', true],
    ['a warning', { message: 'hi', level: 'warning' }, 'log', 'hi', false],
    ['a message in parts', { message: { message: 'hi %s', formatted: 'hi Ann' } }, 'log', 'hi Ann', false],
    ['a log entry', { logentry: { message: 'hi' } }, 'log', 'hi', false],
    ['a page only', { transaction: '/cart' }, 'log', '/cart', false],
    ['nothing', {}, 'log', 'Event', false],
  ])('%s', (_, extra, kind, name, isError) => {
    expect(event(extra).events).toMatchObject([{ kind, name, isError, occurredAt: ARRIVAL - 50, dedupeKey: 'e'.repeat(32) }]);
  });
  it('looks for its session by time, with what it says', () => {
    const dissection = event({
      ...typed, user: { id: 1001, email: 'a@b.test', username: 'ann' }, release: 'r1', environment: 'e1', request: { url: 'https://shop.test/cart' },
      contexts: { trace: { trace_id: 't1' }, replay: { replay_id: 'p1' } }, sdk: SDK,
    });
    expect(dissection.events[0]).toMatchObject({ identity: { userId: '1001', name: 'ann' }, page: 'https://shop.test/cart', sentAt: ARRIVAL - 20 });
    expect(dissection.signals).toEqual([{
      type: 'activity', at: ARRIVAL - 50, eventIndex: 0, byTime: true, userId: '1001',
      attributes: { release: 'r1', environment: 'e1', traceId: 't1', replayId: 'p1', sdk: 'sentry.javascript.browser/11.12.0' },
    }]);
  });
  it('takes from the envelope what it does not say itself', () => {
    const trace = { release: 'r2', environment: 'e2', trace_id: 't2', replay_id: 'p2', public_key: KEY };
    const dissection = post('event', { message: 'hi' }, { ...HEADER, event_id: 'f'.repeat(32), trace });
    expect(dissection.signals[0]?.attributes).toMatchObject({ release: 'r2', environment: 'e2', traceId: 't2', replayId: 'p2' });
    expect(dissection.events[0]?.dedupeKey).toBe('f'.repeat(32));
  });
  it.each([
    [{ id: 'u1', email: 'a@b.test' }, { userId: 'u1', name: 'a@b.test' }],
    [{ email: 'a@b.test' }, { userId: 'a@b.test' }],
    [{ username: 'ann' }, { userId: 'ann' }],
    [{ ip_address: '{{auto}}' }, {}],
  ])('user %j', (user, identity) => {
    expect(event({ user }).events[0]?.identity).toEqual(identity);
  });
  it('in the store format, with the address of the old client', () => {
    const dissection = taken(request('POST', STORE.replace('sentry.javascript.browser%2F11.12.0', 'raven-js%2F3.27.2'), JSON.stringify({ ...typed, project: '4242', event_id: 'a1', user: { id: 'u' } })));
    expect(dissection.events).toMatchObject([{ kind: 'error', name: 'TypeError: boom', dedupeKey: 'a1', occurredAt: null }]);
    expect(dissection.signals).toMatchObject([{ byTime: true, at: ARRIVAL, attributes: { sdk: 'raven-js/3.27.2' } }]);
  });
  it('of text time without a zone counts as UTC', () => {
    expect(event({ timestamp: '2026-11-21T08:59:00' }).events[0]?.occurredAt).toBe(ARRIVAL - 60_000);
  });
});

describe('other items', () => {
  it.each([
    ['a page load, at its end', { transaction: '/cart', contexts: { trace: { op: 'pageload' } } }, 'pageload /cart', -50],
    ['a navigation', { transaction: '/cart', contexts: { trace: { op: 'navigation' } } }, 'navigation /cart', -900],
    ['a transaction of its own', { transaction: 'add to cart', contexts: { trace: { op: 'ui.action' } } }, 'add to cart', -900],
  ])('%s', (_, extra, name, at) => {
    const dissection = event({ ...extra, start_timestamp: seconds(-900), type: 'transaction' }, 'transaction');
    expect(dissection.events).toMatchObject([{ kind: 'transaction', name, occurredAt: ARRIVAL + at, isError: false }]);
    expect(dissection.signals).toMatchObject([{ type: 'activity', byTime: true, at: ARRIVAL + at }]);
  });
  it('spans: roots are footsteps, the others are counted', () => {
    const span = (name: string, is_segment: boolean, extra: object = {}) => ({ name, is_segment, span_id: name, trace_id: 't1', start_timestamp: seconds(-900), end_timestamp: seconds(-100), ...extra });
    const dissection = post('span', {
      version: 2,
      items: [
        span('Pageload', true, { attributes: attributes({ 'sentry.op': 'pageload', 'url.path': '/cart', 'url.full': 'https://shop.test/cart', 'sentry.release': 'r1', 'user.id': 'u1', 'user.name': 'Ann' }) }),
        span('Layout shift', false, { attributes: {} }), span('first-paint', false, { attributes: {} }),
        span('add to cart', true, { attributes: attributes({ 'sentry.op': 'ui.action' }) }),
      ],
    });
    expect(dissection.events).toMatchObject([
      { kind: 'transaction', name: 'pageload /cart', page: 'https://shop.test/cart', occurredAt: ARRIVAL - 100, identity: { userId: 'u1', name: 'Ann' }, dedupeKey: 't1:Pageload' },
      { kind: 'transaction', name: 'add to cart', occurredAt: ARRIVAL - 900 },
    ]);
    expect(dissection.signals[0]).toMatchObject({ type: 'activity', byTime: true, userId: 'u1', attributes: { release: 'r1', traceId: 't1' } });
    expect(dissection.tree.find((f) => f.name === 'sentry.spans.children')?.value).toBe(2);
  });
  it('a span that stands alone (8.x to 10.x), and metrics', () => {
    const dissection = post('span', { span_id: 's', trace_id: 't', op: 'ui.interaction.click', description: 'button#buy', start_timestamp: seconds(-900), timestamp: seconds(-800), data: { release: 'r1' } });
    expect(dissection.events).toMatchObject([{ kind: 'metric', name: 'ui.interaction.click: button#buy' }]);
    expect(dissection.signals[0]?.attributes).toMatchObject({ release: 'r1' });
    const metric = post('trace_metric', { items: [{ timestamp: seconds(0), name: 'checkout.click', type: 'counter', value: 1 }] });
    expect(metric.events).toMatchObject([{ kind: 'metric', name: 'checkout.click' }]);
  });
  it('log lines: errors by level, equal lines are two', () => {
    const line = (body: string, level: string) => ({ timestamp: seconds(-70), level, body, trace_id: 't1', attributes: attributes({ 'sentry.environment': 'e1' }) });
    const dissection = post('log', { items: [line('a', 'info'), line('a', 'info'), line('b', 'error'), line('c', 'fatal'), line('d', 'warn')] }, { sdk: SDK });
    expect(dissection.events.map((e) => [e.kind, e.name, e.isError])).toEqual([['log', 'a', false], ['log', 'a', false], ['log', 'b', true], ['log', 'c', true], ['log', 'd', false]]);
    expect(new Set(dissection.events.map((e) => e.dedupeKey)).size).toBe(5);
    expect(dissection.signals).toHaveLength(5);
    expect(dissection.signals[1]).toMatchObject({ type: 'activity', byTime: true, at: ARRIVAL - 70, eventIndex: 1, attributes: { environment: 'e1', traceId: 't1' } });
  });
  it('replay segments: signs of life that share an id', () => {
    const segment = (n: number) => {
      const binary = Uint8Array.of(0x7b, 0x22, 0x73, 0x65, 0x67, 0x6d, 0x65, 0x6e, 0x74, 0x5f, 0x69, 0x64, 0x22, 0x3a, 0x30 + n, 0x7d, 10, 0x78, 0x9c, 10, 0xff);
      const head = text({ ...HEADER, event_id: 'p1' }, { type: 'replay_event' }, { replay_id: 'p1', event_id: 'p1', segment_id: n, timestamp: seconds(-10), urls: ['https://shop.test/a', 'https://shop.test/b'] }, { type: 'replay_recording', length: binary.length }, '');
      return taken(request('POST', ENVELOPE, concatBytes([encodeUtf8(head), binary])));
    };
    const dissection = segment(3);
    expect(dissection.events).toMatchObject([{ kind: 'replay', name: 'Replay segment 3', dedupeKey: 'p1:3', page: 'https://shop.test/b' }]);
    expect(dissection.signals).toMatchObject([{ type: 'heartbeat', byTime: true, at: ARRIVAL - 10, attributes: { replayId: 'p1' } }]);
    expect(dissection.tree.find((f) => f.name === 'sentry.replay.recording')?.value).toBe('segment 3, 4 bytes (zlib)');
    expect(dissection).toMatchObject({ result: 'decoded', diagnostics: [] });
    expect(segment(4).events[0]?.dedupeKey).toBe('p1:4');
  });
  it('what was not sent', () => {
    const dissection = post('client_report', { timestamp: seconds(-5), discarded_events: [{ reason: 'network_error', category: 'session', quantity: 1 }, { reason: 'network_error', category: 'error', quantity: 2 }] }, {});
    expect(dissection.events).toMatchObject([{ kind: 'report', name: 'Not sent: 1 session, 2 error (network_error)', occurredAt: ARRIVAL - 5 }]);
    expect(dissection.signals).toEqual([]);
  });
  it('what the user says', () => {
    expect(event({ contexts: { feedback: { message: 'it broke', url: 'https://shop.test/x' } } }, 'feedback').events).toMatchObject([{ kind: 'feedback', name: 'it broke', page: 'https://shop.test/x', isError: false }]);
    expect(post('user_report', { event_id: 'e1', email: 'a@b.test', name: 'Ann', comments: 'hm' }).events).toMatchObject([{ kind: 'feedback', name: 'hm', identity: { userId: 'a@b.test', name: 'Ann' } }]);
  });
  it('check-ins and cargo', () => {
    expect(post('check_in', { check_in_id: 'c', monitor_slug: 'backup', status: 'ok' }).events).toMatchObject([{ kind: 'report', name: 'Check-in backup: ok' }]);
    const dissection = post('attachment', 'abc', HEADER, { length: 3, filename: 'a.txt', content_type: 'text/plain' });
    expect(dissection.tree.at(-1)).toMatchObject({ name: 'sentry.attachment', value: 'a.txt, text/plain, 3 bytes' });
    expect(dissection.diagnostics).toEqual([]);
  });
  it('security reports, by either of the browser\'s ways', () => {
    const url = `https://shop.test/api/7/security/?sentry_key=${KEY}`;
    const old = taken(request('POST', url, JSON.stringify({ 'csp-report': { 'document-uri': 'https://shop.test/x', 'effective-directive': 'img-src', 'blocked-uri': 'https://evil.test' } })));
    expect(old.events).toMatchObject([{ kind: 'report', name: 'Security policy img-src blocked https://evil.test', isError: true, page: 'https://shop.test/x' }]);
    const now = taken(request('POST', url, JSON.stringify([{ type: 'csp-violation', url: 'u', body: { effectiveDirective: 'script-src-elem', blockedURL: 'inline' } }, { type: 'deprecation', body: {} }, 7])));
    expect(now.events.map((e) => e.name)).toEqual(['Security policy script-src-elem blocked inline', 'Security report: deprecation']);
    expect(codes(now)).toEqual(['sentry.item.unreadable [2]']);
  });
  it('the crash dialog', () => {
    const url = `https://shop.test/api/embed/error-page/?dsn=${encodeURIComponent(DSN)}&eventId=e1`;
    const shown = taken(request('GET', url));
    expect(shown).toMatchObject({ events: [], result: 'decoded', endpointKey: `4242|${KEY}` });
    expect(shown.tree).toMatchObject([{ name: 'sentry.envelope.eventId', value: 'e1' }]);
    expect(taken(request('POST', url, 'name=Ann&email=a%40b.test&comments=it+broke')).events).toMatchObject([{ kind: 'feedback', name: 'it broke', identity: { userId: 'a@b.test', name: 'Ann' } }]);
    expect(codes(taken(request('POST', url, '{}')))).toEqual(['body.unexpected']);
  });
});

describe('clock drift, as relay corrects it', () => {
  const MINUTE = 60_000;
  const at = (sentAgo: number) => post('event', { message: 'x', release: 'shop@1', timestamp: seconds(-sentAgo - 1_000) }, { sent_at: iso(-sentAgo) });
  it.each([
    ['none under 55 min', 55 * MINUTE - 1, -55 * MINUTE - 999, false],
    ['from 55 min', 55 * MINUTE, -1_000, true],
    ['of a clock ahead', -3 * 60 * MINUTE, -1_000, true],
    ['of a clock a little ahead', -MINUTE, MINUTE - 1_000, false],
  ])('%s', (_, sentAgo, expected, drifted) => {
    const dissection = at(sentAgo);
    expect(dissection.events[0]?.occurredAt).toBeCloseTo(ARRIVAL + expected, 0);
    expect(codes(dissection)).toEqual(drifted ? ['sentry.clock.drift header.sent_at'] : []);
    expect(dissection.result).toBe('decoded');
  });
  it('moves a session\'s start too', () => {
    const dissection = post('session', SESSION, { sent_at: iso(2 * 60 * MINUTE) });
    expect(dissection.signals[0]).toMatchObject({ startedAt: ARRIVAL - 5_000 - 2 * 60 * MINUTE, at: ARRIVAL - 100 - 2 * 60 * MINUTE });
    expect(post('event', { message: 'no sent_at', timestamp: seconds(-86_400_000) }, {}).events[0]?.occurredAt).toBe(ARRIVAL - 86_400_000);
  });
});

describe('bad input', () => {
  it('reads the items before the cut', () => {
    const dissection = taken(request('POST', ENVELOPE, text(HEADER, { type: 'session' }, SESSION, { type: 'event' }, '{"message":"h')));
    expect(dissection.events.map((e) => e.kind)).toEqual(['sessionStart']);
    expect(codes(dissection)).toEqual(['body.unexpected item[1].payload']);
    expect(dissection.result).toBe('partly');
  });
  it('reads the lines before the cut', () => {
    const dissection = post('log', '{"items":[{"body":"a","level":"info"},{"body":"b","lev');
    expect(dissection.events.map((e) => e.name)).toEqual(['a']);
    expect(codes(dissection)).toEqual(['body.unexpected item[0].payload', 'sentry.item.unreadable item[0].payload.items[1]']);
  });
  it('says that nothing could be read', () => {
    expect(taken(request('POST', ENVELOPE, '{"sent'))).toMatchObject({ result: 'undecodable', events: [] });
    for (const [url, body] of [[STORE, '{"mess'], [ENVELOPE, '{"resourceSpans":[]}']] as const) expect(codes(taken(request('POST', url, body)))).toEqual(['body.unexpected']);
  });
  it('steps over unknown, foreign and broken items', () => {
    const dissection = taken(request('POST', ENVELOPE, text(HEADER, { type: 'hologram' }, {}, { type: 'event' }, '7', { no: 1 }, {}, { type: 'session' }, SESSION)));
    expect(dissection.signals).toMatchObject([{ sessionId: SID }]);
    expect(codes(dissection)).toEqual(['sentry.item.unreadable item[2]', 'sentry.item.unknown item[0]', 'sentry.item.unreadable item[1].payload']);
  });
  it('says which parts have a wrong type, and reads the rest', () => {
    const dissection = session({ started: 'soon', errors: '1', duration: [], attrs: { release: 7 } });
    expect(codes(dissection)).toEqual(['started', 'errors', 'duration', 'attrs.release'].map((p) => `sentry.item.wrongType item[0].payload.${p}`));
    expect(dissection.signals).toMatchObject([{ sessionId: SID, at: ARRIVAL - 100 }]);
    expect(codes(event({ timestamp: {}, level: 3, user: 'ann', contexts: [], release: 'shop@1' }))).toEqual(['timestamp', 'level', 'user', 'contexts'].map((p) => `sentry.item.wrongType item[0].payload.${p}`));
  });
  it('says that bytes of a payload are no text', () => {
    const dissection = taken(request('POST', ENVELOPE, concatBytes([encodeUtf8('{}\n{"type":"event"}\n{"release":"1","message":"'), Uint8Array.of(0xff), encodeUtf8('"}')])));
    expect(codes(dissection)).toEqual(['body.notUtf8 item[0].payload']);
    expect(dissection.events).toHaveLength(1);
  });
});

describe.each(recordings('sentry'))('$name', ({ recording }) => {
  const all = capturedRequests(recording).map((captured) => ({ captured, dissection: dissect(captured) }));
  const dissections = all.flatMap(({ dissection }) => dissection ?? []);
  const events = dissections.flatMap((d) => d.events.map((e) => ({ ...e, at: e.occurredAt ?? all.find((r) => r.dissection === d)!.captured.startedAt })));
  const signals = dissections.flatMap((d) => d.signals);

  it('is read whole', () => {
    expect(all.filter((r) => !r.dissection && r.captured.method !== 'OPTIONS').map((r) => r.captured.url)).toEqual([]);
    expect(dissections.flatMap((d) => d.diagnostics)).toEqual([]);
    expect(new Set(dissections.map((d) => d.endpointKey))).toEqual(new Set([`4242|${KEY}`]));
  });
  it('shows the sessions that the SDK told', () => {
    const told = recording.truth.sessions.filter((s) => s.onWire).map((s) => s.id);
    expect(new Set(signals.flatMap((s) => s.sessionId ?? []))).toEqual(new Set(told));
    expect(new Set(signals.filter((s) => s.type === 'start').map((s) => s.sessionId))).toEqual(new Set(told));
  });
  it('shows what was done', () => {
    const kinds: Record<string, (near: typeof events, name: string) => boolean> = {
      message: (near) => near.some((e) => e.kind === 'log' && !e.isError),
      error: (near, name) => near.some((e) => e.kind === 'error' && e.isError && e.name.includes(/[A-Z]\w+Error/.exec(name)?.[0] ?? '')),
      log: (near, name) => near.some((e) => e.kind === 'log' && e.isError === name.includes('error')),
      metric: (near) => near.some((e) => e.kind === 'metric'),
      span: (near, name) => near.some((e) => e.kind === 'transaction' && e.name === name.replace('span ', '')),
      'session-start': (near) => near.some((e) => e.kind === 'sessionStart'),
      'session-update': (near) => near.some((e) => e.kind === 'sessionUpdate'),
      'session-end': (near) => near.some((e) => e.kind === 'sessionEnd' || e.name === 'Session start: exited'),
    };
    const silent = ['identify', 'route', 'navigation', 'visibility', 'close', 'click', 'idle'];
    const done = recording.truth.events as { kind: string; name: string; t: number }[];
    const missing = done.filter(({ kind, name, t }) => !silent.includes(kind) && !kinds[kind]?.(events.filter((e) => Math.abs(e.at - t) < 1_500), name));
    expect(missing).toEqual([]);
  });
});
