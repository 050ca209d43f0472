import { defineConfig } from 'vitest/config';

export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    include: ['tests/{unit,conformance,property,architecture}/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/fakes/english.ts', 'tests/fakes/patience.ts'],
    testTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
  },
});
