import { openIngestPage } from '../ingest-page.ts';
import { figure, median, type Figure } from '../measure.ts';

/** The way from captured requests to stored sessions in a real browser, without the network, beside bare writing of the same rows. */
export async function ingestion(visits: number): Promise<Figure[]> {
  const page = await openIngestPage();
  try {
    await page.ingest('warm', visits);
    const empty = [await page.ingest('a', visits), await page.ingest('b', visits), await page.ingest('c', visits)];
    const raw = median(empty.map(({ events, rawMs }) => (events / rawMs) * 1000));
    return [figure('ingest.rate', 'ingest, in batches of 50 requests', 'events/s', empty.map(({ events, ms }) => (events / ms) * 1000), { what: 'bulkAdd of the same requests, bodies and events', value: raw })];
  } finally {
    await page.close();
  }
}
