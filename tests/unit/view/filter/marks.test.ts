import { expect, it } from 'vitest';
import { markerFor } from '../../../../lib/view/filter/marks.ts';
import { parseFilter } from '../../../../lib/view/filter/parse.ts';

/** Hits in square brackets. */
const marked = (filter: string, text: string): string => markerFor(parseFilter(filter).root)(text).map((piece) => (piece.hit ? `[${piece.text}]` : piece.text)).join('');

it.each([
  ['', 'Add to basket', 'Add to basket'], ['BASKET add', 'Add to basket', '[Add] to [basket]'], ['a', 'Anna', '[A]nn[a]'], ['/t.*k/', 'Add to basket', 'Add [to bask]et'], ['"to b" basket', 'Add to basket', 'Add [to b][asket]'],
  ['-basket', 'Add to basket', 'Add to basket'], ['kind:add', 'Add', 'Add'], ['x', '', ''], ['/x*/', 'abc', 'abc'], ['i', '\u0130i', '\u0130i'], ['<img', '<img src=x>', '[<img] src=x>'],
])('%s in %s', (filter, text, expected) => expect(marked(filter, text)).toBe(expected));
