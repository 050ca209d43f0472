import { hashNumber } from '../base/hash.ts';

/** Numbers in a row that grows, eight or four bytes each, outside the heap of objects. */
export type Column = { get(row: number): number; set(row: number, value: number): void };

export function createColumn(of: 'float' | 'whole'): Column {
  const make = (length: number): Float64Array | Uint32Array => (of === 'float' ? new Float64Array(length) : new Uint32Array(length));
  let values = make(1_024);
  return {
    get: (row) => values[row] as number,
    set(row, value) {
      if (row >= values.length) {
        const grown = make(values.length * 2);
        grown.set(values);
        values = grown;
      }
      values[row] = value;
    },
  };
}

/** Rows by a text: 53 bits of its hash and the number of the row, about 24 bytes each. */
export type TextIndex = {
  /** The row of a text; `isIt` says whether a row is really that text's, as two may share a hash. */
  get(text: string, isIt: (row: number) => boolean): number | undefined;
  /** For a text of which {@link TextIndex.get} knows no row. */
  add(text: string, row: number): void;
};

export function createTextIndex(): TextIndex {
  let hashes = new Float64Array(2_048);
  let rows = new Uint32Array(2_048);
  let size = 0;

  /** The place of a hash, or the free one where it would be. Zero is free, so no hash is. */
  function placeOf(hash: number): number {
    const mask = hashes.length - 1;
    let at = hash % 4_294_967_291 & mask;
    while (hashes[at] !== 0 && hashes[at] !== hash) at = (at + 1) & mask;
    return at;
  }

  function grow(): void {
    const [before, rowsBefore] = [hashes, rows];
    hashes = new Float64Array(before.length * 2);
    rows = new Uint32Array(before.length * 2);
    before.forEach((hash, i) => {
      if (hash === 0) return;
      const at = placeOf(hash);
      hashes[at] = hash;
      rows[at] = rowsBefore[i] as number;
    });
  }

  /** The last text that was asked for is mostly the next one to be added. */
  let last = '';
  let hashOfLast = hashNumber(last) + 1;
  function hashOf(text: string): number {
    if (text !== last) {
      last = text;
      hashOfLast = hashNumber(text) + 1;
    }
    return hashOfLast;
  }
  /** Texts whose hash another has: hardly ever one. */
  const others = new Map<string, number>();

  return {
    get(text, isIt) {
      const at = placeOf(hashOf(text));
      if (hashes[at] === 0) return undefined;
      const row = rows[at] as number;
      return others.get(text) ?? (isIt(row) ? row : undefined);
    },
    add(text, row) {
      const at = placeOf(hashOf(text));
      if (hashes[at] !== 0) {
        others.set(text, row);
        return;
      }
      hashes[at] = hashOf(text);
      rows[at] = row;
      if (++size * 4 > hashes.length * 3) grow();
    },
  };
}
