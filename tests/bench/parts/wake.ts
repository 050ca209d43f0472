import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { poll } from '../../e2e/support/expect-poll.ts';
import { extensionOf, killWorker, openExtensionPage } from '../../e2e/support/extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { PROJECT_ROOT } from '../../tools/run-tool.ts';
import { controlExtension } from '../control-extension.ts';
import { EVENT_PATH, startEventSite } from '../event-site.ts';
import { figure, median, type Figure } from '../measure.ts';

/** Runs first in the background: tells a page of the extension when the first request of this life was handled. */
const TELL_FIRST = `{
  const { onBeforeRequest } = chrome.webRequest;
  const add = onBeforeRequest.addListener;
  let told = false;
  onBeforeRequest.addListener = (listener, ...rest) => add.call(onBeforeRequest, (details) => {
    const answer = listener(details);
    if (!told && details.url.includes('${EVENT_PATH}')) {
      told = true;
      new BroadcastChannel('bench').postMessage([details.url, performance.timeOrigin + performance.now()]);
    }
    return answer;
  }, ...rest);
}
`;

type Told = Window & { told: Map<string, number> };

/** From a page's request that wakes a stopped worker until its listener has handled it, beside a worker that does nothing; in turns. */
export async function waking(directory: string, rounds = 3, each = 8): Promise<Figure[]> {
  const ours = path.join(PROJECT_ROOT, '.output', 'bench', 'waking');
  await rm(ours, { recursive: true, force: true });
  await cp(directory, ours, { recursive: true });
  await writeFile(path.join(ours, 'background.js'), TELL_FIRST + (await readFile(path.join(directory, 'background.js'), 'utf8')));
  const empty = await controlExtension('empty', TELL_FIRST);
  const [mine, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    bare.push(...(await wakes(empty, 'page.html', each)));
    mine.push(...(await wakes(ours, 'popup.html', each)));
  }
  return [figure('wake.first', 'stopped worker: request to first event handled', 'ms', mine, { what: 'an empty worker', value: median(bare) })];
}

async function wakes(extensionFolder: string, page: string, times: number): Promise<number[]> {
  const site = await startEventSite();
  const browser = await launchBrowser({ extensions: [extensionFolder] });
  try {
    const extension = await extensionOf(browser.context);
    const listening = await openExtensionPage(browser.context, extension, page);
    await listening.evaluate(() => {
      const told = new Map<string, number>();
      Object.assign(window, { told });
      new BroadcastChannel('bench').addEventListener('message', ({ data: [url, at] }: MessageEvent<[string, number]>) => told.set(url, at));
    });
    const sender = await browser.context.newPage();
    await sender.goto(site.url);
    const ms: number[] = [];
    for (let n = 0; n <= times; n++) {
      await killWorker(browser.context, sender);
      const sentAt = await sender.evaluate(async (url) => {
        const at = performance.timeOrigin + performance.now();
        await (await fetch(url, { method: 'POST', body: '{}' })).text();
        return at;
      }, `${EVENT_PATH}?wake=${n}`);
      const at = await poll(() => listening.evaluate((end) => [...(window as unknown as Told).told].find(([url]) => url.endsWith(end))?.[1], `wake=${n}`), { what: `the worker has handled request ${n}` });
      // The first one also compiles what is cached from then on.
      if (n) ms.push(at - sentAt);
    }
    return ms;
  } finally {
    await browser.close();
    site.close();
  }
}
