import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { EXTENSION_DIRECTORY } from '../../tools/build-extension.ts';
import { pollUntil } from './expect-poll.ts';
import { extensionOf, type Extension } from './extension.ts';
import { launchBrowser, type Launched } from './launch.ts';
import { readStored } from './stored.ts';

/** Lets a server listen on any free port of this machine alone; gives its address, without a slash at the end. */
export async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A browser with the extension, and others beside it, in which a page is open. */
export type PageStage = { readonly browser: Launched; readonly extension: Extension; readonly page: Page };

/** A page that was opened before the worker listened stays unheard: Chromium decides that as it opens. So it waits for the database, which comes later. */
export async function openPageStage(url: string, others: readonly string[] = []): Promise<PageStage> {
  const browser = await launchBrowser({ extensions: [EXTENSION_DIRECTORY, ...others] });
  try {
    const extension = await extensionOf(browser.context);
    await pollUntil(() => readStored(extension.worker), () => true, { what: 'the extension has its database' });
    const page = await browser.context.newPage();
    await page.goto(url);
    return { browser, extension, page };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
