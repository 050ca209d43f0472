import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { BrowserContext } from 'playwright-core';
import { findBrowser } from '../../tools/browser-finder.ts';
import { CLOSED_WITHIN_MS, PATIENCE_MS } from './expect-poll.ts';

// Read once, when Playwright is loaded: without it DevTools, popup and side panel pages are not reported.
process.env['PW_CHROMIUM_ATTACH_TO_OTHER'] = '1';
const { chromium } = await import('playwright-core');

/** What makes Chromium quiet and equal on every machine. */
export const CHROMIUM_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-search-engine-choice-screen',
  '--no-default-browser-check',
];

export type LaunchOptions = {
  /** Folder of the built extension; several are loaded side by side. */
  readonly extensions?: readonly string[];
  readonly headless?: boolean;
  /** A profile to start with and to keep; by default a fresh one that is removed at the end. */
  readonly profile?: string;
  readonly args?: readonly string[];
  /** The caller handles Ctrl-C and the like, and closes the browser itself. */
  readonly ownSignals?: boolean;
};

export type Launched = {
  readonly context: BrowserContext;
  readonly profile: string;
  /** Closes the browser, bounded in time, and removes a fresh profile. */
  close(): Promise<void>;
};

/**
 * Starts Chromium on a blank page. Navigate only when the extension's worker runs (`extensionOf`): with a start URL the first
 * navigation is sometimes lost, and the requests of its first moment can be missed.
 */
export async function launchBrowser(options: LaunchOptions = {}): Promise<Launched> {
  const { extensions = [], headless = true, args = [] } = options;
  const profile = options.profile ?? (await mkdtemp(path.join(tmpdir(), 'footsteps-profile-')));
  const folders = extensions.map((folder) => path.resolve(folder)).join(',');
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await findBrowser('chromium'),
    // Playwright's own headless mode is the old shell, which loads no extensions: the new one is asked for by flag.
    headless: false,
    ignoreDefaultArgs: ['--disable-extensions'],
    viewport: null,
    ...(options.ownSignals === true ? { handleSIGINT: false, handleSIGTERM: false } : {}),
    args: [
      ...CHROMIUM_ARGS,
      '--window-size=1400,900',
      ...(headless ? ['--headless=new'] : []),
      ...(folders ? [`--disable-extensions-except=${folders}`, `--load-extension=${folders}`] : []),
      ...args,
    ],
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return {
    context,
    profile,
    async close() {
      await Promise.race([context.close().catch(() => undefined), pause(CLOSED_WITHIN_MS, undefined, { ref: false })]);
      if (options.profile === undefined) await rm(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
    },
  };
}
