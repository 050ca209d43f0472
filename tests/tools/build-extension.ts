import path from 'node:path';
import { PROJECT_ROOT, runNode, toolScript } from './run-tool.ts';

/** Where the built extension for Chromium lies. `FOOTSTEPS_EXTENSION_DIR` names another build, an unpacked release for instance. */
export const EXTENSION_DIRECTORY = process.env['FOOTSTEPS_EXTENSION_DIR'] ?? path.join(PROJECT_ROOT, '.output', 'chrome-mv3');

/** Builds the extension for Chromium, unless it is said to be built already (`FOOTSTEPS_BUILT=1`) or lies elsewhere. */
export async function buildExtension(): Promise<void> {
  if (process.env['FOOTSTEPS_BUILT'] === '1' || process.env['FOOTSTEPS_EXTENSION_DIR'] !== undefined) return;
  // In a process of its own, as a build changes globals; and never with the NODE_ENV of a test runner.
  const code = await runNode(toolScript('wxt'), ['build'], { NODE_ENV: 'production' });
  if (code !== 0) throw new Error(`The build of the extension failed (exit status ${code}).`);
}
