import { openIngestPage } from '../ingest-page.ts';
import { figure, median, type Figure } from '../measure.ts';

/** Ingest into a store that holds so much already, beside ingest into an empty one; in turns, as a machine is not as fast from minute to minute. */
export async function growth(visits: number, sizes: readonly number[], rounds: number): Promise<Figure[]> {
  const page = await openIngestPage();
  try {
    await page.ingest('warm', visits);
    await page.ingest('full', visits);
    const figures: Figure[] = [];
    for (const [n, size] of sizes.entries()) {
      const stored = await page.fill('full', size);
      // What was filled is still being put in order by the browser for a while.
      await page.ingest('full', visits);
      const [empty, full]: [number[], number[]] = [[], []];
      for (let round = 0; round < rounds; round++) {
        for (const [name, ms] of [[`empty-${n}-${round}`, empty], ['full', full]] as const) {
          const ran = await page.ingest(name, visits);
          ms.push(ran.ms / ran.events);
        }
      }
      figures.push(figure('growth.stored', `ingest with ${stored} events stored`, 'ms/event', full, { what: 'an empty store', value: median(empty) }));
    }
    return figures;
  } finally {
    await page.close();
  }
}
