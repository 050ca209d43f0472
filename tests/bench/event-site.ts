import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site on loopback that answers everything at once. */
export type EventSite = { readonly url: string; readonly port: number; close(): void };

export async function startEventSite(): Promise<EventSite> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store' }).end('<!doctype html><title>Stream</title>'));
  });
  // A connection that the server closes while the browser sends on it is a failure of neither.
  server.keepAliveTimeout = 120_000;
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, port, close: () => void server.close() };
}

export const EVENT_PATH = '/com.snowplowanalytics.snowplow/tp2';

/** How a page is to send: `rate` a second, or, where that is null, `atOnce` under way at a time. */
export type Stream = { readonly path: string; readonly count: number; readonly rate: number | null; readonly atOnce: number; readonly from: number; /** Characters that make a body some 1 KB. */ readonly filler: string };

export const stream = (count: number, rate: number | null, from = 0): Stream => ({ path: EVENT_PATH, count, rate, atOnce: 6, from, filler: 'a product name of a usual length, '.repeat(18) });

/** Of each request: when it was sent (since the epoch), what the call of `fetch` cost the page's thread, and how long the answer took; milliseconds. */
export type Streamed = { readonly sentAt: number[]; readonly calls: number[]; readonly rounds: number[]; readonly ms: number };

/** Runs inside a page: sends events of one session, numbered in address and name, and waits for all answers. Self-contained, as it is sent there. */
export async function sendStream({ path, count, rate, atOnce, from, filler }: Stream): Promise<Streamed> {
  const [sentAt, calls, rounds]: [number[], number[], number[]] = [[], [], []];
  const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const send = async (n: number): Promise<void> => {
    const now = String(Date.now());
    const event = { e: 'se', se_ca: 'bench', se_ac: `stream-${n}-`, se_la: filler, eid: id(n + 2), tv: 'js-4.10.1', tna: 'sp', aid: 'bench', p: 'web', sid: id(0), vid: '1', duid: id(1), dtm: now, stm: now, url: location.href };
    const body = JSON.stringify({ schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4', data: [event] });
    const began = performance.now();
    sentAt[n - from] = performance.timeOrigin + began;
    const answer = fetch(`${path}?n=${n}`, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
    calls.push(performance.now() - began);
    await (await answer).text();
    rounds.push(performance.now() - began);
  };
  const began = performance.now();
  let next = from;
  if (rate === null) {
    await Promise.all(Array.from({ length: atOnce }, async () => {
      while (next < from + count) await send(next++);
    }));
  } else {
    const all: Promise<void>[] = [];
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        const due = from + Math.min(count, Math.floor(((performance.now() - began) / 1000) * rate));
        while (next < due) all.push(send(next++));
        if (next < from + count) return;
        clearInterval(timer);
        resolve();
      }, 5);
    });
    await Promise.all(all);
  }
  return { sentAt, calls, rounds, ms: performance.now() - began };
}
