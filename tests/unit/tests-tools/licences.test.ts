import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { builtIn, licenceTable, readLock, refused, withLicences, type Lock } from '../../tools/licences.ts';
import { PROJECT_ROOT } from '../../tools/run-tool.ts';

const lock: Lock = {
  packages: {
    '': { version: '1', dependencies: { a: '1' } },
    'node_modules/a': { version: '1', license: 'MIT', dependencies: { b: '1' } },
    'node_modules/b': { version: '2', license: 'GPL-3.0' },
    'node_modules/tool': { version: '3', license: 'SSPL' },
    'node_modules/c': { version: '1' },
  },
};

it('finds what is built in, with what that needs, and no tools', () => {
  expect(builtIn(lock).map(({ name }) => name)).toEqual(['a', 'b']);
});

it('refuses licences that are not known, and packages that name none', () => {
  expect(refused(builtIn(lock)).map(({ name }) => name)).toEqual(['b']);
  expect(refused([{ name: 'c', version: '1', licence: 'unknown' }])).toHaveLength(1);
});

it('every package that is built in has a licence that allows it, and stands in the README', () => {
  const all = builtIn(readLock());
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['dexie', 'preact', 'valibot']));
  expect(refused(all)).toEqual([]);
  const readme = readFileSync(path.join(PROJECT_ROOT, 'README.md'), 'utf8');
  expect(withLicences(readme, licenceTable(all)), 'run "npm run licences"').toBe(readme);
});

it('the lock file names no address to download from: every machine asks its own registry', () => {
  expect(readFileSync(path.join(PROJECT_ROOT, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"|https?:\/\/(?!(www\.)?(github|opencollective|paypal|patreon|feross|tidelift|ko-fi)[./])[^"]*\.tgz/);
});
