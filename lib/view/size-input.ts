const KIB = 1024;
/** Sizes are told in two ways; both are taken at their word. */
const UNITS: Readonly<Record<string, number>> = { b: 1, kib: KIB, mib: KIB ** 2, gib: KIB ** 3, kb: 1000, mb: 1_000_000, gb: 1_000_000_000 };

/** The bytes that a person typed: `8 MiB`, `500 kB`, `1 GB`, `1048576`. Null where it is no size. */
export function parseSize(text: string): number | null {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(text.trim().toLowerCase()) ?? [];
  const name = unit === '' ? 'b' : unit;
  const size = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
  return amount === undefined || size === undefined ? null : Math.round(Number(amount) * size);
}

/** Bytes as a person would type them, to the byte: "8 MiB", "1500 B". */
export function showSize(bytes: number): string {
  for (const [unit, size] of [['GiB', KIB ** 3], ['MiB', KIB ** 2], ['KiB', KIB]] as const) if (bytes >= size && bytes % size === 0) return `${bytes / size} ${unit}`;
  return `${bytes} B`;
}
