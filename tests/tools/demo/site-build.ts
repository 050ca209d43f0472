import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROJECT_ROOT } from '../run-tool.ts';

const PAGE_DIRECTORY = fileURLToPath(new URL('page/', import.meta.url));

/** Where the built pages of the demo lie. */
export const SITE_DIRECTORY = path.join(PROJECT_ROOT, '.output', 'demo', 'site');

/** Bundles the demo's pages with the real SDKs. */
export async function buildSite(): Promise<void> {
  const { build } = await import('vite');
  await build({
    root: PAGE_DIRECTORY,
    configFile: false,
    logLevel: 'warn',
    base: '/',
    build: {
      outDir: SITE_DIRECTORY,
      emptyOutDir: true,
      minify: false,
      target: 'es2022',
      // No preload helper: it is an inline-style script that a strict policy would refuse.
      modulePreload: false,
      chunkSizeWarningLimit: 4_000,
      rolldownOptions: { input: ['index.html', 'replay.html', 'frame.html', 'self-test.html', 'self-test-frame.html', 'self-test-leave.html'].map((file) => path.join(PAGE_DIRECTORY, file)) },
    },
  });
}
