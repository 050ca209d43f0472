import { isObject, type Json } from '../../base/json.ts';
import type { FieldNode } from './ast.ts';
import { passes } from './number-test.ts';
import type { NamedField } from './subject.ts';

/** Deeper or wider than this no vendor's event is searched. */
const MAX_VISITED = 2_000;

/**
 * Asks an event's data for a field. A name of the vendors' lists stands for its path; any other is itself the path, its keys joined by `.`
 * or `/`. Lists are passed through: any of their items will do.
 */
export function fieldTest({ name, value, test }: FieldNode, fields: readonly NamedField[]): (data: Json) => boolean {
  const lower = name.toLowerCase();
  const spec = fields.find((field) => field.name.toLowerCase() === lower);
  const path = (spec?.path ?? name.replace(/^data\./i, '')).toLowerCase();
  const keys = (spec?.path === undefined ? path.split(/[./]/) : path.split('/')).filter((key) => key !== '' && key !== '*');
  const wanted = value.toLowerCase();
  const fits = (leaf: string | number | boolean | null): boolean => {
    if (test) return leaf !== null && leaf !== '' && Number.isFinite(Number(leaf)) && passes(test, Number(leaf));
    const text = String(leaf).toLowerCase();
    return wanted.startsWith('=') ? text === wanted.slice(1) : text.includes(wanted);
  };
  return (data) => {
    let left = MAX_VISITED;
    const visit = (node: Json, depth: number): boolean => {
      if (left-- <= 0) return false;
      if (Array.isArray(node)) return node.some((item: Json) => visit(item, depth));
      if (!isObject(node)) return depth === keys.length && fits(node as string | number | boolean | null);
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
  };
}
