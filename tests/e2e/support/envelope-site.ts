import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site whose pages are bare, with a service worker and a dedicated worker to be had, and that takes envelopes as Sentry's server does. */
export type EnvelopeSite = {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  /** The numbers of the envelopes that arrived, in order. */
  readonly arrived: readonly number[];
  close(): Promise<void>;
};

/** What the service worker does is asked for in the query of the request: `sw=forward`, `sw=answer`, or nothing. */
const SERVICE_WORKER = `
  self.addEventListener('install', () => self.skipWaiting());
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener('fetch', (event) => {
    const wish = new URL(event.request.url).searchParams.get('sw');
    if (wish === 'forward') event.respondWith(fetch(event.request));
    if (wish === 'answer') event.respondWith(new Response('{}'));
  });`;
const WORKER = `self.onmessage = async ({ data: [url, body] }) => {
  await fetch(url, { method: 'POST', body: new Blob([body]) });
  self.postMessage('sent');
};`;

export async function startEnvelopeSite(): Promise<EnvelopeSite> {
  const arrived: number[] = [];
  const server = createServer((request: IncomingMessage, response: ServerResponse) => {
    request.resume();
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://site');
      const number = /^\/api\/(\d+)\/envelope\/$/.exec(pathname)?.[1];
      if (number !== undefined) arrived.push(Number(number));
      const [type, text] = pathname.endsWith('.js') ? ['text/javascript', pathname === '/sw.js' ? SERVICE_WORKER : WORKER] : number === undefined ? ['text/html', '<!doctype html><title>A page</title>'] : ['application/json', '{}'];
      response.writeHead(Number(searchParams.get('status') ?? 200), { 'content-type': type, 'cache-control': 'no-store' }).end(text);
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

/** Path and query of an envelope; the number tells it from others. */
export const envelopePath = (number: number, query = ''): string => `/api/${number}/envelope/?sentry_key=0123456789abcdef0123456789abcdef${query}`;

/** The session id in the envelope of that number. */
export const sessionIdOf = (number: number): string => `5a8c1b7ed0f94a0f8e0a2b3c${String(number).padStart(8, '0')}`;

/** A session's start, as Sentry's SDK sends it. */
export function envelope(number: number, at: number): string {
  const time = new Date(at).toISOString();
  return [
    JSON.stringify({ sent_at: time, sdk: { name: 'sentry.javascript.browser', version: '11.12.0' } }),
    JSON.stringify({ type: 'session' }),
    JSON.stringify({ sid: sessionIdOf(number), init: true, started: time, timestamp: time, status: 'ok', errors: 0, attrs: { release: 'shop@1' } }),
  ].join('\n');
}
