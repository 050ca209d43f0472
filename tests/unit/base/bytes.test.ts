import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeUtf8, fromBase64, decodeUtf8, textFromBase64, toBase64 } from '../../../lib/base/bytes.ts';

const urlSafe = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

test('text in base64 comes back, in either alphabet, padded or not, ASCII or not', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (text) => {
    const base64 = toBase64(encodeUtf8(text));
    expect(textFromBase64(base64)).toBe(text);
    expect(textFromBase64(urlSafe(base64))).toBe(text);
  }));
});

test('what is no base64 is none, and the quick way takes what the other takes', () => {
  for (const text of ['a', '€', 'ab$d', 'YWJj=', 'YW Jj\n', 'YWJj====', '', '=', 'YQ', '77u/YQ']) {
    const bytes = fromBase64(text);
    expect(textFromBase64(text), text).toBe(bytes && decodeUtf8(bytes).text);
  }
});

test('bytes of any kind come back from base64, in either alphabet, padded or not, with white space or without', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), fc.boolean(), (any, isAscii) => {
    const bytes = isAscii ? any.map((byte) => byte & 0x7f) : any;
    const base64 = toBase64(bytes);
    for (const text of [base64, urlSafe(base64), base64.replace(/(.{5})/g, '$1\n')]) expect(fromBase64(text)).toEqual(bytes);
  }));
});
