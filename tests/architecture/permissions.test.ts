import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import config from '../../wxt.config.ts';
import { filesUnder } from './source-files.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const source = filesUnder(ROOT, ['lib/browser', 'lib/store', 'lib/app']).filter((file) => file.endsWith('.ts')).map((file) => readFileSync(join(ROOT, file), 'utf8')).join('\n');

/** What uses a permission. */
const USES: { readonly [permission: string]: RegExp } = {
  webRequest: /browser\.webRequest\b/, storage: /browser\.storage\.(local|session)\b/, unlimitedStorage: /new Dexie\(/, tabs: /browser\.tabs\b/, alarms: /browser\.alarms\b/,
  webNavigation: /browser\.webNavigation\b|webNavigation\.on/, scripting: /browser\.scripting\b/, contextMenus: /browser\.contextMenus\b/, sidePanel: /sidePanel\.open\(/,
};

type Manifest = { readonly permissions?: readonly string[]; readonly host_permissions?: readonly string[]; readonly content_security_policy?: { readonly extension_pages?: string } };

async function manifestFor(browser: string): Promise<Manifest> {
  const { manifest } = config;
  const made = typeof manifest === 'function' ? manifest({ browser, manifestVersion: 3, mode: 'production', command: 'build' }) : manifest;
  return (await made) as Manifest;
}
/** WXT asks for it where there is a side panel. */
const permissionsFor = async (browser: string): Promise<string[]> => [...((await manifestFor(browser)).permissions ?? []), ...(browser === 'chrome' ? ['sidePanel'] : [])];

/** The names in the README's table, and whether a row is for Chromium alone. */
const rows = readFileSync(join(ROOT, 'README.md'), 'utf8').split('## Permissions')[1]?.split('\n## ')[0]?.split('\n').filter((line) => /^\| [`a]/.test(line)) ?? [];
const told = (browser: string): string[] =>
  rows.flatMap((row) => {
    const [, names = '', reason = ''] = row.split('|');
    expect(reason.trim().length, names).toBeGreaterThan(20);
    return browser !== 'chrome' && names.includes('(Chromium)') ? [] : [...names.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
  });

describe.each(['chrome', 'firefox'])('permissions in %s', (browser) => {
  it('each has its reason in the README, and the README names no other', async () => {
    expect(told(browser).toSorted()).toEqual((await permissionsFor(browser)).toSorted());
    expect((await manifestFor(browser)).host_permissions).toEqual(['<all_urls>']);
    expect(rows.some((row) => row.startsWith('| access to all sites'))).toBe(true);
  });

  it('none is unused', async () => {
    const unused = (await permissionsFor(browser)).filter((permission) => !USES[permission]?.test(source));
    expect(unused).toEqual([]);
  });

  it('our pages may do nothing but run the scripts and use the styles of the extension', async () => {
    expect((await manifestFor(browser)).content_security_policy?.extension_pages).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'",
    );
  });
});
