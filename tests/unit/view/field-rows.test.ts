import { expect, it } from 'vitest';
import type { FieldNode } from '../../../lib/domain/field.ts';
import { fieldRows } from '../../../lib/view/field-rows.ts';

const leaf = (label: string, value: FieldNode['value']): FieldNode => ({ name: null, label, value, children: [] });
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
  expect(rows.filter((row) => row.level === 1).map((row) => [row.type, row.place, row.siblings, row.secret])).toEqual([
    ['string', 1, 5, false], ['string', 2, 5, true], ['branch', 3, 5, false], ['null', 4, 5, false], ['boolean', 5, 5, false],
  ]);
});
