import type { Json } from '../base/json.ts';
import type { FieldNode } from '../domain/field.ts';
import { isSecretName } from './secrets.ts';

export type ValueType = 'string' | 'number' | 'boolean' | 'null' | 'branch';

/** A line of the tree of fields. `path` is its place, for keys and for what is open. */
export type FieldRow = {
  readonly path: string; readonly level: number; readonly label: string; readonly name: string | null;
  readonly text: string; readonly type: ValueType; readonly children: number; readonly open: boolean; readonly secret: boolean;
  /** Place among its siblings from 1, and how many those are. */
  readonly place: number; readonly siblings: number;
};

/** Branches this deep start open: deeper ones are read one at a time. */
const OPEN_LEVELS = 2;

/** The visible lines. `toggled`: paths of branches that are not as they start. */
export function fieldRows(nodes: readonly FieldNode[], toggled: ReadonlySet<string>, level = 1, parent = ''): FieldRow[] {
  return nodes.flatMap((node, i) => {
    const path = `${parent}/${i}`;
    const branch = node.children.length > 0;
    const open = branch && (level <= OPEN_LEVELS) !== toggled.has(path);
    const row: FieldRow = {
      path, level, label: node.label, name: node.name, text: branch ? summary(node) : valueText(node.value), type: branch ? 'branch' : typeOf(node.value),
      children: node.children.length, open, secret: !branch && isSecretName(node.label), place: i + 1, siblings: nodes.length,
    };
    return open ? [row, ...fieldRows(node.children, toggled, level + 1, path)] : [row];
  });
}

const summary = (node: FieldNode): string => `${node.children.length} ${node.children.length === 1 ? 'field' : 'fields'}`;

const typeOf = (value: Json): ValueType =>
  value === null ? 'null' : typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'branch';

/** As it stands on the wire, strings without quotes: what a person wants to copy. */
export const valueText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
