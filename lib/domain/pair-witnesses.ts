import type { EpochMs } from '../base/time.ts';
import type { Outcome } from './request.ts';

/** What two witnesses both tell of a request. */
export type Told = { readonly method: string; readonly url: string; readonly startedAt: EpochMs; readonly outcome: Outcome };

export type Paired<A, B> = { readonly pairs: readonly (readonly [a: A, b: B])[]; readonly unpaired: readonly B[] };

/** Two witnesses name a request's beginning some milliseconds apart; on a busy machine more. What is further apart is not the same request. */
export const APART_MS = 2_000;

/**
 * Which requests of one witness are which of another's: same method and address, neither one out of its order, and all of them as near in
 * time as can be. Either may have missed some, so a far pair counts less than two that were seen once.
 */
export function pairWitnesses<A extends Told, B extends Told>(known: readonly A[], told: readonly B[]): Paired<A, B> {
  const knownBy = Map.groupBy(known.toSorted(byStart), keyOf);
  const pairs: (readonly [A, B])[] = [];
  const unpaired: B[] = [];
  for (const [key, group] of Map.groupBy(told.toSorted(byStart), keyOf)) align(knownBy.get(key) ?? [], group, pairs, unpaired);
  return { pairs, unpaired };
}

/** The cheapest alignment of two short lists, as of two texts by the letters that they share. */
function align<A extends Told, B extends Told>(known: readonly A[], told: readonly B[], pairs: (readonly [A, B])[], unpaired: B[]): void {
  const width = told.length + 1;
  const skip = APART_MS / 2;
  // What the rest costs, from `i` and `j` on.
  const costs = new Float64Array((known.length + 1) * width);
  const cost = (i: number, j: number): number => costs[i * width + j] ?? 0;
  const pairCost = (i: number, j: number): number => {
    const [a, b] = [known[i], told[j]];
    return a && b ? apart(a, b) + cost(i + 1, j + 1) : Infinity;
  };
  for (let i = known.length; i >= 0; i--) {
    for (let j = told.length; j >= 0; j--) {
      if (i === known.length || j === told.length) costs[i * width + j] = (known.length - i + told.length - j) * skip;
      else costs[i * width + j] = Math.min(pairCost(i, j), skip + cost(i + 1, j), skip + cost(i, j + 1));
    }
  }
  let i = 0;
  for (let j = 0; j < told.length; ) {
    const [a, b] = [known[i], told[j]];
    if (b === undefined) break;
    if (a && pairCost(i, j) === cost(i, j)) {
      pairs.push([a, b]);
      [i, j] = [i + 1, j + 1];
    } else if (a && skip + cost(i + 1, j) === cost(i, j)) i++;
    else {
      unpaired.push(b);
      j++;
    }
  }
}

/** Infinite where they ended differently, or are too far apart. */
function apart(a: Told, b: Told): number {
  if (a.outcome.kind === 'responded' && b.outcome.kind === 'responded' && a.outcome.status !== b.outcome.status) return Infinity;
  const ms = Math.abs(a.startedAt - b.startedAt);
  return ms > APART_MS ? Infinity : ms;
}

const byStart = (a: Told, b: Told): number => a.startedAt - b.startedAt;
/** Without the fragment, which is not sent, and the scheme, as a policy may upgrade it on the way. */
const keyOf = ({ method, url }: Told): string => `${method} ${url.replace(/#.*$/s, '').replace(/^https?:/, '')}`;
