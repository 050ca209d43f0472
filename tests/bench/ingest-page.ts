import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { build } from 'vite';
import { launchBrowser } from '../e2e/support/launch.ts';
import { PROJECT_ROOT } from '../tools/run-tool.ts';
import type { Sent } from './browser/ingest.ts';
import { traffic } from './traffic.ts';

const OUTPUT = path.join(PROJECT_ROOT, '.output', 'bench', 'ingest');
const VENDORS = ['snowplow', 'krenalis', 'sentry', 'rudderstack', 'exceptionless'];
const FROM = Date.UTC(2026, 10, 21);
const DAY_MS = 86_400_000;

/** What one call took, and what it took to write the same rows with nothing else to do; `rows`: events that are stored after it. */
export type Ran = { readonly ms: number; readonly rawMs: number; readonly events: number; readonly rows: number };

/** A page of a real browser with the pipeline and the store in it, and no extension. */
export type IngestPage = {
  /** Ingests real recordings, played so often, as of a day of their own, into the database of this name. */
  ingest(name: string, visits: number): Promise<Ran>;
  /** Fills that database with copies of what it holds, until so many events are there; gives how many there are. */
  fill(name: string, events: number): Promise<number>;
  close(): Promise<void>;
};

export async function openIngestPage(): Promise<IngestPage> {
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
  const page = await browser.context.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  type Bench = { benchIngest(name: string, requests: readonly Sent[]): Promise<Ran>; benchFill(name: string, events: number): Promise<number> };
  let day = 0;
  return {
    ingest: (name, visits) => page.evaluate(([of, some]) => (globalThis as unknown as Bench).benchIngest(of, some), [name, sent(visits, FROM + day++ * DAY_MS, day)] as const),
    fill: (name, events) => page.evaluate(([of, wanted]) => (globalThis as unknown as Bench).benchFill(of, wanted), [name, events] as const),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

const sent = (visits: number, from: number, day: number): Sent[] =>
  traffic(VENDORS, visits, from, day * 100).map(({ id, body, ...request }) => ({ ...request, id: `${day}-${id}`, bytes: body.kind === 'bytes' ? [...body.bytes] : [] }));
