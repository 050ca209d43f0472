import { gzipSync, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { parseHar } from '../../../lib/archive/har.ts';
import { decodeLatin1, encodeUtf8 } from '../../../lib/base/bytes.ts';
import type { CapturedRequest } from '../../../lib/domain/request.ts';

const STARTED = '2026-11-21T10:00:00.250Z';
const AT = Date.parse(STARTED);

type Parts = { request?: object; response?: object; [key: string]: unknown };

/** An entry with what HAR 1.2 demands; parts replace what they name. */
const entry = ({ request, response, ...rest }: Parts = {}) => ({
  startedDateTime: STARTED, time: 84.5,
  request: { method: 'POST', url: 'https://collect.example.test/v1?x=1', httpVersion: 'http/2.0', headers: [], queryString: [], cookies: [], headersSize: -1, bodySize: -1, ...request },
  response: { status: 200, statusText: '', httpVersion: 'http/2.0', headers: [], cookies: [], content: { size: 0, mimeType: 'x-unknown' }, redirectURL: '', headersSize: -1, bodySize: -1, ...response },
  cache: {}, timings: { send: 0, wait: 1, receive: 1 }, ...rest,
});

const har = (entries: unknown[], log: object = {}) => JSON.stringify({ log: { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, pages: [], entries, ...log } });

function parse(text: string) {
  const result = parseHar(text);
  if (!result.ok) throw new Error(`refused: ${result.error.message}`);
  return result.value;
}

function only(parts: Parts, log: object = {}): CapturedRequest {
  const { requests, problems } = parse(har([entry(parts)], log));
  expect(problems).toEqual([]);
  expect(requests).toHaveLength(1);
  return requests[0] as CapturedRequest;
}

const post = (postData: object | undefined, headers: [string, string][] = [], extra: object = {}) =>
  only({ request: { postData, headers: headers.map(([name, value]) => ({ name, value })), ...extra } }).body;
const bytes = (data: Uint8Array, encoding: string | null = null) => ({ kind: 'bytes', bytes: new Uint8Array(data), encoding });

const GZIP = gzipSync(strToU8('{"event":"page"}'), { mtime: 0 });

describe('flavours of HAR', () => {
  it('reads what Chromium writes', () => {
    const read = only(
      {
        _initiator: { type: 'script' }, _priority: 'High', _resourceType: 'fetch', pageref: 'page_7', connection: '443',
        request: {
          headers: [{ name: ':authority', value: 'collect.example.test' }, { name: ':method', value: 'POST' }, { name: 'Content-Type', value: 'application/json' }, { name: 'origin', value: 'https://shop.example.test' }],
          postData: { mimeType: 'application/json', text: '{"a":"ü"}' }, bodySize: 10,
        },
      },
      { pages: [{ startedDateTime: '2026-11-21T09:59:59.000Z', id: 'page_7', title: 'https://shop.example.test/cart?x=1', pageTimings: {} }] },
    );
    expect(read).toEqual({
      id: 'h1', witnesses: ['import'], tabId: null, frameId: null, documentId: 'page_7@2026-11-21T09:59:59.000Z', pageUrl: 'https://shop.example.test/cart?x=1',
      initiator: 'https://shop.example.test', resourceType: 'xmlhttprequest', method: 'POST', url: 'https://collect.example.test/v1?x=1',
      headers: [{ name: 'content-type', value: 'application/json' }, { name: 'origin', value: 'https://shop.example.test' }],
      body: bytes(encodeUtf8('{"a":"ü"}')), startedAt: AT, outcome: { kind: 'responded', status: 200, endedAt: AT + 84.5 },
    });
  });

  it('reads what Firefox writes: local time, a title that is no URL, form parameters beside the text', () => {
    const read = only(
      {
        startedDateTime: '2026-11-21T11:00:00.250+01:00', pageref: 'page_1', serverIPAddress: '127.0.0.1',
        request: {
          headers: [{ name: 'Referer', value: 'https://shop.example.test/' }, { name: 'Origin', value: 'https://shop.example.test' }],
          postData: { mimeType: 'application/x-www-form-urlencoded', params: [{ name: 'e', value: 'page view' }], text: 'e=page+view' }, bodySize: 11,
        },
      },
      { creator: { name: 'Firefox', version: '140.0' }, pages: [{ id: 'page_1', title: 'The shop', startedDateTime: STARTED, pageTimings: {} }] },
    );
    expect(read).toMatchObject({ startedAt: AT, pageUrl: null, initiator: 'https://shop.example.test', body: bytes(encodeUtf8('e=page+view')) });
  });

  it('reads what Safari writes: no size, no type, `_fetchType`', () => {
    const read = only({ _fetchType: 'Network Load', time: 12, request: { postData: { mimeType: 'text/plain;charset=UTF-8', text: '{"a":1}' } } }, { creator: { name: 'WebKit Web Inspector', version: '1.0' } });
    expect(read).toMatchObject({ body: bytes(encodeUtf8('{"a":1}')), resourceType: null, documentId: null });
  });

  it('reads what Playwright writes: -1 for no answer, bytes in a file beside', () => {
    const { requests } = parse(har([
      entry({ response: { status: -1, _failureText: 'net::ERR_FAILED' }, time: -1, request: { postData: { mimeType: 'application/octet-stream', text: '', params: [], _file: 'abc.bin' } } }),
      entry({ request: { postData: { mimeType: 'application/json', text: '{}', params: [] }, bodySize: 2 } }),
    ], { creator: { name: 'Playwright', version: '1.65.1' } }));
    expect(requests.map((r) => r.outcome)).toEqual([{ kind: 'failed', error: 'net::ERR_FAILED', endedAt: AT }, { kind: 'responded', status: 200, endedAt: AT + 84.5 }]);
    expect(requests.map((r) => r.body)).toEqual([{ kind: 'unavailable', reason: 'notCaptured', size: null }, bytes(encodeUtf8('{}'))]);
  });

  it('reads what Charles writes: base64 by encoding, no pages', () => {
    const text = Buffer.from(GZIP).toString('base64');
    const read = only({ startedDateTime: '2026-11-21T11:00:00.250+01:00', request: { postData: { mimeType: 'application/octet-stream', encoding: 'base64', text } } }, { creator: { name: 'Charles Proxy', version: '5.0' }, pages: undefined });
    expect(read).toMatchObject({ startedAt: AT, body: bytes(GZIP, 'gzip') });
  });
});

describe('bodies in HAR', () => {
  it('takes Latin-1 text with the magic of gzip for bytes', () => {
    expect(post({ mimeType: 'application/json', text: decodeLatin1(GZIP) }, [['content-encoding', 'gzip']])).toEqual(bytes(GZIP, 'gzip'));
  });

  it('takes every byte value back from Latin-1 text', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(post({ mimeType: 'application/x-protobuf', text: decodeLatin1(all) })).toEqual(bytes(all));
  });

  it.each<[string, string, [string, string][], Uint8Array]>([
    ['text of a textual type as UTF-8', '{"name":"Zoë"}', [['content-type', 'application/json']], encodeUtf8('{"name":"Zoë"}')],
    ['text beyond Latin-1 as UTF-8, whatever the type', 'naïve €', [['content-type', 'application/octet-stream']], encodeUtf8('naïve €')],
    ['UTF-8 bytes shown as Latin-1 as those bytes', '{"name":"ZoÃ«"}', [['content-type', 'application/json']], encodeUtf8('{"name":"Zoë"}')],
    ['what the content length says: bytes', 'Ã«', [['content-length', '2']], Uint8Array.of(0xc3, 0xab)],
    ['what the content length says: text', 'Ã«', [['content-length', '4']], encodeUtf8('Ã«')],
    ['control characters as bytes, also in a textual type', '{"a":1}\n\u0000\u009c\u00ff', [['content-type', 'text/plain']], Uint8Array.of(...encodeUtf8('{"a":1}\n'), 0, 0x9c, 0xff)],
    ['high characters of a binary type as bytes', '\u00e9\u00ff', [['content-type', 'application/octet-stream']], Uint8Array.of(0xe9, 0xff)],
    ['an emoji', '{"a":"👣"}', [], encodeUtf8('{"a":"👣"}')],
  ])('reads %s', (_what, text, headers, expected) => {
    expect(post({ mimeType: headers.find(([name]) => name === 'content-type')?.[1] ?? '', text }, headers)).toEqual(bytes(expected));
  });

  it('calls bytes that the writer decoded wrongly unavailable, as they are lost', () => {
    expect(post({ mimeType: 'application/json', text: '\u001f\ufffd\b\u0000\u0000' }, [['content-length', '88']])).toEqual({ kind: 'unavailable', reason: 'notCaptured', size: 88 });
    expect(post({ mimeType: 'application/octet-stream', text: 'ab\ufffd' })).toMatchObject({ kind: 'unavailable' });
    expect(post({ mimeType: 'application/json', text: '{"a":"\ufffd"}' })).toEqual(bytes(encodeUtf8('{"a":"\ufffd"}')));
  });

  it('drops a content encoding that the bytes contradict, keeps one that it cannot judge', () => {
    expect(post({ mimeType: 'application/json', text: '{}' }, [['content-encoding', 'gzip']])).toEqual(bytes(encodeUtf8('{}')));
    expect(post({ mimeType: 'application/json', text: '{}' }, [['content-encoding', 'deflate']])).toEqual(bytes(encodeUtf8('{}'), 'deflate'));
  });

  it('reads parameters alone as a form, percent-encoded or not', () => {
    const form = (...params: [string, string][]) => post({ mimeType: 'application/x-www-form-urlencoded', params: params.map(([name, value]) => ({ name, value })) });
    expect(form(['e', '%7B%22a%22%3A1%7D'], ['b', 'x+y'])).toEqual({ kind: 'form', entries: [['e', '{"a":1}'], ['b', 'x y']] });
    expect(form(['e', '{"a":"100%25"}'], ['b', 'x+y'])).toEqual({ kind: 'form', entries: [['e', '{"a":"100%25"}'], ['b', 'x+y']] });
    expect(form(['e', '%FF%41'])).toEqual({ kind: 'form', entries: [['e', '%FF%41']] });
  });

  it('says that a body was not captured where only its size is known', () => {
    expect(post(undefined, [], { bodySize: 120 })).toEqual({ kind: 'unavailable', reason: 'notCaptured', size: 120 });
    expect(post(undefined, [['Content-Length', '7']])).toEqual({ kind: 'unavailable', reason: 'notCaptured', size: 7 });
    expect(post({ mimeType: 'text/plain', text: '' }, [], { bodySize: 3 })).toMatchObject({ kind: 'unavailable', size: 3 });
    expect(post(undefined, [], { bodySize: 0 })).toEqual({ kind: 'none' });
    expect(post({ mimeType: '', text: '' })).toEqual({ kind: 'none' });
  });
});

