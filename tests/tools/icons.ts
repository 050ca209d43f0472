/** Draws the icons in `public/icon/` anew from `footsteps.svg`: `node tests/tools/icons.ts`. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { findBrowser } from './browser-finder.ts';
import { PROJECT_ROOT } from './run-tool.ts';

const FOLDER = path.join(PROJECT_ROOT, 'public', 'icon');
const svg = readFileSync(path.join(FOLDER, 'footsteps.svg'), 'utf8');
const browser = await chromium.launch({ executablePath: await findBrowser('chromium'), args: ['--no-sandbox', '--disable-gpu'] });
try {
  for (const size of [16, 32, 48, 128]) {
    const page = await browser.newPage({ viewport: { width: size, height: size } });
    await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${svg}`);
    await page.screenshot({ path: path.join(FOLDER, `${size}.png`), omitBackground: true });
    await page.close();
  }
} finally {
  await browser.close();
}
