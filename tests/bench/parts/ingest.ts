import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { build } from 'vite';
import { launchBrowser } from '../../e2e/support/launch.ts';
import { PROJECT_ROOT } from '../../tools/run-tool.ts';
import type { Sent } from '../browser/ingest.ts';
import { figure, median, type Figure } from '../measure.ts';
import { traffic } from '../traffic.ts';

const OUTPUT = path.join(PROJECT_ROOT, '.output', 'bench', 'ingest');
const VENDORS = ['snowplow', 'krenalis', 'sentry', 'rudderstack', 'exceptionless'];
const FROM = Date.UTC(2026, 10, 21);

type Ran = { readonly ms: number; readonly rawMs: number; readonly events: number; readonly rows: number };

/**
 * The way from captured requests to stored sessions in a real browser, without the network, beside bare writing of the same rows; and again
 * when so many events are stored already.
 */
export async function ingestion(visits: number, stored: number): Promise<Figure[]> {
  await build({
    configFile: false, logLevel: 'warn', publicDir: false,
    build: { outDir: OUTPUT, emptyOutDir: true, lib: { entry: path.join(PROJECT_ROOT, 'tests/bench/browser/ingest.ts'), formats: ['iife'], name: 'bench', fileName: () => 'ingest.js' } },
  });
  const script = await readFile(path.join(OUTPUT, 'ingest.js'));
  const server = createServer((request, response) => {
    const isScript = request.url === '/ingest.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' }).end(isScript ? script : '<!doctype html><title>Bench</title><script src="/ingest.js"></script>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser();
  try {
    const page = await browser.context.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const run = (name: string, requests: readonly Sent[]): Promise<Ran> =>
      page.evaluate(async ([of, some]) => (globalThis as unknown as { benchIngest(n: string, r: readonly Sent[]): Promise<Ran> }).benchIngest(of, some), [name, requests] as const);
    const rate = ({ events, ms }: Ran): number => (events / ms) * 1000;
    let day = 0;
    const visitsOf = (count: number): Sent[] => sent(count, FROM + day++ * 86_400_000, day);

    await run('warm', visitsOf(visits));
    const empty = [await run('a', visitsOf(visits)), await run('b', visitsOf(visits)), await run('c', visitsOf(visits))];
    const raw = median(empty.map(({ events, rawMs }) => (events / rawMs) * 1000));
    const rates = empty.map(rate);
    let full: Ran = await run('full', visitsOf(visits));
    while (full.rows < stored) full = await run('full', visitsOf(visits * 5));
    const later = [await run('full', visitsOf(visits)), await run('full', visitsOf(visits)), await run('full', visitsOf(visits))];
    const perEvent = (ran: Ran): number => ran.ms / ran.events;
    return [
      figure('ingest.rate', 'ingest, in batches of 50 requests', 'events/s', rates, { what: 'bulkAdd of the same requests, bodies and events', value: raw }),
      figure('growth.stored', `ingest with ${full.rows} events stored`, 'ms/event', later.map(perEvent), { what: 'empty store', value: median(empty.map(perEvent)) }),
    ];
  } finally {
    await browser.close();
    server.close();
  }
}

const sent = (visits: number, from: number, day: number): Sent[] =>
  traffic(VENDORS, visits, from, day * 100).map(({ id, body, ...request }) => ({ ...request, id: `${day}-${id}`, bytes: body.kind === 'bytes' ? [...body.bytes] : [] }));
