import { isObject, type Json } from '../base/json.ts';
import type { FieldNode, FieldSpec } from '../domain/field.ts';

/** A tree is for a person to read: what is larger is in the raw view. */
const MAX_NODES = 5_000;
const MAX_DEPTH = 60;

type Spec = Pick<FieldSpec, 'name' | 'label' | 'path'>;

/** Specs by path, where `*` stands for any index, and any key where no spec names that. */
type Names = { readonly spec: Spec | null; readonly next: ReadonlyMap<string, Names> };

function namesOf(specs: readonly Spec[]): Names {
  type Growing = { spec: Spec | null; next: Map<string, Growing> };
  const root: Growing = { spec: null, next: new Map() };
  for (const spec of specs) {
    if (spec.path === undefined) continue;
    let here = root;
    for (const key of spec.path.split('/')) {
      const next = here.next.get(key) ?? { spec: null, next: new Map() };
      here.next.set(key, next);
      here = next;
    }
    here.spec = spec;
  }
  return root;
}

/** An event's data as a tree, its parts named by the dissector's declared fields. Too large or too deep a tree ends with a node that says so. */
export function fieldTree(data: Json, specs: readonly Spec[]): FieldNode[] {
  let left = MAX_NODES;

  function entries(value: Json): [string, Json][] {
    if (Array.isArray(value)) return (value as readonly Json[]).map((item, i) => [String(i), item]);
    return isObject(value) ? Object.entries(value) : [];
  }

  function nodes(value: Json, names: readonly Names[], depth: number): FieldNode[] {
    const made: FieldNode[] = [];
    const all = entries(value);
    for (const [key, child] of all) {
      if (left <= 0 || depth > MAX_DEPTH) {
        made.push({ name: null, label: '…', value: `${all.length - made.length} more; see the raw request`, children: [] });
        break;
      }
      left--;
      const here = names.flatMap((n) => [n.next.get(key) ?? [], n.next.get('*') ?? []].flat());
      const spec = here.find((n) => n.spec)?.spec ?? null;
      const children = nodes(child, here, depth + 1);
      made.push({ name: spec?.name ?? null, label: spec?.label ?? key, ...(spec && spec.label !== key ? { key } : {}), value: children.length || isBranch(child) ? null : child, children });
    }
    return made;
  }

  const root = namesOf(specs);
  if (isBranch(data)) return nodes(data, [root], 0);
  return data === null ? [] : [{ name: null, label: 'Value', value: data, children: [] }];
}

const isBranch = (value: Json): boolean => typeof value === 'object' && value !== null;
