import { describe, expect, it } from 'vitest';
import { encodeUtf8, toBase64 } from '../../../lib/base/bytes.ts';
import type { FieldNode } from '../../../lib/domain/field.ts';
import { fieldHandle, fieldRows } from '../../../lib/view/field-rows.ts';
import { MASK } from '../../../lib/view/secrets.ts';

const leaf = (label: string, value: FieldNode['value'], more: Partial<FieldNode> = {}): FieldNode => ({ name: null, label, value, children: [], ...more });
const branch = (label: string, ...children: FieldNode[]): FieldNode => ({ name: null, label, value: null, children });
const tree = [leaf('text', 'a "b"'), leaf('api_key', 'k'), branch('one', branch('two', branch('three', leaf('deep', 4711))))];
const shape = (toggled: readonly string[] = []): string[] => fieldRows(tree, new Set(toggled)).map((row) => `${row.path} ${row.label} ${row.text}`);

it('opens two levels, and what is asked for', () => {
  expect(shape()).toEqual(['/0 text a "b"', '/1 api_key k', '/2 one 1 field', '/2/0 two 1 field', '/2/0/0 three 1 field']);
  expect(shape(['/2/0/0']).at(-1)).toBe('/2/0/0/0 deep 4711');
  expect(shape(['/2'])).toHaveLength(3);
});

it('knows types, places among siblings, and secrets', () => {
  const rows = fieldRows([...tree, leaf('none', null), leaf('yes', true)], new Set());
  expect(rows.filter((row) => row.level === 1).map((row) => [row.type, row.place, row.siblings, row.masked === MASK])).toEqual([
    ['string', 1, 5, false], ['string', 2, 5, true], ['branch', 3, 5, false], ['null', 4, 5, false], ['boolean', 5, 5, false],
  ]);
});

it('says where a field stands in the data, and by what it is found again', () => {
  const named = leaf('Level', 'error', { name: 'acme.level', key: 'level' });
  const rows = fieldRows([named, branch('values', branch('0', leaf('type', 'x')))], new Set());
  expect(rows.map((row) => [row.dataPath, fieldHandle(row)])).toEqual([['level', 'acme.level'], ['values', 'values'], ['values[0]', 'values'], ['values[0].type', 'values.type']]);
});

describe('a text with something inside', () => {
  const json = leaf('payload', '{"token":"abc","inner":"{\\"n\\":1}"}');
  it('unfolds into it, and so does what is inside that; neither is part of the data', () => {
    expect(fieldRows([json], new Set())).toMatchObject([{ type: 'string', inside: 'json', folds: true, open: false }]);
    const rows = fieldRows([json], new Set(['/0', '/0/1']));
    expect(rows.map((row) => [row.level, row.label, row.masked, row.dataPath])).toEqual([
      [1, 'payload', `{"token":"${MASK}","inner":"{\\"n\\":1}"}`, 'payload'], [2, 'token', MASK, null], [2, 'inner', '{"n":1}', null], [3, 'n', '1', null],
    ]);
  });
  it('shows what base64 says', () => {
    const rows = fieldRows([leaf('data', toBase64(encodeUtf8('hello, hello, hello')))], new Set(['/0']));
    expect(rows.map((row) => [row.label, row.text])).toEqual([['data', 'aGVsbG8sIGhlbGxvLCBoZWxsbw=='], ['decoded from base64', 'hello, hello, hello']]);
  });
  it('inside a secret is secret', () => {
    expect(fieldRows([leaf('secret', '{"n":"x"}')], new Set(['/0'])).map((row) => row.masked)).toEqual([MASK, MASK]);
  });
  it('is looked into four times and no more', () => {
    let text = '"x"';
    for (let i = 0; i < 8; i++) text = JSON.stringify({ a: text });
    const toggled = new Set(Array.from({ length: 10 }, (_, i) => '/0'.repeat(i + 1)));
    expect(fieldRows([leaf('a', text)], toggled)).toHaveLength(5);
  });
});
