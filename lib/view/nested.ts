import { isObject, type Json } from '../base/json.ts';
import { parseJson } from '../base/lossless-json.ts';
import type { FieldNode } from '../domain/field.ts';
import { textInBase64 } from './base64-text.ts';

/** What a text holds inside: JSON, or something written as base64. */
export type Inside = { readonly how: 'json' | 'base64' | 'both'; readonly nodes: readonly FieldNode[] };

/** Longer texts are read in the raw view. */
const MAX_CHARS = 200_000;
const MAX_NODES = 1_000;
const MAX_DEPTH = 30;

/**
 * What stands inside a text as fields: of JSON its parts, of base64 (also base64url) what it says, where that is text. Null where there is
 * nothing inside. Texts inside are looked into in their turn, by whoever shows them.
 */
export function insideOf(text: string): Inside | null {
  if (text.length < 2 || text.length > MAX_CHARS) return null;
  const direct = jsonNodes(text);
  if (direct) return { how: 'json', nodes: direct };
  const decoded = textInBase64(text);
  if (decoded === null) return null;
  const nodes = jsonNodes(decoded);
  return nodes ? { how: 'both', nodes } : { how: 'base64', nodes: [{ name: null, label: '', value: decoded, children: [] }] };
}

function jsonNodes(text: string): readonly FieldNode[] | null {
  if (!/^\s{0,20}[[{]/.test(text) || !/[\]}]\s{0,20}$/.test(text)) return null;
  const parsed = parseJson(text);
  if (!parsed.ok) return null;
  let left = MAX_NODES;
  const nodesOf = (value: Json, depth: number): FieldNode[] => {
    const entries: [string, Json][] = Array.isArray(value) ? (value as readonly Json[]).map((item, i) => [String(i), item]) : isObject(value) ? Object.entries(value) : [];
    const made: FieldNode[] = [];
    for (const [key, child] of entries) {
      if (left <= 0 || depth > MAX_DEPTH) {
        made.push({ name: null, label: '…', value: String(entries.length - made.length), children: [] });
        break;
      }
      left--;
      const children = nodesOf(child, depth + 1);
      made.push({ name: null, label: key, value: children.length ? null : child, children });
    }
    return made;
  };
  const nodes = nodesOf(parsed.value, 0);
  return nodes.length ? nodes : null;
}
