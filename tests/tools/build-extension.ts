import path from 'node:path';
import { PROJECT_ROOT, runNode, toolScript } from './run-tool.ts';

/** Where the built extension for Chromium lies. */
export const EXTENSION_DIRECTORY = path.join(PROJECT_ROOT, '.output', 'chrome-mv3');

/** Builds the extension for Chromium. In a process of its own: the build changes `NODE_ENV` and other globals. */
export async function buildExtension(): Promise<void> {
  const code = await runNode(toolScript('wxt'), ['build']);
  if (code !== 0) throw new Error(`The build of the extension failed (exit status ${code}).`);
}
