import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout that these checks stand in. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** The folders whose code ships. */
export const SHIPPED = ['lib', 'components', 'entrypoints'];

/** Every file under the named folders of `root`, as sorted paths relative to it with forward slashes; missing folders count as empty. */
export function filesUnder(root: string, folders: readonly string[]): string[] {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    // Chromium puts its index of an extension's rules beside them, when a test has loaded it.
    .filter((path) => !path.includes('/_metadata/'))
    .toSorted();
}

export const isModule = (path: string): boolean => /\.tsx?$/.test(path);
