import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An event that reached the server: its number, when the page sent it and when it came, in epoch milliseconds by one clock. */
export type Arrived = { readonly number: number; readonly sentAt: number; readonly arrivedAt: number };

/** A site whose bare pages send Snowplow events to it, each with a number of its own. */
export type FloodSite = {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** What arrived, in order. */
  readonly arrived: readonly Arrived[];
  close(): Promise<void>;
};

export const FLOOD_PATH = '/com.snowplowanalytics.snowplow/tp2';

/** The number in an address; undefined where it is no event's. */
export function floodNumber(url: string): number | undefined {
  const { pathname, searchParams } = new URL(url, 'http://site');
  const number = searchParams.get('n');
  return pathname === FLOOD_PATH && number !== null ? Number(number) : undefined;
}

/** The time that the page gave the event as it sent it. */
const sentAtOf = (body: string): number => Number(/"stm":"(\d+)"/.exec(body)?.[1]);

export async function startFloodSite(): Promise<FloodSite> {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    const arrivedAt = Date.now();
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const number = request.method === 'POST' ? floodNumber(request.url ?? '/') : undefined;
      if (number !== undefined) arrived.push({ number, sentAt: sentAtOf(body), arrivedAt });
      const [type, text] = number === undefined ? ['text/html', '<!doctype html><title>A page</title>'] : ['text/plain', 'ok'];
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Requests that a page has under way at a time: as many as browsers open connections to a host. */
const AT_ONCE = 6;

export type FloodOrder = { readonly path: string; readonly from: number; readonly to: number; readonly atOnce: number };

export const floodOrder = (from: number, to: number): FloodOrder => ({ path: FLOOD_PATH, from, to, atOnce: AT_ONCE });

/** Run inside a page: sends all its numbers as fast as it can, and leaves in the title how many were answered. Self-contained, as it is sent there. */
export function flood({ path, from, to, atOnce }: FloodOrder): void {
  const session = `5e1f7e57-0000-4000-8000-${String(from).padStart(12, '0')}`;
  let next = from;
  let answered = 0;
  const event = (number: number): string => {
    const now = String(Date.now());
    const data = { e: 'se', se_ca: 'flood', se_ac: `event ${number}`, p: 'web', tv: 'js-4.10.1', aid: 'flood', sid: session, vid: '1', duid: session, eid: `5e1f7e57-0000-4000-9000-${String(number).padStart(12, '0')}`, dtm: now, stm: now };
    return JSON.stringify({ schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4', data: [data] });
  };
  const sendRest = async (): Promise<void> => {
    while (next < to) {
      const number = next++;
      const response = await fetch(`${path}?n=${number}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: event(number) });
      await response.text();
      answered++;
    }
  };
  void Promise.all(Array.from({ length: atOnce }, sendRest)).then(() => (document.title = `answered ${answered}`));
}
