import { hashNumber } from '../base/hash.ts';

/** Ids that were seen, of a file of any length: no text is kept, 16 bytes an id and room to grow, outside the heap of objects. */
export type KnownIds = {
  /** Whether it was seen before; from now on it was. */
  seenBefore(id: string): boolean;
};

/** @param hashes two that have nothing to do with each other: both are equal of one text alone */
export function createKnownIds(hashes: readonly [(text: string) => number, (text: string) => number] = [hashNumber, (text) => hashNumber(`\0${text}`)]): KnownIds {
  const [firstOf, secondOf] = hashes;
  /** Pairs; a first of zero is a free place. */
  let pairs = new Float64Array(2 * 1_024);
  let size = 0;

  /** The place of a pair, or the free one where it would be. */
  function placeOf(first: number, second: number): number {
    const places = pairs.length / 2;
    let at = first % places;
    while (pairs[2 * at] !== 0 && (pairs[2 * at] !== first || pairs[2 * at + 1] !== second)) at = (at + 1) % places;
    return 2 * at;
  }

  function put(first: number, second: number): boolean {
    const at = placeOf(first, second);
    if (pairs[at] !== 0) return false;
    pairs[at] = first;
    pairs[at + 1] = second;
    return true;
  }

  function grow(): void {
    const before = pairs;
    pairs = new Float64Array(before.length * 2);
    for (let at = 0; at < before.length; at += 2) if (before[at] !== 0) put(before[at] as number, before[at + 1] as number);
  }

  return {
    seenBefore(id) {
      if (!put(firstOf(id) + 1, secondOf(id))) return true;
      if (++size * 8 > pairs.length * 3) grow();
      return false;
    },
  };
}
