import type { Page } from 'playwright-core';
import { pollUntil } from '../../e2e/support/expect-poll.ts';
import { extensionOf, openExtensionPage } from '../../e2e/support/extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { readStored } from '../../e2e/support/stored.ts';
import { EVENT_PATH, startEventSite } from '../event-site.ts';
import { figure, median, type Figure } from '../measure.ts';

/** The little of the browser's API that runs inside the worker on behalf of a bench. */
declare const chrome: {
  readonly scripting: { getRegisteredContentScripts(): Promise<readonly { readonly excludeMatches?: readonly string[] }[]> };
  readonly storage: { readonly local: { set(items: object): Promise<void> } };
};

const BODIES = ['string', 'blob'] as const;
type Body = (typeof BODIES)[number];

/** What the page tap costs the page's thread a send of 1 KB, beside a page of a site for which it is turned off, in the same browser and in turns. */
export async function pageTapCost(directory: string, rounds = 9, each = 100): Promise<Figure[]> {
  const site = await startEventSite();
  const browser = await launchBrowser({ extensions: [directory] });
  try {
    const extension = await extensionOf(browser.context);
    const { worker } = extension;
    await worker.evaluate(() => chrome.storage.local.set({ settings: { version: 1, recording: true, pageTap: { on: true, offSites: ['localhost'] } } }));
    await pollUntil(() => worker.evaluate(() => chrome.scripting.getRegisteredContentScripts()), (scripts) => scripts.length > 0 && scripts.every(({ excludeMatches }) => excludeMatches?.some((match) => match.includes('localhost'))), { what: 'the page tap is off for one site' });
    const open = async (host: string): Promise<Page> => {
      const page = await browser.context.newPage();
      await page.goto(`http://${host}:${site.port}/`);
      return page;
    };
    const [tapped, untapped] = [await open('127.0.0.1'), await open('localhost')];
    // What is seen of a Blob tells where the page tap is.
    for (const page of [tapped, untapped]) await page.evaluate(sendSome, [EVENT_PATH, 'blob', 1] as const);
    const observer = await openExtensionPage(browser.context, extension, 'icon/16.png');
    const kinds = async (): Promise<string[]> => (await readStored(observer)).requests.map(({ url, bodyKind }) => `${new URL(url).hostname} ${bodyKind}`).toSorted();
    await pollUntil(kinds, (seen) => seen.join() === '127.0.0.1 bytes,localhost unavailable', { what: 'one page is tapped, the other is not' });
    const ms = { tapped: { string: [] as number[], blob: [] as number[] }, untapped: { string: [] as number[], blob: [] as number[] } };
    for (let round = 0; round <= rounds; round++) {
      for (const body of BODIES) {
        for (const [name, page] of [['tapped', tapped], ['untapped', untapped]] as const) {
          await page.bringToFront();
          const calls = await page.evaluate(sendSome, [EVENT_PATH, body, each] as const);
          // The first round warms up.
          if (round) ms[name][body].push(median(calls));
        }
      }
    }
    const added = (body: Body): number[] => ms.tapped[body].map((value, n) => value - (ms.untapped[body][n] as number));
    return [
      figure('tap.string', "page's thread: a call of fetch with a string of 1 KB", 'ms', ms.tapped.string, { what: 'untapped page', value: median(ms.untapped.string) }),
      figure('tap.blob', 'the same with a new Blob of 1 KB', 'ms', ms.tapped.blob, { what: 'untapped page', value: median(ms.untapped.blob) }),
      figure('tap.blobAdded', 'of it, what the page tap adds', 'ms', added('blob')),
    ];
  } finally {
    await browser.close();
    site.close();
  }
}

/** Runs in a page: milliseconds of each call. Answers are awaited between them, as a page that waits for its processor measures something else. */
async function sendSome([path, kind, count]: readonly [path: string, kind: 'string' | 'blob', count: number]): Promise<number[]> {
  const calls: number[] = [];
  const id = '00000000-0000-4000-8000-000000000001';
  const event = { e: 'se', se_ca: 'bench', se_ac: 'tap', se_la: 'a product name of a usual length, '.repeat(18), tv: 'js-4.10.1', tna: 'sp', aid: 'bench', p: 'web', sid: id, vid: '1', duid: id };
  for (let n = 0; n < count; n++) {
    const text = JSON.stringify({ schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4', data: [{ ...event, eid: crypto.randomUUID(), dtm: String(Date.now()) }] });
    const began = performance.now();
    const answer = fetch(path, { method: 'POST', body: kind === 'blob' ? new Blob([text], { type: 'text/plain' }) : text });
    calls.push(performance.now() - began);
    await (await answer).text();
  }
  return calls;
}
