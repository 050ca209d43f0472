export type Entry = readonly [name: string, value: string];

/** More parameters than this in one request are no telemetry. */
const MAX_ENTRIES = 20_000;

const decode = (part: string): string => decodePercent(part.includes('+') ? part.replaceAll('+', ' ') : part);

/** Undoes percent-encoding alone: `+` stays. Never throws. */
export function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // A stray "%" (an identity that nobody encoded) is kept as it stands; good escapes around it are still read.
    return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
      try {
        return decodeURIComponent(run);
      } catch {
        return run;
      }
    });
  }
}

/** Splits `a=1&b=2`, percent-decoded, in order, repeats kept. Never throws. */
export function parseUrlEncoded(text: string): Entry[] {
  if (!text) return [];
  return text
    .split('&', MAX_ENTRIES)
    .filter(Boolean)
    .map((pair) => {
      const eq = pair.indexOf('=');
      return eq < 0 ? [decode(pair), ''] : [decode(pair.slice(0, eq)), decode(pair.slice(eq + 1))];
    });
}
