import type { Json } from '../../base/json.ts';
import { fieldKeys, visitField } from '../field-value.ts';
import type { FieldNode } from './ast.ts';
import { passes } from './number-test.ts';
import type { NamedField } from './subject.ts';

/** Asks an event's data for a field, by a name of the vendors' lists or by its path: see {@link fieldKeys}. Any of several values will do. */
export function fieldTest({ name, value, test }: FieldNode, fields: readonly NamedField[]): (data: Json) => boolean {
  const keys = fieldKeys(name, fields);
  const wanted = value.toLowerCase();
  const fits = (leaf: Json): boolean => {
    if (test) return leaf !== null && leaf !== '' && Number.isFinite(Number(leaf)) && passes(test, Number(leaf));
    const text = String(leaf).toLowerCase();
    return wanted.startsWith('=') ? text === wanted.slice(1) : text.includes(wanted);
  };
  return (data) => visitField(data, keys, fits);
}
