/** "1 event", "2 events". */
export const times = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** Whether two lists have something in common. */
export const overlaps = (a: readonly unknown[], b: readonly unknown[]): boolean => a.some((x) => b.includes(x));
