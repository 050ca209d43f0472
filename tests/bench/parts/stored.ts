import type { Worker } from 'playwright-core';
import { pollUntil } from '../../e2e/support/expect-poll.ts';
import { extensionOf } from '../../e2e/support/extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { controlExtension } from '../control-extension.ts';
import { EVENT_PATH, sendStream, startEventSite, stream } from '../event-site.ts';
import { figure, quantile, type Figure } from '../measure.ts';

const RATES = [50, 200];
/** For how long at a rate. */
const SECONDS = 15;

type Watching = { readonly stored: readonly (readonly [n: number, at: number])[] };

/**
 * From the page's call to the end of the transaction that has written the event with its session, at a rate. The control is what an extension
 * beside it, in the same browser and of the same requests, needs to hear of them.
 */
export async function storing(directory: string, seconds = SECONDS): Promise<Figure[]> {
  const [site, control] = await Promise.all([startEventSite(), controlExtension('listener')]);
  const browser = await launchBrowser({ extensions: [directory, control] });
  try {
    const isControl = async (worker: Worker): Promise<readonly [url: string, is: boolean]> => [worker.url(), await worker.evaluate(() => 'heard' in globalThis)];
    // Both come up in their own time: which is which is known when one of two is the control.
    const workers = await pollUntil(() => Promise.all(browser.context.serviceWorkers().map(isControl)), (all) => all.length === 2 && all.some(([, is]) => is), { what: 'both extensions run' });
    const controlUrl = workers.find(([, is]) => is)?.[0];
    const ours = await extensionOf(browser.context, (worker) => worker.url() !== controlUrl);
    const other = await extensionOf(browser.context, (worker) => worker.url() !== ours.worker.url());
    const page = await browser.context.newPage();
    await page.goto(site.url);
    await ours.worker.evaluate(watchStore);
    const figures: Figure[] = [];
    let from = 0;
    let lost = 0;
    for (const rate of RATES) {
      const count = rate * seconds;
      const { sentAt } = await page.evaluate(sendStream, stream(count, rate, from));
      const first = from;
      from += count;
      const stored = await pollUntil(() => ours.worker.evaluate(() => (globalThis as unknown as Watching).stored.length), (n) => n >= from, { what: `${from} events are stored`, interval: 100 })
        .then(() => ours.worker.evaluate(() => (globalThis as unknown as Watching).stored), () => ours.worker.evaluate(() => (globalThis as unknown as Watching).stored));
      const heard = await other.worker.evaluate(([path]) => (globalThis as unknown as { readonly heard: readonly (readonly [string, number])[] }).heard.filter(([url]) => url.includes(path)), [EVENT_PATH] as const);
      const late = (all: readonly (readonly [n: number, at: number])[]): number[] => all.flatMap(([n, at]) => (n >= first && n < from ? [at - (sentAt[n - first] as number)] : []));
      const [ms, controlMs] = [late(stored), late(heard.map(([url, at]) => [Number(new URL(url).searchParams.get('n')), at]))];
      lost += count - new Set(stored.flatMap(([n]) => (n >= first && n < from ? [n] : []))).size;
      for (const [name, at] of [['p50', 0.5], ['p99', 0.99]] as const) {
        figures.push(figure(`stored.${rate}.${name}`, `request to stored with its session, ${count} at ${rate}/s, ${name}`, 'ms', [quantile(ms, at)], { what: 'an extension that only listens', value: quantile(controlMs, at) }));
      }
    }
    return [...figures, figure('stored.lost', 'of these, not stored', '', [lost])];
  } finally {
    await browser.close();
    site.close();
  }
}

/** Runs in the worker: notes when a transaction that put events has ended, whoever made it. */
function watchStore(): void {
  const stored: [n: number, at: number][] = [];
  Object.assign(globalThis, { stored });
  const open = new WeakMap<IDBTransaction, number[]>();
  for (const method of ['put', 'add'] as const) {
    const original = IDBObjectStore.prototype[method];
    IDBObjectStore.prototype[method] = function noted(this: IDBObjectStore, value: unknown, ...key: [IDBValidKey?]) {
      if (this.name === 'events') {
        const { transaction } = this;
        const known = open.get(transaction);
        const numbers = known ?? [];
        if (!known) {
          open.set(transaction, numbers);
          transaction.addEventListener('complete', () => {
            const at = performance.timeOrigin + performance.now();
            for (const n of numbers) stored.push([n, at]);
          });
        }
        const n = /stream-(\d+)-/.exec((value as { readonly name: string }).name)?.[1];
        if (n !== undefined) numbers.push(Number(n));
      }
      return original.call(this, value, ...key);
    };
  }
}
