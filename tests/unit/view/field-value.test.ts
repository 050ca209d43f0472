import { expect, it } from 'vitest';
import { fieldKeys, fieldText } from '../../../lib/view/field-value.ts';

const FIELDS = [{ name: 'acme.level', path: 'event/level' }, { name: 'acme.value', path: 'values/*/value' }];
const read = (name: string, data: Parameters<typeof fieldText>[0]): string | null => fieldText(data, fieldKeys(name, FIELDS));

it('finds a field by its name or its path, through lists', () => {
  expect(read('acme.level', { event: { level: 'error' } })).toBe('error');
  expect(read('acme.value', { values: [{ value: 1 }, { value: 'x' }] })).toBe('1, x');
  expect(read('event/level', { event: { level: null } })).toBe('null');
  expect(read('app.version', { 'app.version': 2 })).toBe('2');
  expect(read('acme.level', { level: 'error' })).toBeNull();
});

it('reads a bounded part of however much there is', () => {
  expect(read('a', { a: Array.from({ length: 100_000 }, (_, i) => i) })?.split(', ')).toHaveLength(20);
});
