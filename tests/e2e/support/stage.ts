import type { Page } from 'playwright-core';
import { EXTENSION_DIRECTORY } from '../../tools/build-extension.ts';
import type { Demo } from '../../tools/demo/server.ts';
import { startDemo } from '../../tools/demo/server.ts';
import type { SdkId, SdkTruth } from '../../tools/demo/truth.ts';
import type { Archive, ArchiveSession } from './archive-shape.ts';
import { pollUntil } from './expect-poll.ts';
import { exportArchive, extensionOf, openExtensionPage, tabIdOf } from './extension.ts';
import type { Extension } from './extension.ts';
import { launchBrowser } from './launch.ts';
import type { LaunchOptions, Launched } from './launch.ts';
import { readStored } from './stored.ts';
import type { Stored } from './stored.ts';

/** The little of the browser's API that runs inside the worker on behalf of a test. */
declare const chrome: {
  readonly scripting: { getRegisteredContentScripts(): Promise<readonly unknown[]> };
  readonly storage: { readonly local: { set(items: object): Promise<void> } };
};

/** A session of the export with both sides of its ledger entries. */
export type LedgerSession = ArchiveSession & {
  readonly start: { readonly previousKey: string | null; readonly confidence: string };
  readonly end: { readonly nextKey: string | null; readonly confidence: string } | null;
  readonly attributes: Readonly<Record<string, unknown>>;
};

/** A browser with the extension in it, looked at through the extension's own export. */
export type Stage = {
  readonly browser: Launched;
  readonly extension: Extension;
  /** Opens an address in a tab of its own, in front. */
  open(url: string): Promise<Page>;
  archive(): Promise<Archive>;
  /** The rows of the database. Asking for them leaves the worker alone, dead or alive. */
  stored(): Promise<Stored>;
  /** The first export of which the condition holds. */
  archiveWhen(holds: (archive: Archive) => boolean, what: string): Promise<Archive>;
  /** Sets the user's own numbers for vendors, as the options page does. */
  setRules(rules: Readonly<Record<string, object>>): Promise<void>;
  close(): Promise<void>;
};

/** Starts the browser, and waits until the extension sees everything in pages. */
export async function startStage(options: Omit<LaunchOptions, 'extensions'> = {}): Promise<Stage> {
  const browser = await launchBrowser({ ...options, extensions: [EXTENSION_DIRECTORY] });
  const extension = await extensionOf(browser.context);
  await pollUntil(() => extension.worker.evaluate(async () => (await chrome.scripting.getRegisteredContentScripts()).length), (count) => count === 2, { what: 'the page tap is registered' });
  // Behind all others from the start: an SDK that sees its tab hidden and shown again may begin another session.
  const observer = await openExtensionPage(browser.context, extension, 'panel.html');
  return {
    browser,
    extension,
    async open(url) {
      const page = await browser.context.newPage();
      await page.goto(url);
      return page;
    },
    archive: () => exportArchive(observer),
    stored: () => readStored(observer),
    archiveWhen: (holds, what) => archiveWhen(() => exportArchive(observer), holds, what),
    setRules: (rules) => extension.worker.evaluate((given) => chrome.storage.local.set({ settings: { version: 1, recording: true, rules: given, pageTap: { on: true, offSites: [] } } }), rules),
    close: () => browser.close(),
  };
}

/** A demo site with a stage before it; `close` ends both. */
export async function startShow(options: Omit<LaunchOptions, 'extensions'> = {}): Promise<{ readonly demo: Demo; readonly stage: Stage; close(): Promise<void> }> {
  const demo = await startDemo();
  try {
    const stage = await startStage(options);
    return { demo, stage, close: async () => void (await Promise.all([stage.close(), demo.close()])) };
  } catch (error) {
    await demo.close();
    throw error;
  }
}

/** Waits until every SDK of a demo page has loaded. */
export async function demoReady(page: Page): Promise<void> {
  await page.waitForSelector('html[data-demo="ready"]');
}

/** What an SDK of a demo page says of itself now. */
export async function saidBy(page: Page, sdk: SdkId): Promise<SdkTruth & { readonly session: string }> {
  const said = await page.evaluate((id) => window.demo.truth()[id], sdk);
  if (said === undefined || said.session === null) throw new Error(`${sdk} names no session: ${JSON.stringify(said)}`);
  return { ...said, session: said.session };
}

/** The sessions of a vendor, oldest first. */
export function sessionsOf(archive: Archive, protocol: string): readonly LedgerSession[] {
  return archive.sessions.filter((session) => session.protocol === protocol).toSorted((one, other) => one.startedAt - other.startedAt) as LedgerSession[];
}

/** The one session with this id. */
export function sessionWithId(archive: Archive, id: string): LedgerSession {
  const found = archive.sessions.filter((session) => session.sessionId === id);
  if (found.length !== 1) throw new Error(`${found.length} sessions have the id ${id}; there are ${archive.sessions.map((session) => `${session.protocol} ${session.sessionId}`).join(', ')}`);
  return found[0] as LedgerSession;
}

/** The panel of the extension for a tab, as a tab behind it: cheaper than DevTools where only the words matter. */
export async function openPanelTab(stage: Stage, of: Page): Promise<Page> {
  return openExtensionPage(stage.browser.context, stage.extension, `panel.html?tabId=${await tabIdOf(stage.extension, of)}`);
}

/** The failure message tells what there was instead: the whole archive would say nothing in its first lines. */
async function archiveWhen(ask: () => Promise<Archive>, holds: (archive: Archive) => boolean, what: string): Promise<Archive> {
  let last: Archive | undefined;
  const look = async (): Promise<boolean> => {
    last = await ask();
    return holds(last);
  };
  try {
    await pollUntil(look, (held) => held, { what, interval: 200 });
  } catch (error) {
    const lines = last?.sessions.map((session) => `${session.protocol} ${session.sessionId} ${session.state} ${JSON.stringify(session.counts)} start ${session.start.cause} end ${session.end?.cause}`) ?? [];
    throw new Error(`${(error as Error).message}\nsessions:\n${lines.join('\n')}\n${last?.requests.length} requests, ${last?.events.length} events, ${JSON.stringify(last?.captureLedger)}`, { cause: error });
  }
  return last as Archive;
}
