import { expect, it } from 'vitest';
import type { Json } from '../../../lib/base/json.ts';
import type { FieldNode } from '../../../lib/domain/field.ts';
import { fieldTree } from '../../../lib/protocols/field-tree.ts';

const spec = (name: string, path?: string) => ({ name: `v.${name}`, label: name.toUpperCase(), ...(path === undefined ? {} : { path }) });
const size = (nodes: readonly FieldNode[]): number => nodes.reduce((n, node) => n + 1 + size(node.children), 0);

it('names the parts that the dissector declares, by key, index and any', () => {
  const tree = fieldTree({ user: { id: 7, other: null }, items: [{ sku: 'a' }, { sku: 'b' }], empty: [] }, [spec('user', 'user/id'), spec('items', 'items'), spec('sku', 'items/*/sku'), spec('none')]);
  expect(tree).toEqual([
    { name: null, label: 'user', value: null, children: [{ name: 'v.user', label: 'USER', key: 'id', value: 7, children: [] }, { name: null, label: 'other', value: null, children: [] }] },
    {
      name: 'v.items', label: 'ITEMS', key: 'items', value: null,
      children: [
        { name: null, label: '0', value: null, children: [{ name: 'v.sku', label: 'SKU', key: 'sku', value: 'a', children: [] }] },
        { name: null, label: '1', value: null, children: [{ name: 'v.sku', label: 'SKU', key: 'sku', value: 'b', children: [] }] },
      ],
    },
    { name: null, label: 'empty', value: null, children: [] },
  ]);
});

it('takes the named path before any', () => {
  expect(fieldTree({ a: { x: 1, y: 2 } }, [spec('any', 'a/*'), spec('x', 'a/x')])[0]?.children.map((n) => n.name)).toEqual(['v.x', 'v.any']);
});

it('shows what is no object as a value, and nothing as nothing', () => {
  expect(fieldTree('text', [])).toEqual([{ name: null, label: 'Value', value: 'text', children: [] }]);
  expect(fieldTree(null, [])).toEqual([]);
});

it('is not misled by keys that every object has', () => {
  expect(fieldTree(JSON.parse('{"__proto__":1,"constructor":2}') as Json, [spec('a', 'constructor')]).map((n) => [n.name, n.label, n.value])).toEqual([[null, '__proto__', 1], ['v.a', 'A', 2]]);
});

it('ends where a tree is too large or too deep to read', () => {
  const wide = fieldTree(Array.from({ length: 100_000 }, (_, i) => i), []);
  expect(size(wide)).toBe(5_001);
  expect(wide.at(-1)?.value).toBe('95000 more; see the raw request');
  let deep: Json = 'end';
  for (let i = 0; i < 10_000; i++) deep = [deep];
  expect(size(fieldTree(deep, []))).toBeLessThan(100);
});
