import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSplitter, splitJson } from '../../../lib/archive/split-json.ts';

const PLAN = { objects: ['log'], lists: ['items', 'log.entries'] };

function pieces(text: string): string[] {
  const found: string[] = [];
  const split = splitJson(text, PLAN, ({ path, index, text: piece }) => found.push(`${path}${index === null ? '' : `[${index}]`} ${piece.trim()}`));
  return split.ok ? found : [`${split.error.place}: ${split.error.message}`];
}

describe('splitJson', () => {
  it('gives the elements of the named lists, and all else whole', () => {
    expect(pieces(' { "a" : [1, 2] , "items":[ {"b":"]}"} ,2], "log":{"entries":[],"c":{"entries":[3]}}}\n')).toEqual([
      'a [1, 2]', 'items []', 'items[0] {"b":"]}"}', 'items[1] 2', 'log.entries []', 'log.c {"entries":[3]}',
    ]);
  });

  it('leaves what stands inside an element to its reader: NaN, depth, escapes', () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    expect(pieces(`{"items":[NaN, ${deep}, "\\\\", "\\"", {"__proto__":1}]}`)).toEqual(['items []', 'items[0] NaN', `items[1] ${deep}`, 'items[2] "\\\\"', 'items[3] "\\""', 'items[4] {"__proto__":1}']);
  });

  it('does not enter objects under the empty key', () => {
    expect(pieces('{"":{"items":[1]}}')).toEqual([' {"items":[1]}']);
  });

  it.each([
    ['{"a":1', 'line 1 column 7: no sound JSON: expected "," or "}"'],
    ['{"items":[1,2', 'line 1 column 14: no sound JSON: expected "," or "]"'],
    ['{"items":[{"a":"x', 'line 1 column 16: no sound JSON: expected a text that is closed'],
    ['{"items":[{"a":[1]', 'line 1 column 19: no sound JSON: expected the rest of the file, which ends too early'],
    ['{\n "items":[\n  {"a":[1}]]}', 'line 3 column 10: no sound JSON: expected "]"'],
    ['{"a" 1}', 'line 1 column 6: no sound JSON: expected ":"'],
    ['{a:1}', 'line 1 column 2: no sound JSON: expected a key in double quotes'],
    ['{"a":1} {}', 'line 1 column 9: no sound JSON: expected nothing after the end of the JSON'],
    ['', 'line 1 column 1: no sound JSON: expected a value'],
    ['{"items":[1,,2]}', 'line 1 column 13: no sound JSON: expected a value'],
    ['{"\\x":1}', 'line 1 column 2: no sound JSON: expected a key that is a JSON text'],
  ])('says where %j is broken', (text, sentence) => {
    expect(pieces(text)).toEqual([sentence]);
  });

  it('loses nothing of any JSON object', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.array(fc.jsonValue()), (object, items) => {
        const all = { ...object, items };
        const back: [string, unknown][] = [];
        const elements: unknown[] = [];
        const split = splitJson(JSON.stringify(all, null, 1), { objects: [], lists: ['items'] }, ({ path, index, text }) => {
          if (index !== null) elements.push(JSON.parse(text));
          else back.push([path, JSON.parse(text)]);
        });
        expect(split.ok).toBe(true);
        expect({ ...Object.fromEntries(back), items: elements }).toEqual(JSON.parse(JSON.stringify(all)));
      }),
      { numRuns: 200 },
    );
  });
});

/** Feeds a text whose middle is so many megabytes of one character, and gives what was refused and by how much memory grew, in megabytes. */
function feedLong(before: string, middle: string, megabytes: number, after: string, maxPiece: number) {
  const splitter = createSplitter(PLAN, () => undefined, maxPiece);
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const chunk = bytes(middle.repeat(1e6));
  const memory = (): number => process.memoryUsage().arrayBuffers / 1e6;
  splitter.push(bytes(before));
  const start = memory();
  let most = start;
  for (let i = 0; i < megabytes; i++) {
    splitter.push(chunk);
    most = Math.max(most, memory());
  }
  splitter.push(bytes(after));
  const end = splitter.end();
  return { refused: end.ok ? null : end.error.message, grown: most - start };
}

describe('what is longer than anything of worth', () => {
  it.each([['between entries', '{"items":[1,', '2]}'], ['behind a key', '{"a":', '1}'], ['before all', '', '{"a":1}'], ['after all', '{"a":1}', '']])('white space %s takes no memory', (_, before, after) => {
    const { refused, grown } = feedLong(before, ' ', 100, after, 1e6);
    expect(refused).toBe(null);
    expect(grown).toBeLessThan(20);
  });

  it('a key is refused', () => {
    const { refused, grown } = feedLong('{"', 'k', 100, '":1}', 2e6);
    expect(refused).toBe('no sound JSON: expected at most 2 MB in one key, found more');
    expect(grown).toBeLessThan(20);
  });

  it('an entry costs itself alone', () => {
    const { refused, grown } = feedLong('{"items":["', 'k', 100, '",2]}', 2e6);
    expect(refused).toBe(null);
    expect(grown).toBeLessThan(20);
  });
});
