import type { Json } from '../base/json.ts';
import { isSecretName } from '../base/secret-names.ts';
import type { FieldNode } from '../domain/field.ts';
import { formatCount } from './format.ts';
import { t, tn } from './messages/translate.ts';
import { insideOf, type Inside } from './nested.ts';
import { MASK, maskText } from './secrets.ts';

export type ValueType = 'string' | 'number' | 'boolean' | 'null' | 'branch';

/** A line of the tree of fields. `path` is its place, for keys and for what is open. */
export type FieldRow = {
  readonly path: string; readonly level: number; readonly label: string; readonly name: string | null;
  readonly text: string;
  /** The same with what is secret in it masked; equal where nothing is. */
  readonly masked: string;
  readonly type: ValueType; readonly children: number; readonly open: boolean;
  /** Whether it can be unfolded: a branch, or a text with something inside. */
  readonly folds: boolean;
  readonly inside: Inside['how'] | null;
  /** Place among its siblings from 1, and how many those are. */
  readonly place: number; readonly siblings: number;
  /** Where it stands in the data: `exception.values[0].type`; null inside a text, and for what is no part of the data. */
  readonly dataPath: string | null;
};

/** Branches this deep start open: deeper ones are read one at a time. */
const OPEN_LEVELS = 2;
/** Texts inside texts inside texts… */
const MAX_NESTED = 4;

type Above = { readonly path: string; readonly level: number; readonly secret: boolean; readonly nested: number; readonly dataPath: string | null };
const ROOT: Above = { path: '', level: 1, secret: false, nested: 0, dataPath: '' };

/** The visible lines. `toggled`: paths of lines that are not as they start: branches of the first levels open, the rest folded. */
export function fieldRows(nodes: readonly FieldNode[], toggled: ReadonlySet<string>): FieldRow[] {
  return rowsOf(nodes, toggled, ROOT);
}

function rowsOf(nodes: readonly FieldNode[], toggled: ReadonlySet<string>, above: Above): FieldRow[] {
  return nodes.flatMap((node, i) => {
    const path = `${above.path}/${i}`;
    const branch = node.children.length > 0;
    const secret = above.secret || isSecretName(node.label) || (node.name !== null && isSecretName(node.name));
    const inside = branch || above.nested >= MAX_NESTED ? null : insideOfNode(node);
    const folds = branch || inside !== null;
    const open = folds && (branch && above.level <= OPEN_LEVELS) !== toggled.has(path);
    const dataPath = above.dataPath === null ? null : joined(above.dataPath, node.key ?? node.label);
    const text = branch ? summary(node) : valueText(node.value);
    const row: FieldRow = {
      path, level: above.level, label: node.label || t('fields_inside_base64'), name: node.name, text, masked: branch ? text : secret && text !== '' ? MASK : maskText(text), type: branch ? 'branch' : typeOf(node.value),
      children: node.children.length, open, folds, inside: inside?.how ?? null, place: i + 1, siblings: nodes.length, dataPath,
    };
    if (!open) return [row];
    const below: Above = { path, level: above.level + 1, secret, nested: above.nested + (inside ? 1 : 0), dataPath: inside ? null : dataPath };
    return [row, ...rowsOf(inside?.nodes ?? node.children, toggled, below)];
  });
}

const joined = (path: string, key: string): string => (/^\d+$/.test(key) && path !== '' ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);

/** By which a column or a filter finds it again: its name, else its path, where any item of a list will do. */
export const fieldHandle = (row: Pick<FieldRow, 'name' | 'dataPath'>): string | null => row.name ?? row.dataPath?.replace(/\[\d+\]/g, '') ?? null;

const known = new WeakMap<FieldNode, { readonly inside: Inside | null }>();

// Lines are made anew whenever one is folded; what stands inside them never changes.
function insideOfNode(node: FieldNode): Inside | null {
  if (typeof node.value !== 'string') return null;
  const found = known.get(node) ?? { inside: insideOf(node.value) };
  known.set(node, found);
  return found.inside;
}

const summary = (node: FieldNode): string => tn('fields_count', node.children.length, formatCount(node.children.length));

const typeOf = (value: Json): ValueType =>
  value === null ? 'null' : typeof value === 'string' ? 'string' : typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'branch';

/** As it stands on the wire, strings without quotes: what a person wants to copy. */
export const valueText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value));
