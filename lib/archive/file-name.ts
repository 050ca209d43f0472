import type { EpochMs } from '../base/time.ts';

/** Longest name of a site in a file's name; file systems allow 255 bytes for the whole. */
const MAX_SITE = 60;

/**
 * A name that says of what and of when a file is: `shop.example_2026-11-21_10-15-00.footsteps.json` (the time in UTC).
 *
 * @param site host or URL of what was recorded; null: of several sites
 * @param extension with everything after the first dot, e.g. `footsteps.json`
 */
export function fileNameOf(site: string | null, at: EpochMs, extension: string): string {
  const host = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/?#@]*@)?([^/?#]*)/i.exec(site ?? '')?.[1] ?? '';
  // What is no letter, digit, dot or hyphen may lead out of the folder or mean something to a shell; a dot in front hides a file.
  const safe = host.normalize('NFC').replace(/[^\p{L}\p{N}.-]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '').slice(0, MAX_SITE).toLowerCase();
  const stamp = new Date(at).toISOString().slice(0, 19).replace('T', '_').replaceAll(':', '-');
  return `${safe || 'footsteps'}_${stamp}.${extension}`;
}
