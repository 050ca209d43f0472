import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import { openDevToolsPanel } from '../../e2e/support/devtools.ts';
import { extensionOf } from '../../e2e/support/extension.ts';
import { launchBrowser, type Launched } from '../../e2e/support/launch.ts';

type WithPanel = {
  readonly browser: Launched;
  /** A page of a site that answers whatever is sent to it. */
  readonly page: Page;
  /** The panel in the real DevTools of that page. */
  readonly panel: Page | Frame;
};

/** Runs with a site, a page of it, and the real panel beside it; all of them are gone afterwards. */
export async function withPanel<T>(directory: string, run: (on: WithPanel) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Stream</title>'));
  });
  // A connection that the server closes while the browser sends on it is a failure of neither.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser({ extensions: [directory] });
  try {
    await extensionOf(browser.context);
    const page = await browser.context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const { panel } = await openDevToolsPanel(browser.context, page, 'Footsteps', 'panel.html');
    return await run({ browser, page, panel });
  } finally {
    await browser.close();
    server.close();
  }
}
