import type { FilterNode } from './ast.ts';
import { safeRegex } from '../../base/safe-regex.ts';

/** A piece of a text, and whether it is what was searched for. */
export type MarkedPiece = { readonly text: string; readonly hit: boolean };

/** More hits in one line say no more. */
const MAX_HITS = 20;

/** Splits a text by the free texts and regular expressions of a filter; those to be left out mark nothing. */
export function markerFor(root: FilterNode | null): (text: string) => readonly MarkedPiece[] {
  const finders = findersOf(root);
  return (text) => {
    if (finders.length === 0) return [{ text, hit: false }];
    const hits = finders.flatMap((find) => find(text)).filter(([from, to]) => to > from).toSorted(([a], [b]) => a - b);
    const pieces: MarkedPiece[] = [];
    let at = 0;
    for (const [from, to] of hits) {
      if (to <= at) continue;
      const start = Math.max(at, from);
      if (start > at) pieces.push({ text: text.slice(at, start), hit: false });
      pieces.push({ text: text.slice(start, to), hit: true });
      at = to;
    }
    if (at < text.length || pieces.length === 0) pieces.push({ text: text.slice(at), hit: false });
    return pieces;
  };
}

type Finder = (text: string) => readonly (readonly [from: number, to: number])[];

function findersOf(node: FilterNode | null): readonly Finder[] {
  switch (node?.type) {
    case 'and':
    case 'or':
      return node.parts.flatMap(findersOf);
    case 'text': {
      const wanted = node.text.toLowerCase();
      return [(text) => hitsOf(text, wanted)];
    }
    case 'regex': {
      const safe = safeRegex(node.source, node.flags);
      if (!safe.ok) return [];
      const { regex, searched } = safe.value;
      return [(text) => {
        const found = regex.exec(text.slice(0, searched));
        return found ? [[found.index, found.index + found[0].length]] : [];
      }];
    }
    default:
      return [];
  }
}

function hitsOf(text: string, wanted: string): [number, number][] {
  const lower = text.toLowerCase();
  // A few letters change their length with their case; then no place in one is a place in the other.
  if (lower.length !== text.length) return [];
  const hits: [number, number][] = [];
  for (let at = lower.indexOf(wanted); at >= 0 && hits.length < MAX_HITS; at = lower.indexOf(wanted, at + wanted.length)) hits.push([at, at + wanted.length]);
  return hits;
}
