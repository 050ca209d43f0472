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

const FIRST_PLACES = 2_048;
const LOW_HALF = 2 ** 32;

export function createTextIndex(): TextIndex {
  /** A place is three numbers, which are looked at together: the halves of a hash, and the row and one more. Zero there: it is free. */
  let places = new Uint32Array(3 * FIRST_PLACES);
  let mask = FIRST_PLACES - 1;
  let size = 0;

  /** The place of a hash, or the free one where it would be. */
  function placeOf(low: number, high: number): number {
    let n = low & mask;
    while (places[3 * n + 2] !== 0 && (places[3 * n] !== low || places[3 * n + 1] !== high)) n = (n + 1) & mask;
    return 3 * n;
  }

  function put(at: number, low: number, high: number, rowAndOne: number): void {
    places[at] = low;
    places[at + 1] = high;
    places[at + 2] = rowAndOne;
  }

  function grow(): void {
    const before = places;
    places = new Uint32Array(before.length * 2);
    mask = 2 * mask + 1;
    for (let at = 0; at < before.length; at += 3) {
      const [low, high, rowAndOne] = [before[at] as number, before[at + 1] as number, before[at + 2] as number];
      if (rowAndOne !== 0) put(placeOf(low, high), low, high, rowAndOne);
    }
  }

  /** The last text that was asked for is mostly the next one to be added. */
  let last = '';
  let [low, high] = [0, 0];
  function look(text: string): number {
    if (text !== last || text === '') {
      last = text;
      const hash = hashNumber(text);
      low = hash >>> 0;
      high = (hash - low) / LOW_HALF;
    }
    return placeOf(low, high);
  }
  /** Texts whose hash another has: hardly ever one. */
  const others = new Map<string, number>();

  return {
    get(text, isIt) {
      const at = look(text);
      const row = (places[at + 2] as number) - 1;
      if (row < 0) return undefined;
      return others.get(text) ?? (isIt(row) ? row : undefined);
    },
    add(text, row) {
      const at = look(text);
      if (places[at + 2] !== 0) {
        others.set(text, row);
        return;
      }
      put(at, low, high, row + 1);
      if (++size * 4 > (mask + 1) * 3) grow();
    },
  };
}
