/**
 * The packages that are built into the extension, and their licences: a table in the README, from the lock file.
 *
 *   npm run licences      writes it anew; exit status 1 where a licence is none of those that we may build in
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PROJECT_ROOT } from './run-tool.ts';

const README = path.join(PROJECT_ROOT, 'README.md');
const [BEGIN, END] = ['<!-- licences: written by npm run licences -->', '<!-- /licences -->'];

/** They ask for no more than to be named, or, as the MPL, for their own files to stay open. */
export const KNOWN_LICENCES: ReadonlySet<string> = new Set(['MIT', 'ISC', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'MPL-2.0']);

/** WXT's own few lines that name the browser's API; the rest of it only builds. */
const OF_TOOLS: readonly string[] = ['@wxt-dev/browser'];
/** Plug-ins of the build, which bring nothing of themselves. */
const BUILD_ONLY: readonly string[] = ['@wxt-dev/webextension-polyfill'];

type Locked = { readonly version: string; readonly license?: string; readonly dependencies?: { readonly [name: string]: string } };
export type Lock = { readonly packages: { readonly [place: string]: Locked } };
export type Licence = { readonly name: string; readonly version: string; readonly licence: string };

/** The packages that are built in, with all that these need, by name. */
export function builtIn({ packages }: Lock): Licence[] {
  const found = new Map<string, Licence>();
  const add = (name: string): void => {
    const one = packages[`node_modules/${name}`];
    if (!one || found.has(name) || BUILD_ONLY.includes(name) || name.startsWith('@types/')) return;
    found.set(name, { name, version: one.version, licence: one.license ?? 'unknown' });
    for (const needed of Object.keys(one.dependencies ?? {})) add(needed);
  };
  for (const name of [...Object.keys(packages['']?.dependencies ?? {}), ...OF_TOOLS]) add(name);
  return [...found.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those whose licence we may not build in, or do not know. */
export const refused = (all: readonly Licence[]): Licence[] => all.filter(({ licence }) => !KNOWN_LICENCES.has(licence));

export const readLock = (): Lock => JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package-lock.json'), 'utf8')) as Lock;

/** Versions stand in the lock file alone: a table that names them would be wrong after each update. */
export const licenceTable = (all: readonly Licence[]): string =>
  ['| package | licence |', '| --- | --- |', ...all.map(({ name, licence }) => `| [\`${name}\`](https://www.npmjs.com/package/${name}) | ${licence} |`)].join('\n');

/** A README with the table between its two markers. */
export function withLicences(readme: string, table: string): string {
  const [from, to] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`no table between ${BEGIN} and ${END}`);
  return `${readme.slice(0, from + BEGIN.length)}\n${table}\n${readme.slice(to)}`;
}

if (import.meta.main) {
  const all = builtIn(readLock());
  writeFileSync(README, withLicences(readFileSync(README, 'utf8'), licenceTable(all)));
  for (const { name, licence } of refused(all)) {
    process.stderr.write(`${name}: ${licence}\n`);
    process.exitCode = 1;
  }
}
