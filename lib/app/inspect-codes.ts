import type { ArchiveFinding } from '../archive/archive.ts';
import type { Entries } from '../archive/parts.ts';
import { sessionRules } from '../findings/catalog.ts';
import { catalog } from '../protocols/catalog.ts';
import { COMMON_DIAGNOSTICS } from '../protocols/recorder.ts';

export const SEVERITIES: readonly string[] = ['info', 'warning', 'error'];

/** Every code that a finding can have here: of rules about sessions, and of what dissectors say of requests. */
const known: ReadonlySet<string> = new Set([...sessionRules, ...COMMON_DIAGNOSTICS, ...catalog.flatMap((dissector) => dissector.diagnostics)].map(({ code }) => code));

/**
 * The sentence for the first word of `--fail-on` that nothing can ever match, as a misspelt one would let every build pass; null where all
 * can. Codes that the files themselves hold are known too: they may be of a newer version.
 */
export async function unknownCode(failOn: readonly string[], findings: Entries<Pick<ArchiveFinding, 'code'>>): Promise<string | null> {
  const open = new Set(failOn.filter((what) => !SEVERITIES.includes(what) && !known.has(what)));
  if (open.size) for await (const { code } of findings) open.delete(code);
  const [unknown] = open;
  if (unknown === undefined) return null;
  const near = nearest(unknown);
  return `--fail-on: no finding has the code "${unknown}"${near === null ? `; there are ${SEVERITIES.join(', ')} and codes such as ${[...known].slice(0, 3).join(', ')}` : `; did you mean "${near}"?`}`;
}

/** The known word that the fewest changed letters lead to, if they are few. */
function nearest(word: string): string | null {
  let best: string | null = null;
  let least = Math.min(4, Math.ceil(word.length / 3) + 1);
  for (const code of [...SEVERITIES, ...known]) {
    const changes = word.length > 100 ? Infinity : changesBetween(word.toLowerCase(), code.toLowerCase());
    if (changes < least) [best, least] = [code, changes];
  }
  return best;
}

/** The Levenshtein distance. */
function changesBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}
