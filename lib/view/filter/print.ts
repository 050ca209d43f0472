import { assertNever } from '../../base/never.ts';
import type { FilterNode } from './ast.ts';
import { printNumberTest } from './number-test.ts';
import { termNamed } from './terms.ts';

const PLAIN = /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u;

/** A text as it stands in a filter: in quotes where it would else be something more than itself. */
export const quoted = (text: string): string => (PLAIN.test(text) && text !== 'AND' && text !== 'OR' ? text : `"${text.replace(/["\\]/g, '\\$&')}"`);

/** The text of a filter, from which `parseFilter` makes the same tree. */
export function printFilter(node: FilterNode | null): string {
  if (!node) return '';
  switch (node.type) {
    case 'text':
      return quoted(node.text);
    case 'regex':
      return `/${node.source}/${node.flags}`;
    case 'word':
      return `${node.term}:${quoted(node.value)}`;
    case 'field':
      return `${node.name}:${quoted(node.value)}`;
    case 'number':
      return `${node.term}:${printNumberTest(node.test, termNamed(node.term)?.kind === 'time')}`;
    case 'not':
      return `-${inParens(node.part, node.part.type === 'and' || node.part.type === 'or' || node.part.type === 'not')}`;
    case 'and':
      return node.parts.map((part) => inParens(part, part.type === 'or')).join(' ');
    case 'or':
      return node.parts.map((part) => inParens(part, false)).join(' OR ');
    default:
      return assertNever(node);
  }
}

const inParens = (node: FilterNode, needed: boolean): string => (needed ? `(${printFilter(node)})` : printFilter(node));
