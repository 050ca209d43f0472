import { figure, median, type Figure } from '../measure.ts';
import { send } from './row.ts';
import { withPanel } from './with-panel.ts';

/** So often the heap is weighed. */
const PARTS = 10;

/** The panel's heap while a stream goes on for so many minutes, beside that of the panel before it began. */
export async function heap(directory: string, minutes: number, rate: number): Promise<Figure[]> {
  return withPanel(directory, async ({ browser, page, panel }) => {
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
  });
}
