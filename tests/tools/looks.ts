/**
 * Pictures of popup and panel over made-up data, in `.output/looks/`, to be looked at by a person; axe-core goes over each.
 * `node tests/tools/looks.ts [part of a name…]` takes some of them. Exit status 1 where axe finds something.
 */
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';
import { findBrowser } from './browser-finder.ts';
import { SHOTS } from './looks/shots.ts';
import { PROJECT_ROOT } from './run-tool.ts';

const OUTPUT = path.join(PROJECT_ROOT, '.output', 'looks');
const SITE = path.join(OUTPUT, 'site');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const ROOT = fileURLToPath(new URL('looks/', import.meta.url));

type Violation = { readonly id: string; readonly help: string; readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[] };

async function violations(page: Page): Promise<readonly Violation[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    return (await axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })).violations;
  });
}

const wanted = process.argv.slice(2);
const shots = SHOTS.filter((shot) => wanted.length === 0 || wanted.some((part) => shot.name.includes(part)));
await mkdir(OUTPUT, { recursive: true });
await build({ root: ROOT, configFile: false, logLevel: 'warn', oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } }, build: { outDir: SITE, emptyOutDir: true } });
const server = await preview({ root: ROOT, configFile: false, logLevel: 'warn', build: { outDir: SITE }, preview: { host: '127.0.0.1', port: 0 } });
const origin = server.resolvedUrls?.local[0] ?? '';
const browser = await chromium.launch({ executablePath: await findBrowser('chromium'), args: ['--no-sandbox', '--disable-gpu'] });
let found = 0;
try {
  for (const shot of shots) {
    const [width, height] = shot.size;
    const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
    page.setDefaultTimeout(5000);
    page.on('pageerror', (error) => {
      found++;
      console.log(`${shot.name}: the page threw ${error.message}`);
    });
    await page.goto(`${origin}?${shot.query}`);
    await page.locator('[role=treegrid], article, h2').first().waitFor();
    try {
      await shot.prepare?.(page);
    } catch (error) {
      found++;
      console.log(`${shot.name}: ${String(error).slice(0, 400)}`);
    }
    await page.screenshot({ path: path.join(OUTPUT, `${shot.name}.png`) });
    for (const { id, help, nodes } of await violations(page)) {
      found++;
      console.log(`${shot.name}: ${id}: ${help}\n${nodes.slice(0, 3).map((node) => `    ${node.html.slice(0, 160)}\n    ${node.failureSummary?.replaceAll('\n', ' ') ?? ''}`).join('\n')}`);
    }
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(`${shots.length} pictures in ${path.relative(process.cwd(), OUTPUT)}, ${found} findings`);
process.exitCode = found > 0 ? 1 : 0;