describe('parseHar', () => {
  it.each<[string, Parts, object]>([
    ['an answer', { response: { status: 204 } }, { kind: 'responded', status: 204, endedAt: AT + 84.5 }],
    ['an error on the response', { response: { status: 0, _error: 'net::ERR_BLOCKED_BY_CLIENT' } }, { kind: 'failed', error: 'net::ERR_BLOCKED_BY_CLIENT', endedAt: AT + 84.5 }],
    ['an error on the entry', { response: { status: 0 }, _error: 'net::ERR_ABORTED', time: 0 }, { kind: 'failed', error: 'net::ERR_ABORTED', endedAt: AT }],
    ['no answer and no reason', { response: { status: 0 } }, { kind: 'unknown' }],
    ['a duration without end', { time: 1e300 }, { kind: 'responded', status: 200, endedAt: AT }],
  ])('takes %s for the outcome', (_what, parts, outcome) => {
    expect(only(parts).outcome).toEqual(outcome);
  });

  it('reads an entry whose response is missing', () => {
    const { response: _response, ...rest } = entry();
    expect(parse(har([rest])).requests[0]?.outcome).toEqual({ kind: 'unknown' });
  });

  it('takes the referer for the page only where it names one', () => {
    const page = (referer: string, url = 'https://collect.example.test/v1') => only({ request: { url, headers: [{ name: 'Referer', value: referer }] } }).pageUrl;
    expect(page('https://shop.example.test/cart')).toBe('https://shop.example.test/cart');
    expect(page('https://shop.example.test/')).toBeNull();
    expect(page('https://shop.example.test/', 'https://shop.example.test/api')).toBe('https://shop.example.test/');
    expect(page('https://shop.example.test/', 'https://shop.example.test.evil/api')).toBeNull();
    expect(page('about:blank')).toBeNull();
  });

  it('takes the first document of a page for its URL where its record has a title only', () => {
    const loaded = (url: string, extra: object = {}) => entry({ pageref: 'p', request: { method: 'GET', url }, response: { content: { size: 1, mimeType: 'text/html; charset=utf-8' } }, ...extra });
    const pages = [{ id: 'p', title: 'The shop', startedDateTime: STARTED }];
    const pageOf = (...before: object[]) => parse(har([...before, entry({ pageref: 'p' })], { pages })).requests.at(-1)?.pageUrl;
    expect(pageOf(loaded('https://shop.example.test/a#x'), loaded('https://shop.example.test/b'))).toBe('https://shop.example.test/a');
    expect(pageOf(loaded('https://shop.example.test/api', { _resourceType: 'fetch' }), loaded('https://shop.example.test/a', { _resourceType: 'document' }))).toBe('https://shop.example.test/a');
    const later = entry({ pageref: 'p', request: { headers: [{ name: 'referer', value: 'https://shop.example.test/b' }] } });
    expect(parse(har([loaded('https://shop.example.test/a'), later], { pages })).requests.at(-1)?.pageUrl).toBe('https://shop.example.test/b');
    expect(pageOf(loaded('https://shop.example.test/old', { response: { status: 302, content: { mimeType: 'text/html' } } }))).toBeNull();
  });

  it('passes over what went to nobody', () => {
    expect(parse(har([entry({ request: { url: 'data:text/plain,x' } }), entry({ request: { url: 'chrome-extension://abc/x.js' } }), entry()]))).toMatchObject({ requests: [{ id: 'h3' }], problems: [] });
  });

  it('puts requests into the order of time and keeps that of the file for equal times', () => {
    const at = (startedDateTime: string) => entry({ startedDateTime });
    expect(parse(har([at('2026-11-21T10:00:02Z'), at('2026-11-21T10:00:01Z'), at('2026-11-21T10:00:02Z')])).requests.map((r) => r.id)).toEqual(['h2', 'h1', 'h3']);
  });

  it.each<[string, unknown, string, string]>([
    ['an entry that is no object', 7, 'log.entries[1].request', 'expected an object, found nothing'],
    ['an entry without request', { startedDateTime: STARTED }, 'log.entries[1].request', 'expected an object, found nothing'],
    ['a URL that is a number', entry({ request: { url: 5 } }), 'log.entries[1].request.url', 'expected a URL, found 5'],
    ['a request without method', entry({ request: { method: '' } }), 'log.entries[1].request.method', 'expected a method, found ""'],
    ['a time that is none', entry({ startedDateTime: 'yesterday' }), 'log.entries[1].startedDateTime', 'expected an ISO 8601 time, found "yesterday"'],
    ['a time without end', entry({ startedDateTime: undefined }), 'log.entries[1].startedDateTime', 'found nothing'],
    ['a body that is no base64', entry({ request: { postData: { mimeType: '', encoding: 'base64', text: '*' } } }), 'log.entries[1].request.postData.text', 'expected base64, as "encoding" says'],
  ])('reports %s by its place and reads its neighbours', (_what, broken, place, message) => {
    const { requests, problems } = parse(har([entry(), broken, entry()]));
    expect(requests.map((r) => r.id)).toEqual(['h1', 'h3']);
    expect(problems).toEqual([{ place, message: expect.stringContaining(message) as string }]);
  });

  it('survives odd shapes in every optional place', () => {
    const odd = { ...entry({ pageref: 5, time: 'long', _resourceType: {}, request: { headers: [null, { name: 5 }, { name: 'x' }, 'y'], postData: [], bodySize: 'big' } }), response: null };
    expect(parse(har([odd], { pages: [null, { id: 3 }, { id: 'p' }] }))).toMatchObject({ requests: [{ headers: [{ name: 'x', value: '' }], body: { kind: 'none' }, outcome: { kind: 'unknown' } }], problems: [] });
  });

  it.each([{ toString: 1, valueOf: 2 }, [{ toString: null }], '429', null, true])('survives %j as the status of an answer', (status) => {
    expect(parse(har([entry({ response: { status } })]))).toMatchObject({ requests: [{ outcome: { kind: 'unknown' } }], problems: [] });
  });

  it.each(['{"log":{}}', '{"log":{"entries":{}}}', '{"log":[]}', '{}', '{"log":{"entries":['])('refuses %s', (text) => {
    expect(parseHar(text).ok).toBe(false);
  });
});
