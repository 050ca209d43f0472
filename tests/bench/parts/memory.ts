import type { BrowserContext } from 'playwright-core';
import { pollUntil } from '../../e2e/support/expect-poll.ts';
import { extensionOf, openExtensionPage } from '../../e2e/support/extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { sendStream, startEventSite, stream } from '../event-site.ts';
import { figure, type Figure } from '../measure.ts';

const MB = 1_000_000;
const STEPS = 4;

/** The heap of the worker after a collection, at the start and as so many events have been recorded, and whether it goes on growing. */
export async function workerMemory(directory: string, events: number): Promise<Figure[]> {
  const site = await startEventSite();
  const browser = await launchBrowser({ extensions: [directory] });
  try {
    const extension = await extensionOf(browser.context);
    const looking = await openExtensionPage(browser.context, extension, 'icon/16.png');
    const page = await browser.context.newPage();
    await page.goto(site.url);
    const step = Math.ceil(events / STEPS);
    const heaps: number[] = [];
    // First a few, so that what is loaded once is there.
    for (let from = 0, count = 100; from < events; from += count, count = step) {
      await page.evaluate(sendStream, stream(count, null, from));
      await pollUntil(() => looking.evaluate(countStored), (n) => n >= from + count, { what: `${from + count} requests are stored`, timeout: 120_000, interval: 200 });
      heaps.push((await heapOf(browser.context, extension.worker.url())) / MB);
    }
    const [first = 0, ...rest] = heaps;
    const last = rest.at(-1) ?? 0;
    return [
      figure('memory.worker', `worker: heap after ${step * STEPS + 100} events`, 'MB', [last], { what: 'after 100', value: first }),
      figure('memory.growth', 'of it, growth in the second half', 'MB', [last - (rest[STEPS / 2 - 1] ?? 0)]),
    ];
  } finally {
    await browser.close();
    site.close();
  }
}

/** Bytes that are in use after a collection. */
async function heapOf(context: BrowserContext, url: string): Promise<number> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('this context has no browser');
  const { targetInfos } = await session.send('Target.getTargets');
  const target = targetInfos.find((one) => one.type === 'service_worker' && one.url === url);
  if (!target) throw new Error('the worker does not run');
  const { sessionId } = await session.send('Target.attachToTarget', { targetId: target.targetId, flatten: false });
  let last = 0;
  const ask = (method: string): Promise<{ readonly usedSize?: number }> =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const take = (told: { readonly sessionId: string; readonly message: string }): void => {
        const answer = JSON.parse(told.message) as { readonly id?: number; readonly result?: { readonly usedSize?: number }; readonly error?: { readonly message: string } };
        if (told.sessionId !== sessionId || answer.id !== id) return;
        session.off('Target.receivedMessageFromTarget', take);
        if (answer.error) reject(new Error(answer.error.message));
        else resolve(answer.result ?? {});
      };
      session.on('Target.receivedMessageFromTarget', take);
      session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) }).catch(reject);
    });
  try {
    await ask('HeapProfiler.collectGarbage');
    await ask('HeapProfiler.collectGarbage');
    return (await ask('Runtime.getHeapUsage')).usedSize ?? 0;
  } finally {
    await session.detach();
  }
}

/** Runs in a page of the extension: how many requests are stored with their events. */
async function countStored(): Promise<number> {
  const answer = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('not read')));
    request.addEventListener('upgradeneeded', () => request.transaction?.abort());
  });
  const db = await answer(indexedDB.open('footsteps'));
  try {
    return await answer(db.transaction('events').objectStore('events').count());
  } finally {
    db.close();
  }
}
