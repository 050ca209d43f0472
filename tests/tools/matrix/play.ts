import type { BrowserContext } from 'playwright-core';
import type { Archive, ArchiveRequest } from '../../e2e/support/archive-shape.ts';
import { readArchive } from '../../e2e/support/archive-shape.ts';
import { openDevToolsPanel } from '../../e2e/support/devtools.ts';
import { pollUntil } from '../../e2e/support/expect-poll.ts';
import { extensionOf, openExtensionPage } from '../../e2e/support/extension.ts';
import { FirefoxExtension } from '../../e2e/support/firefox/firefox-extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { english } from '../../../lib/view/messages/english.ts';
import { setMessages } from '../../../lib/view/messages/translate.ts';
import { casesOf } from '../../../lib/view/self-test/cases.ts';
import { TITLES } from '../../../lib/view/self-test/payload.ts';
import { byCase, reportOf, resultsOf, tallyLine, tallyOf, type Recorded, type Result } from '../../../lib/view/self-test/results.ts';
import type { Body } from '../../../lib/domain/request.ts';
import type { BrowserName } from '../browser-finder.ts';
import { EXTENSION_DIRECTORY, FIREFOX_EXTENSION_DIRECTORY } from '../build-extension.ts';
import type { CollectedRequest } from '../demo/collector.ts';
import { startDemo } from '../demo/server.ts';

// The extension's page says its tally in the language of the browser that is played: English.
setMessages(english, 'en');

/** `devtools`: Chromium's DevTools is opened as second witness; Firefox's shows nothing more. */
export type PlayOptions = { readonly browser: BrowserName; readonly short: boolean; readonly devtools?: boolean; readonly headless?: boolean; readonly say: (line: string) => void };
/** `onPage`: the last line of the extension's own page, which knows what arrived from the sending page alone. */
export type Played = { readonly results: readonly Result[]; readonly archive: Archive; readonly onPage: string };

const RUN_MS = 900_000;
const DEVTOOLS_MS = 120_000;

/**
 * Runs the self-test as a person does, on the extension's page in a real browser, and judges by what the collector really got, byte by byte,
 * against what the extension exports. The extension and the demo's pages must have been built.
 */
export async function playMatrix({ browser, short, devtools = browser === 'chromium', headless = true, say }: PlayOptions): Promise<Played> {
  const demo = await startDemo();
  const page = await openSelfTest(browser, headless, demo.fingerprint, `self-test.html?site=${encodeURIComponent(demo.siteUrl)}`);
  try {
    for (const [n, isWanted] of [short, devtools].entries()) if (isWanted) await page.evaluate(clickBox, n);
    await page.evaluate(() => document.querySelector<HTMLButtonElement>('form button')?.click());
    let last = '';
    const shown = await pollUntil(
      async () => {
        const now = await page.evaluate(shownOnPage);
        if (now.status !== last) say((last = now.status));
        await page.inspect();
        return now;
      },
      (now) => now.state === 'done' || now.state === 'failed',
      { what: 'the self-test is over', timeout: RUN_MS, interval: 500 },
    );
    if (shown.state === 'failed' || shown.run === null) throw new Error(`The self-test failed: ${shown.error}`);
    const archive = readArchive((await page.evaluate(exportHere)) ?? '');
    const requests = archive.requests.map(asRecorded);
    const arrived = byCase(demo.collector.sent(), shown.run);
    const results = resultsOf(casesOf({ short, devtools }), browser, {
      run: shown.run, requests, sent: reportOf(requests, shown.run)?.sent ?? {},
      arrived: (id) => (arrived.get(id) ?? []).map(({ body }: CollectedRequest) => ({ size: body.length, equals: (bytes) => body.equals(bytes) })),
    });
    return { results, archive, onPage: shown.status };
  } finally {
    await page.close();
    await demo.close();
  }
}

/** Whether the extension's page came to the same: it judges by hashes that travelled through the capture. */
export const agreesWithPage = ({ results, onPage }: Played): boolean => onPage === tallyLine(tallyOf(results));

type Page = {
  evaluate<T>(script: () => T | Promise<T>): Promise<T>;
  evaluate<T, A>(script: (argument: A) => T | Promise<T>, argument: A): Promise<T>;
  /** Opens DevTools on a page that waits for it, once there is one. */
  inspect(): Promise<void>;
  close(): Promise<void>;
};

/** Another extension, which blocks one of the outcomes. */
const BLOCKER = 'tests/e2e/support/blocker';
/** A person has to turn these on. */
const PINGS = { 'browser.send_pings': true, 'browser.send_pings.require_same_host': false };

async function openSelfTest(browser: BrowserName, headless: boolean, fingerprint: string, file: string): Promise<Page> {
  if (browser === 'firefox') {
    const extension = await FirefoxExtension.launch(FIREFOX_EXTENSION_DIRECTORY, { headless, prefs: PINGS });
    await extension.firefox.install(BLOCKER);
    const tab = await extension.openTab(extension.url(file));
    return { evaluate: tab.evaluate.bind(tab), inspect: () => Promise.resolve(), close: () => extension.close() };
  }
  const launched = await launchBrowser({ extensions: [EXTENSION_DIRECTORY, BLOCKER], headless, args: [`--ignore-certificate-errors-spki-list=${fingerprint}`] });
  const { context } = launched;
  const tab = await openExtensionPage(context, await extensionOf(context), file);
  return { evaluate: tab.evaluate.bind(tab) as Page['evaluate'], inspect: once(() => inspectWaiting(context)), close: () => launched.close() };
}

/** Until it has done what it is for. */
function once(attempt: () => Promise<boolean>): () => Promise<void> {
  let done = false;
  return async () => {
    done ||= await attempt();
  };
}

async function inspectWaiting(context: BrowserContext): Promise<boolean> {
  const waiting = context.pages().find((page) => page.url().includes('&inspected='));
  if (waiting === undefined || (await waiting.title()) !== TITLES.waiting) return false;
  // Once: a second order to open it would be waited for in vain.
  await openDevToolsPanel(context, waiting, 'Footsteps', 'panel.html', DEVTOOLS_MS);
  await waiting.getByRole('button').click();
  return true;
}

function clickBox(n: number): void {
  document.querySelectorAll<HTMLInputElement>('input[type=checkbox]')[n]?.click();
}

function shownOnPage(): { readonly state: string; readonly run: string | null; readonly status: string; readonly error: string } {
  const main = document.querySelector('main');
  return {
    state: main?.dataset['state'] ?? '', run: main?.dataset['run'] ?? null,
    status: document.querySelector('[role="status"]')?.textContent ?? '', error: document.querySelector('[role="alert"]')?.textContent ?? '',
  };
}

function exportHere(): Promise<string> | undefined {
  return (window as Window & { readonly __footsteps?: { exportArchive(): Promise<string> } }).__footsteps?.exportArchive();
}

/** An archive's request, with its body as bytes again. */
function asRecorded(request: ArchiveRequest): Recorded {
  const recorded: unknown = { ...request, body: bodyOf(request.body) };
  return recorded as Recorded;
}

function bodyOf(body: ArchiveRequest['body']): Body {
  return 'base64' in body && typeof body.base64 === 'string' ? { kind: 'bytes', bytes: Buffer.from(body.base64, 'base64'), encoding: null } : (body as Body);
}
