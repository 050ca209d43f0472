import { expect, it } from 'vitest';
import { liveHarRequests } from '../../../lib/archive/live-har.ts';
import { decodeLatin1, decodeUtf8 } from '../../../lib/base/bytes.ts';

const AT = '2026-11-21T10:00:00.250Z';
/** As Chromium's DevTools give it: `bodySize` is that of the text. */
const entry = (text: string, { length, url = 'https://c.test/in' }: { readonly length?: number; readonly url?: string } = {}) => ({
  startedDateTime: AT, time: 3, _resourceType: 'fetch', pageref: 'page_1',
  request: { method: 'POST', url, headers: length === undefined ? [] : [{ name: 'Content-Length', value: String(length) }], bodySize: new TextEncoder().encode(text).length, postData: { mimeType: 'text/plain', text } },
  response: { status: 200, content: { size: 2, mimeType: 'application/json' } },
});
const read = (...entries: unknown[]) => liveHarRequests({ pages: [], entries }, (_method, url) => !url.includes('other'));
const bodies = (...entries: unknown[]) => read(...entries).map(({ body }) => (body.kind === 'bytes' ? decodeUtf8(body.bytes).text : body));
const gzip = Uint8Array.of(0x1f, 0x8b, 8, 0, 0xff, 0xfe, 0x80, 1);

it('gives what was asked for, as seen by DevTools', () => {
  expect(read(entry('{"a":"ü"}'), entry('x', { url: 'https://other.test/' }))).toMatchObject([{ witnesses: ['devtools'], method: 'POST', url: 'https://c.test/in', startedAt: Date.parse(AT), outcome: { kind: 'responded', status: 200 } }]);
  expect(bodies(entry('{"a":"ü"}'), entry('{"a":"ü"}', { length: 10 }))).toEqual(['{"a":"ü"}', '{"a":"ü"}']);
});

it('takes no body that is not exact', () => {
  const broken = new TextDecoder().decode(gzip);
  expect(bodies(entry(broken), entry(broken, { length: gzip.length }))).toEqual([{ kind: 'unavailable', reason: 'notCaptured', size: null }, { kind: 'unavailable', reason: 'notCaptured', size: gzip.length }]);
  // Text in which a server's own replacement stands: only the length proves that it was sent so.
  expect(bodies(entry('a\ufffd', { length: 4 }), entry('a\ufffd'))).toEqual(['a\ufffd', { kind: 'unavailable', reason: 'notCaptured', size: null }]);
  expect(bodies(entry('--b\r\nwithout its file', { length: 4_000 }))).toEqual([{ kind: 'unavailable', reason: 'notCaptured', size: 4_000 }]);
});

it('takes bytes that stand as characters', () => {
  expect(read(entry(decodeLatin1(gzip), { length: gzip.length }))[0]?.body).toMatchObject({ kind: 'bytes', bytes: gzip });
});

it.each([[null], [{}], [{ entries: [null, 1, {}, { request: null }, { request: { method: 'POST', url: 'https://c.test/' }, startedDateTime: 'never' }] }]])('makes nothing of %j', (log) => {
  expect(liveHarRequests(log, () => true)).toEqual([]);
});
