import { deflateSync, gzipSync, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../lib/base/bytes.ts';
import { decodeBody } from '../../../lib/pipeline/decode-body.ts';

const TEXT = JSON.stringify({ events: Array.from({ length: 200 }, (_, i) => ({ id: i, name: `ünïcode ${i * 7919}` })) });
const PLAIN = encodeUtf8(TEXT);

function decode(bytes: Uint8Array, { headers = {}, url = 'https://c.test/e', encoding = null, limits }: { headers?: Record<string, string>; url?: string; encoding?: string | null; limits?: Parameters<typeof decodeBody>[1] } = {}) {
  const request = { url, headers: Object.entries(headers).map(([name, value]) => ({ name, value })), body: { kind: 'bytes', bytes, encoding } as const };
  const decoded = decodeBody(request, limits);
  if (decoded.body.kind !== 'bytes') throw new Error('no bytes');
  return { ...decoded, text: new TextDecoder().decode(decoded.body.bytes), codes: decoded.diagnostics.map((d) => d.code) };
}

describe('compressed bodies', () => {
  it.each([
    ['gzip by header', gzipSync(PLAIN), { headers: { 'content-encoding': 'gzip' } }, 'gzip'],
    ['gzip by its first bytes', gzipSync(PLAIN), {}, 'gzip'],
    ['gzip by what the witness said', gzipSync(PLAIN), { encoding: 'gzip' }, 'gzip'],
    ['gzip whose header says deflate', gzipSync(PLAIN), { headers: { 'content-encoding': 'deflate' } }, 'gzip'],
    ['zlib by header', zlibSync(PLAIN), { headers: { 'content-encoding': 'deflate' } }, 'deflate'],
    ['zlib by its first bytes', zlibSync(PLAIN, { level: 9 }), {}, 'deflate'],
    ['a bare stream by header', deflateSync(PLAIN), { headers: { 'content-encoding': 'deflate' } }, 'deflate'],
    ['a bare stream by a flag in the query', deflateSync(PLAIN), { url: 'https://c.test/e?a=1&dd-evp-encoding=deflate' }, 'deflate'],
    ['gzip by a flag in the query', gzipSync(PLAIN), { url: 'https://c.test/e?compression=gzip-js&ver=1' }, 'gzip'],
    ['two layers by header', gzipSync(zlibSync(PLAIN)), { headers: { 'content-encoding': 'deflate, gzip' } }, 'gzip, deflate'],
    ['gzip of several members', new Uint8Array([...gzipSync(PLAIN.subarray(0, 100)), ...gzipSync(PLAIN.subarray(100))]), {}, 'gzip'],
  ])('%s', (_, bytes, how, encoding) => {
    const decoded = decode(bytes, how);
    expect(decoded.text).toBe(TEXT);
    expect(decoded).toMatchObject({ encoding, codes: [], limited: false });
  });

  it('leaves plain text alone and says that the header is wrong, also text that begins like zlib', () => {
    expect(decode(PLAIN)).toMatchObject({ text: TEXT, encoding: null, codes: [] });
    expect(decode(PLAIN, { headers: { 'content-encoding': 'gzip' } })).toMatchObject({ text: TEXT, encoding: null, codes: ['body.notAsSaid'] });
    expect(decode(encodeUtf8('x^2 + y^2'))).toMatchObject({ text: 'x^2 + y^2', codes: [] });
  });

  it('says so where it cannot read the compression', () => {
    const decoded = decode(new Uint8Array([0x1b, 0x0f, 0, 0xf8, 0xff]), { headers: { 'content-encoding': 'br' } });
    expect(decoded).toMatchObject({ encoding: null, codes: ['body.decompression'] });
    expect(decoded.diagnostics[0]?.losesData).toBe(true);
  });

  it.each([
    ['gzip', gzipSync(PLAIN)],
    ['zlib', zlibSync(PLAIN)],
  ])('keeps what came out of a cut-off %s stream', (_, bytes) => {
    const decoded = decode(bytes.subarray(0, bytes.length >> 1));
    expect(TEXT.startsWith(decoded.text.replace(/\ufffd+$/, ''))).toBe(true);
    expect(decoded.text.length).toBeGreaterThan(500);
    expect(decoded.codes).toEqual(['body.decompression']);
  });

  it('tells of damage where nothing came out', () => {
    const bytes = gzipSync(PLAIN);
    expect(decode(bytes.subarray(0, 12)).codes).toEqual(['body.decompression']);
    expect(decode(new Uint8Array([0x78, 0x9c, 0, 0, 0])).codes).toEqual([]);
    expect(decode(bytes.subarray(0, 12), { headers: { 'content-encoding': 'gzip' } }).codes).toEqual(['body.decompression']);
  });

  it('never throws, wherever the stream breaks', () => {
    for (const whole of [gzipSync(PLAIN), zlibSync(PLAIN), deflateSync(PLAIN)]) {
      for (let i = 0; i < whole.length; i += 7) {
        const broken = whole.slice();
        broken[i] = (broken[i] as number) ^ 0x5a;
        expect(() => decode(broken, { headers: { 'content-encoding': 'gzip' } })).not.toThrow();
        expect(() => decode(broken.subarray(0, i), { headers: { 'content-encoding': 'deflate' } })).not.toThrow();
      }
    }
  });
});

describe('caps', () => {
  const bomb = gzipSync(new Uint8Array(8 * 1024 * 1024));

  it('stops at the absolute cap', () => {
    const decoded = decode(bomb, { limits: { maxBytes: 100_000, maxRatio: 1e9, ratioFrom: 0 } });
    expect(decoded.body).toMatchObject({ bytes: { length: 100_000 } });
    expect(decoded).toMatchObject({ limited: true, codes: ['body.decompression'] });
  });

  it('stops where it grows too much', () => {
    const decoded = decode(bomb);
    expect(decoded).toMatchObject({ limited: true, codes: ['body.decompression'] });
    expect(decoded.body.kind === 'bytes' && decoded.body.bytes.length).toBeLessThan(8 * 1024 * 1024);
  });
});

describe('charsets', () => {
  it('reads what a content type names, unless the bytes are good UTF-8', () => {
    expect(decode(new Uint8Array([0x7b, 0xe9, 0x7d]), { headers: { 'content-type': 'text/plain; charset=iso-8859-1' } }).text).toBe('{é}');
    expect(decode(PLAIN, { headers: { 'content-type': 'text/plain; charset=iso-8859-1' } }).text).toBe(TEXT);
    expect(decode(new Uint8Array([0xff, 0xfe, 0x7b, 0, 0x7d, 0])).text).toBe('{}');
    expect(decode(new Uint8Array([0x7b, 0, 0x7d, 0]), { headers: { 'content-type': 'application/json;charset="UTF-16LE"' } }).text).toBe('{}');
    expect(decode(new Uint8Array([0x7b, 0xe9]), { headers: { 'content-type': 'text/plain; charset=no-such' } }).text).toBe('{\ufffd');
  });
});

it.each([3, 4, 5])('a zlib body of which %i bytes are left is told as cut off, and not taken for text', (length) => {
  expect(decode(zlibSync(PLAIN).slice(0, length), { headers: { 'content-encoding': 'deflate' } }).codes).toEqual(['body.decompression']);
});
