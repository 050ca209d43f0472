import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from 'playwright-core';
import { build, preview } from 'vite';
import { findBrowser } from '../browser-finder.ts';
import { PROJECT_ROOT } from '../run-tool.ts';
import type { Shot } from './shots.ts';

export const LOOKS_OUTPUT = path.join(PROJECT_ROOT, '.output', 'looks');
const SITE = path.join(LOOKS_OUTPUT, 'site');
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const ROOT = fileURLToPath(new URL('.', import.meta.url));
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export type Violation = { readonly id: string; readonly help: string; readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[] };

/** Our pages over made-up data, in a browser, without the extension. */
export type Stage = {
  /** Opens the page of a shot and does what is to be done before the shutter. `problems`: what the page threw, or what could not be done. */
  readonly open: (shot: Shot) => Promise<{ readonly page: Page; readonly problems: readonly string[] }>;
  readonly close: () => Promise<void>;
};

export async function openStage(): Promise<Stage> {
  await build({ root: ROOT, configFile: false, logLevel: 'warn', oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } }, build: { outDir: SITE, emptyOutDir: true } });
  const server = await preview({ root: ROOT, configFile: false, logLevel: 'warn', build: { outDir: SITE }, preview: { host: '127.0.0.1', port: 0 } });
  const origin = server.resolvedUrls?.local[0] ?? '';
  const browser = await chromium.launch({ executablePath: await findBrowser('chromium'), args: ['--no-sandbox', '--disable-gpu'] });
  return {
    async open(shot) {
      const [width, height] = shot.size;
      const problems: string[] = [];
      const page = await browser.newPage({ viewport: { width, height }, reducedMotion: 'reduce' });
      page.setDefaultTimeout(20_000);
      page.on('pageerror', (error) => problems.push(`the page threw ${error.message}`));
      await page.goto(`${origin}?${shot.query}`);
      await page.locator('[role=treegrid], article, h2').first().waitFor();
      await shot.prepare?.(page).catch((error: unknown) => problems.push(String(error).slice(0, 400)));
      return { page, problems };
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** What axe-core finds in a page as it is. */
export async function violationsOf(page: Page): Promise<readonly Violation[]> {
  await page.addScriptTag({ path: AXE });
  return page.evaluate(async (runOnly) => {
    const { axe } = window as unknown as { axe: { run(options: object): Promise<{ violations: Violation[] }> } };
    return (await axe.run({ runOnly })).violations;
  }, RULES);
}
