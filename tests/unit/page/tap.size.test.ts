import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../tools/run-tool.ts';

/** It runs in every frame of every page before anything else, so its weight is a promise. */
it('the page tap is below 2 kB, gzipped', async () => {
  const built = await build({
    root: PROJECT_ROOT, configFile: false, logLevel: 'error',
    build: { write: false, minify: true, target: 'chrome120', lib: { entry: 'entrypoints/page-tap.ts', formats: ['iife'], name: 'tap' } },
  });
  const [output] = Array.isArray(built) ? built : [];
  const code = output?.output[0].code ?? '';
  expect(code).toContain('sendBeacon');
  expect(gzipSync(code, { level: 9 }).length).toBeLessThan(2_000);
});
