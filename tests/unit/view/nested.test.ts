import fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeUtf8, toBase64 } from '../../../lib/base/bytes.ts';
import { insideOf } from '../../../lib/view/nested.ts';

const base64 = (text: string): string => toBase64(encodeUtf8(text));

it('finds JSON in a text, with every digit', () => {
  expect(insideOf(' {"a":{"b":[1,9007199254740993]}} ')).toMatchObject({ how: 'json', nodes: [{ label: 'a', children: [{ label: 'b', children: [{ value: 1 }, { value: '9007199254740993' }] }] }] });
});

it('finds text and JSON in base64 and base64url, padded or not', () => {
  expect(insideOf(base64('żółw says hello'))).toEqual({ how: 'base64', nodes: [{ name: null, label: '', value: 'żółw says hello', children: [] }] });
  const url = base64('{"schema":"iglu:x?>","n":1}').replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  expect(insideOf(url)).toMatchObject({ how: 'both', nodes: [{ label: 'schema' }, { label: 'n', value: 1 }] });
});

it('leaves words, ids and bytes alone', () => {
  const others = ['ContinueToCheckout', '5f2c81d0b9e34a1c8a5d20f7c1b97be4', 'LhhP1C9gijpSKCslHHCvwdSIz298twx271n1l6xw', '{}', '[]', '{broken', '{"a":1', '', 'a', '0b6cf7a2-4a3e-4be1-9a52-7f1d9cbb0e11', '1795255800123456'];
  expect(others.filter((text) => insideOf(text) !== null)).toEqual([]);
});

it('bytes that are no text are not taken for one', () => {
  const noText = fc.uint8Array({ minLength: 16, maxLength: 40 }).filter((bytes) => bytes.some((b) => b < 9 || b > 0xf4));
  fc.assert(fc.property(noText, (bytes) => insideOf(toBase64(bytes)) === null));
});

it('ends soon and bounded, however large or deep', () => {
  const wide = insideOf(JSON.stringify(Array.from({ length: 20_000 }, (_, i) => i)));
  expect(wide?.nodes.length).toBeLessThanOrEqual(1_001);
  expect(wide?.nodes.at(-1)).toMatchObject({ label: '…', value: '19000' });
  expect(insideOf(`${'['.repeat(400)}1${']'.repeat(400)}`)).not.toBeNull();
  expect(insideOf(`${'['.repeat(90_000)}${']'.repeat(90_000)}`)).toBeNull();
});
