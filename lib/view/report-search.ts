import type { FilterNode, LeafNode } from './filter/ast.ts';

/** Terms that only footsteps can answer. */
const OF_FOOTSTEPS: ReadonlySet<string> = new Set(['kind', 'status', 'delivery', 'gap']);

/** Whether some footstep may fit where its session alone does not: then a list of sessions says too little without a search. */
export function asksFootsteps(node: FilterNode | null): boolean {
  if (!node) return false;
  switch (node.type) {
    case 'and':
    case 'or':
      return node.parts.some(asksFootsteps);
    case 'not':
      return asksFootsteps(node.part);
    default:
      return leafAsks(node);
  }
}

/** Whether it asks for silences, which only all footsteps of a session tell. */
export function asksGaps(node: FilterNode | null): boolean {
  if (!node) return false;
  if (node.type === 'and' || node.type === 'or') return node.parts.some(asksGaps);
  if (node.type === 'not') return asksGaps(node.part);
  return node.type === 'number' && node.term === 'gap';
}

function leafAsks(leaf: LeafNode): boolean {
  switch (leaf.type) {
    case 'text':
    case 'regex':
    case 'field':
      return true;
    case 'number':
      return OF_FOOTSTEPS.has(leaf.term);
    default:
      return OF_FOOTSTEPS.has(leaf.term) || leaf.term === 'page' || leaf.term === 'user' || (leaf.term === 'has' && leaf.value.toLowerCase().startsWith('rep'));
  }
}
