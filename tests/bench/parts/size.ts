import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { figure, type Figure } from '../measure.ts';

/** Scripts and styles that a page reads before its first picture, and the scripts that stand alone, compressed; kB of 1000 bytes. */
export async function sizes(directory: string): Promise<Figure[]> {
  const read = (file: string): Promise<string> => readFile(path.join(directory, file), 'utf8');
  const size = async (files: readonly string[]): Promise<number> => {
    let bytes = 0;
    for (const file of files) bytes += gzipSync(await read(file)).length;
    return bytes / 1000;
  };
  const page = async (file: string, pattern: RegExp): Promise<string[]> => [...(await read(file)).matchAll(pattern)].map(([, found = '']) => found.replace(/^\//, ''));
  const withImports = async (file: string, seen = new Set<string>()): Promise<string[]> => {
    if (seen.has(file)) return [];
    seen.add(file);
    const found = [...(await read(file)).matchAll(/(?:from|import)\s*"(\.{1,2}\/[^"]+\.js)"/g)].map(([, at = '']) => path.posix.join(path.posix.dirname(file), at));
    for (const other of found) await withImports(other, seen);
    return [...seen];
  };
  const SCRIPTS = /(?:<script[^>]+src|<link[^>]+modulepreload[^>]+href)="([^"]+\.js)"/g;
  const STYLES = /<link[^>]+href="([^"]+\.css)"/g;
  return [
    figure('size.background', 'background, gzipped', 'kB', [await size(await withImports('background.js'))]),
    figure('size.popup', 'popup: scripts, gzipped', 'kB', [await size(await page('popup.html', SCRIPTS))]),
    figure('size.panel', 'panel: scripts, gzipped', 'kB', [await size(await page('panel.html', SCRIPTS))]),
    figure('size.panelStyles', 'panel: styles, gzipped', 'kB', [await size(await page('panel.html', STYLES))]),
    figure('size.pageTap', 'page tap, gzipped', 'kB', [await size(['page-tap.js'])]),
  ];
}
