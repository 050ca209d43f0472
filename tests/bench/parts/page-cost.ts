import { extensionOf } from '../../e2e/support/extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { controlExtension } from '../control-extension.ts';
import { sendStream, startEventSite, stream, type Streamed } from '../event-site.ts';
import { figure, median, quantile, type Figure } from '../measure.ts';

type Measured = { readonly call: number[]; readonly round: number[]; readonly saturated: number[] };

/**
 * What a page pays: at 100 requests a second of 1 KB, and with 6 under way at a time. In turns with no extension, with one that only listens to
 * requests with their bodies, and with ours, each time in a fresh browser.
 */
export async function pageCost(directory: string, rounds = 3, seconds = 5, saturated = 2_000): Promise<Figure[]> {
  const conditions = { none: [], listener: [await controlExtension('listener')], ours: [directory] };
  const measured = Object.fromEntries(Object.keys(conditions).map((name) => [name, { call: [], round: [], saturated: [] }])) as unknown as Record<keyof typeof conditions, Measured>;
  for (let round = 0; round < rounds; round++) {
    for (const name of Object.keys(conditions) as (keyof typeof conditions)[]) {
      const { steady, full } = await run(conditions[name], seconds, saturated);
      measured[name].call.push(median(steady.calls));
      measured[name].round.push(quantile(steady.rounds, 0.5));
      measured[name].saturated.push(full.ms);
    }
  }
  const { none, listener, ours } = measured;
  return [
    figure('page.call', "page's thread, a call of fetch at 100/s", 'ms', ours.call, { what: 'no extension', value: median(none.call) }),
    figure('page.round', 'round trip at 100/s, p50', 'ms', ours.round, { what: 'an extension that only listens', value: median(listener.round) }),
    figure('page.roundNone', 'the same', 'ms', ours.round, { what: 'no extension', value: median(none.round) }),
    figure('page.saturated', `${saturated} POSTs, 6 under way`, 'ms', ours.saturated, { what: 'an extension that only listens', value: median(listener.saturated) }),
    figure('page.saturatedNone', 'the same', 'ms', ours.saturated, { what: 'no extension', value: median(none.saturated) }),
  ];
}

async function run(extensions: readonly string[], seconds: number, saturated: number): Promise<{ readonly steady: Streamed; readonly full: Streamed }> {
  const site = await startEventSite();
  const browser = await launchBrowser({ extensions });
  try {
    if (extensions.length) await extensionOf(browser.context);
    const page = await browser.context.newPage();
    await page.goto(site.url);
    await page.evaluate(sendStream, stream(100, 100));
    const steady = await page.evaluate(sendStream, stream(100 * seconds, 100, 100));
    const full = await page.evaluate(sendStream, stream(saturated, null, 100 * (seconds + 1)));
    return { steady, full };
  } finally {
    await browser.close();
    site.close();
  }
}
