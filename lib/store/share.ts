const LONGEST = 200;
const MOST = 20_000;

/**
 * Makes equal strings one: rows that come out of the database have copies of their own of the same names, addresses and versions, which
 * takes several times the memory. Changes fresh rows in place. Keys of rows differ from row to row, so they are left alone.
 */
export function sharer(): <T extends object>(row: T) => T {
  let known = new Map<string, string>();

  function one(text: string): string {
    if (text.length > LONGEST) return text;
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= MOST) known = new Map();
    known.set(text, text);
    return text;
  }

  function within(value: object): void {
    const holder = value as { [key: string]: unknown };
    for (const key of Object.keys(holder)) {
      const inner = holder[key];
      if (typeof inner === 'string') holder[key] = one(inner);
      else if (typeof inner === 'object' && inner !== null) within(inner);
    }
  }

  return (row) => {
    const holder = row as { [key: string]: unknown };
    for (const key of Object.keys(holder)) {
      const inner = holder[key];
      if (typeof inner === 'string') {
        if (!OWN.has(key)) holder[key] = one(inner);
      } else if (typeof inner === 'object' && inner !== null && !(inner instanceof Uint8Array)) within(inner);
    }
    return row;
  };
}

const OWN: ReadonlySet<string> = new Set(['id', 'requestId', 'dedupeKey']);
