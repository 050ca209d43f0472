import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { encodeUtf8 } from '../../../../lib/base/bytes.ts';
import type { Body, Header } from '../../../../lib/domain/request.ts';
import { sentRequest } from '../../../../lib/view/copy-as/sent-request.ts';
import { MASK } from '../../../../lib/view/secrets.ts';

const bytes = (text: string, encoding: string | null = null): Body => ({ kind: 'bytes', bytes: encoding === 'gzip' ? gzipSync(encodeUtf8(text)) : encodeUtf8(text), encoding });
const given = (headers: readonly Header[], body: Body, decoded = body) => ({ method: 'POST', url: 'https://key@h.example/?token=x', headers, body, decoded });
const ENCODED: Header = { name: 'content-encoding', value: 'gzip' };

it('masks what is secret in URL, headers and body until it is shown', () => {
  const request = given([{ name: 'authorization', value: 'Bearer x' }], bytes('{"token":"abc"}'));
  expect(sentRequest(request, false)).toMatchObject({ url: `https://${MASK}@h.example/?token=${MASK}`, headers: [{ name: 'authorization', value: MASK }], body: { text: `{"token":"${MASK}"}` } });
  expect(sentRequest(request, true)).toMatchObject({ url: request.url, headers: request.headers, body: { text: '{"token":"abc"}' } });
});

it('a compressed body goes as it was sent, unless what is masked lies inside', () => {
  const secret = given([ENCODED], bytes('{"token":"abc"}', 'gzip'), bytes('{"token":"abc"}'));
  expect(sentRequest(secret, true).body?.text).toBeNull();
  expect(sentRequest(secret, true).headers).toEqual([ENCODED]);
  expect(sentRequest(secret, false).body?.text).toBe(`{"token":"${MASK}"}`);
  expect(sentRequest(secret, false).headers).toEqual([]);
  const plain = given([ENCODED], bytes('{"n":1}', 'gzip'), bytes('{"n":1}'));
  expect(sentRequest(plain, false).body?.text).toBeNull();
  expect(sentRequest(plain, false).headers).toEqual([ENCODED]);
});

it('headers that the client writes itself, and those that are none, are left out', () => {
  const headers = [{ name: 'Host', value: 'h' }, { name: 'content-length', value: '4' }, { name: '@file', value: '' }, { name: 'a b', value: '' }, { name: ':path', value: '/' }, { name: 'x-ok', value: 'a\r\nb' }];
  expect(sentRequest(given(headers, { kind: 'none' }), true).headers).toEqual([{ name: 'x-ok', value: 'a b' }]);
});

it('writes forms as browsers do', () => {
  const form: Body = { kind: 'form', entries: [['a b', 'c&d'], ['token', 't']] };
  expect(sentRequest(given([], form), true).body?.text).toBe('a+b=c%26d&token=t');
  expect(sentRequest(given([], form), false).body?.text).not.toContain('token=t');
  const multipart = [{ name: 'content-type', value: 'multipart/form-data; boundary=xyz' }];
  expect(sentRequest(given(multipart, { kind: 'form', entries: [['a"b', 'c']] }), true).body?.text).toBe('--xyz\r\nContent-Disposition: form-data; name="a%22b"\r\n\r\nc\r\n--xyz--\r\n');
});

it('says where a body was not seen', () => {
  const unseen: Body = { kind: 'unavailable', reason: 'blob', size: null };
  expect(sentRequest(given([], unseen), true)).toMatchObject({ body: null, bodyUnseen: true });
});
