/** Numbers that look random and are the same in every run of the same seed (mulberry32). */
export type Seeded = {
  /** A whole number from 0 to `n - 1`; 0 where `n` is 0. */
  below(n: number): number;
  pick<T>(list: readonly T[]): T;
};

export function seeded(seed: string): Seeded {
  let state = 2166136261;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 16777619);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    below,
    pick(list) {
      if (!list.length) throw new Error('nothing to pick from');
      return list[below(list.length)] as (typeof list)[number];
    },
  };
}
