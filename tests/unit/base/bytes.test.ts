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
