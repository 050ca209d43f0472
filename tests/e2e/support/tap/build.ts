import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { PROJECT_ROOT } from '../../../tools/run-tool.ts';

const MANIFEST = {
  manifest_version: 3,
  name: 'Footsteps page tap, alone',
  version: '1.0',
  permissions: ['webRequest', 'scripting'],
  host_permissions: ['<all_urls>'],
  background: { service_worker: 'recorder.js' },
};

/** Builds the page tap with a recorder behind it as an extension of its own, into a fresh folder which is returned. */
export async function buildTapExtension(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'footsteps-tap-'));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(MANIFEST));
  const entries = {
    recorder: fileURLToPath(new URL('recorder.ts', import.meta.url)),
    'page-tap': path.join(PROJECT_ROOT, 'entrypoints', 'page-tap.ts'),
    'page-tap-partner': path.join(PROJECT_ROOT, 'entrypoints', 'page-tap-partner.ts'),
  };
  for (const [name, file] of Object.entries(entries)) {
    // WXT runs an unlisted script's main() the same way.
    const source = name === 'recorder' ? `import ${JSON.stringify(file)};` : `import script from ${JSON.stringify(file)}; script.main();`;
    await writeFile(path.join(folder, `${name}.entry.ts`), source);
    await build({
      configFile: false,
      logLevel: 'error',
      root: PROJECT_ROOT,
      build: { outDir: folder, emptyOutDir: false, minify: true, target: 'chrome120', lib: { entry: path.join(folder, `${name}.entry.ts`), formats: ['iife'], name: 'tap', fileName: () => `${name}.js` } },
    });
  }
  return folder;
}
