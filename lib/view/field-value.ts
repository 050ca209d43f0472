import { isObject, type Json } from '../base/json.ts';
import type { FieldSpec } from '../domain/field.ts';

/** Deeper or wider than this no vendor's event is searched. */
const MAX_VISITED = 2_000;
const MAX_VALUES = 20;

/**
 * The keys that lead to a field: by the path that a vendor's list gives its name, else the name is itself the path, its keys joined by `.` or
 * `/`. In lower case; places in lists are left out, as any item will do.
 */
export function fieldKeys(name: string, fields: readonly Pick<FieldSpec, 'name' | 'path'>[]): readonly string[] {
  const lower = name.toLowerCase();
  const spec = fields.find((field) => field.name.toLowerCase() === lower);
  const path = (spec?.path ?? name.replace(/^data\./i, '')).toLowerCase();
  return (spec?.path === undefined ? path.split(/[./]/) : path.split('/')).filter((key) => key !== '' && key !== '*');
}

/**
 * Visits what is at the end of a path in an event's data, through lists, until `found` says that it is enough. Whether it did; bounded
 * however large the data.
 */
export function visitField(data: Json, keys: readonly string[], found: (value: Json) => boolean): boolean {
  let left = MAX_VISITED;
  const visit = (node: Json, depth: number): boolean => {
    if (left-- <= 0) return false;
    if (depth === keys.length && !isObject(node) && !Array.isArray(node)) return found(node);
    if (Array.isArray(node)) return node.some((item: Json) => visit(item, depth));
    if (!isObject(node)) return false;
    // Behind the end of the path any value will do: `user:` of an object asks all that is in it.
    if (depth === keys.length) return Object.values(node).some((child) => visit(child, depth));
    return Object.entries(node).some(([key, child]) => {
      const lowerKey = key.toLowerCase();
      // A key may hold the separators itself (`app.version`), so that it is several steps of the path.
      for (let end = depth + 1; end <= keys.length; end++) {
        const step = keys.slice(depth, end).join('.');
        if (step === lowerKey && visit(child, end)) return true;
        if (step.length > lowerKey.length) break;
      }
      return false;
    });
  };
  return keys.length > 0 && visit(data, 0);
}

/** The values of a field as one text for a column, the first few of many; null where the data has none. */
export function fieldText(data: Json, keys: readonly string[]): string | null {
  const values: string[] = [];
  visitField(data, keys, (value) => {
    values.push(typeof value === 'string' ? value : JSON.stringify(value));
    return values.length >= MAX_VALUES;
  });
  return values.length ? values.join(', ') : null;
}
