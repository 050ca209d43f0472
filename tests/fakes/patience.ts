/**
 * Loaded before every test file: what is waited for comes, or it never does, and only that fails a test. The libraries give up after a second,
 * which a machine that does much else takes now and then. `expect.poll` has the same in the configuration.
 */
import { vi } from 'vitest';

/** In milliseconds; less than the time of a test, so that the message tells what was waited for. */
const PATIENCE_MS = 60_000;

const { waitFor, waitUntil } = vi;
const patient = <T extends { readonly timeout?: number }>(options: number | T | undefined): number | T | { readonly timeout: number } =>
  typeof options === 'number' ? options : { timeout: PATIENCE_MS, ...options };
vi.waitFor = (callback, options) => waitFor(callback, patient(options));
vi.waitUntil = (callback, options) => waitUntil(callback, patient(options));

// Where there is a page, there may be a component in it.
if (typeof document !== 'undefined') {
  const { configure } = await import('@testing-library/preact');
  configure({ asyncUtilTimeout: PATIENCE_MS });
}
