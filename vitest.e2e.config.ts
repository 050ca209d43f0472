import { defineConfig } from 'vitest/config';

/** End-to-end tests: a real browser each, so one file after the other, and time for a slow machine. */
export default defineConfig({
  test: {
    include: ['tests/e2e/**/*.e2e.test.ts'],
    globalSetup: ['tests/e2e/support/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    fileParallelism: false,
    maxConcurrency: 1,
  },
});
