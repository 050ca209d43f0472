import path from 'node:path';
import type { BrowserName } from './browser-finder.ts';
import { PROJECT_ROOT, runNode, toolScript } from './run-tool.ts';

/** Where the built extension for Chromium lies. `FOOTSTEPS_EXTENSION_DIR` names another build, an unpacked release for instance. */
export const EXTENSION_DIRECTORY = process.env['FOOTSTEPS_EXTENSION_DIR'] ?? path.join(PROJECT_ROOT, '.output', 'chrome-mv3');

/** The same for Firefox. */
export const FIREFOX_EXTENSION_DIRECTORY = process.env['FOOTSTEPS_FIREFOX_EXTENSION_DIR'] ?? path.join(PROJECT_ROOT, '.output', 'firefox-mv3');

const BUILDS: Readonly<Record<BrowserName, { readonly args: readonly string[]; readonly override: string }>> = {
  chromium: { args: ['build'], override: 'FOOTSTEPS_EXTENSION_DIR' },
  firefox: { args: ['build', '-b', 'firefox', '--mv3'], override: 'FOOTSTEPS_FIREFOX_EXTENSION_DIR' },
};

/** Builds the extension for a browser, unless it is said to be built already (`FOOTSTEPS_BUILT=1`) or lies elsewhere. */
export async function buildExtension(browser: BrowserName = 'chromium'): Promise<void> {
  const { args, override } = BUILDS[browser];
  if (process.env['FOOTSTEPS_BUILT'] === '1' || process.env[override] !== undefined) return;
  // In a process of its own, as a build changes globals; and never with the NODE_ENV of a test runner.
  const code = await runNode(toolScript('wxt'), args, { NODE_ENV: 'production' });
  if (code !== 0) throw new Error(`The build of the extension for ${browser} failed (exit status ${code}).`);
}
