import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { EXTENSION_DIRECTORY } from '../tools/build-extension.ts';

const SCRIPTS = /(?:<script[^>]+src|<link[^>]+modulepreload[^>]+href)="\/([^"]+\.js)"/g;
const STYLES = /<link[^>]+href="\/([^"]+\.css)"/g;

const read = (file: string): Promise<string> => readFile(path.join(EXTENSION_DIRECTORY, file), 'utf8');
const filesOf = async (page: string, pattern: RegExp): Promise<string[]> => [...(await read(page)).matchAll(pattern)].map(([, file = '']) => file);
const textOf = async (page: string, pattern: RegExp): Promise<string[]> => Promise.all((await filesOf(page, pattern)).map(read));
const zipped = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + gzipSync(text).length, 0);

test('the popup reads at most 40 kB of script and 6 kB of styles before its first picture: more is seen as waiting', async () => {
  const scripts = await textOf('popup.html', SCRIPTS);
  expect(scripts.length).toBeGreaterThan(1);
  expect(zipped(scripts)).toBeLessThanOrEqual(40_000);
  expect(zipped(await textOf('popup.html', STYLES))).toBeLessThanOrEqual(6_000);
});

test('the popup brings neither Dexie nor a dissector along before they are asked for, and the panel does bring Dexie', async () => {
  const popup = (await textOf('popup.html', SCRIPTS)).join('\n');
  const panel = (await textOf('panel.html', SCRIPTS)).join('\n');
  expect(panel).toContain('DexieError');
  expect(popup).not.toContain('DexieError');
  for (const text of [popup, panel]) expect(text).not.toContain('sentry.envelope.sentAt');
  expect(popup).toContain('Exceptionless');
});
