import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openDevToolsPanel } from '../../e2e/support/devtools.ts';
import { extensionOf } from '../../e2e/support/extension.ts';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { figure, median, type Figure } from '../measure.ts';
import { send } from './row.ts';

/** So often the heap is weighed. */
const PARTS = 10;

/** The panel's heap while a stream goes on for so many minutes, beside that of the panel before it began. */
export async function heap(directory: string, minutes: number, rate: number): Promise<Figure[]> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Stream</title>'));
  });
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser({ extensions: [directory] });
  try {
    await extensionOf(browser.context);
    const page = await browser.context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const { panel } = await openDevToolsPanel(browser.context, page, 'Footsteps', 'panel.html');
    const session = await browser.context.newCDPSession(panel);
    const weigh = async (): Promise<number> => {
      await session.send('HeapProfiler.collectGarbage');
      return (await session.send('Runtime.getHeapUsage')).usedSize / 1_000_000;
    };
    const empty = await weigh();
    const weights: number[] = [];
    const each = Math.ceil((minutes * 60 * rate) / PARTS);
    for (let part = 0; part < PARTS; part++) {
      await page.evaluate(send, [each, rate, part * each] as const);
      weights.push(await weigh());
    }
    const last = weights.slice(-3);
    return [
      figure('heap.panel', `the panel's heap after ${PARTS * each} events in ${minutes} min`, 'MB', last, { what: 'before the first', value: empty }),
      figure('heap.growth', 'of it, what the last half of the stream added, an event', 'kB', [((median(last) - (weights[PARTS / 2 - 1] ?? 0)) * 1_000) / ((PARTS / 2) * each)]),
    ];
  } finally {
    await browser.close();
    server.close();
  }
}
