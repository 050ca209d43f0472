/**
 * The demo on loopback: a site with pages that run real SDKs, and on a second port, so on another origin, the collector; on a third one the
 * collector over HTTP/2, as browsers send streams by nothing less.
 *
 * The site's own paths beside its files: `/first-party/…` is a proxy to the collector, `/tunnel` one for Sentry envelopes,
 * `/control/…` switches the collector and says what of a self-test has arrived, `/recordings/…` gives the replay page what a test has put there.
 */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { decodeLatin1 } from '../../../lib/base/bytes.ts';
import { hash } from '../../../lib/base/hash.ts';
import { tagOf, type Arrival, type Report } from '../../../lib/view/self-test/payload.ts';
import { selfSigned } from './certificate.ts';
import { Collector } from './collector.ts';
import { SITE_DIRECTORY } from './site-build.ts';

export type Demo = {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly siteUrl: string;
  readonly collectorUrl: string;
  /** What a browser must be told for it to speak to the collector over HTTP/2: SHA-256 of its public key, in base64. */
  readonly fingerprint: string;
  /** An address of the loopback interface at which nobody listens. */
  readonly closedUrl: string;
  readonly collector: Collector;
  /** Recordings for `/replay.html?recording=<name>`. */
  readonly recordings: Map<string, unknown>;
  close(): Promise<void>;
};

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Pages that are another page's file under a different policy. */
const VARIANTS: Readonly<Record<string, { readonly file: string; readonly policy: (collectorUrl: string) => string }>> = {
  '/strict-csp.html': {
    file: '/index.html',
    policy: (collectorUrl) =>
      `default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' ${collectorUrl}; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`,
  },
  '/self-test-policy.html': { file: '/self-test-frame.html', policy: () => "default-src 'none'; script-src 'self'" },
};

/** Starts both servers on free ports of the loopback interface. The site must have been built (`buildSite`). */
export async function startDemo(): Promise<Demo> {
  const collector = new Collector();
  const recordings = new Map<string, unknown>();
  const collectorServer = await listen((request, response) => void collector.handle(request, response, request.url ?? '/'));
  const collectorUrl = addressOf(collectorServer);
  const closedUrl = await closedAddress();
  const { key, cert, fingerprint } = selfSigned('Footsteps demo');
  // Of what HTTP/1 has these have all that is used here; their types are older.
  const secureServer = createSecureServer({ key, cert, allowHTTP1: true }, (request, response) => void collector.handle(request as unknown as IncomingMessage, response as unknown as ServerResponse, request.url));
  const sessions = new Set<ServerHttp2Session>();
  secureServer.on('session', (session) => {
    sessions.add(session);
    session.on('close', () => sessions.delete(session));
  });
  await listening(secureServer);
  const site = siteHandler({ collector, collectorUrl, secureUrl: addressOf(secureServer, 'https'), closedUrl, recordings });
  const siteServer = await listen((request, response) => void site(request, response).catch((error: unknown) => send(response, 500, 'text/plain', String(error))));
  return {
    siteUrl: addressOf(siteServer),
    collectorUrl,
    fingerprint,
    closedUrl,
    collector,
    recordings,
    async close() {
      for (const session of sessions) session.destroy();
      await Promise.all([shut(siteServer), shut(collectorServer), shut(secureServer)]);
    },
  };
}

type Addresses = Pick<Demo, 'collectorUrl' | 'closedUrl'> & { readonly secureUrl: string };

function siteHandler(given: Pick<Demo, 'collector' | 'recordings'> & Addresses): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { collector, collectorUrl, recordings } = given;
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://site');
    if (url.pathname.startsWith('/first-party/')) return collector.handle(request, response, (request.url ?? '/').slice('/first-party'.length));
    if (url.pathname === '/tunnel') return collector.handle(request, response, `/api/42/envelope/${url.search}`);
    if (url.pathname === '/control/arrived') return send(response, 200, 'application/json', JSON.stringify(arrivals(collector, url.searchParams.get('run') ?? '')));
    if (url.pathname.startsWith('/control/')) return control(url.pathname, collector, response);
    if (url.pathname.startsWith('/recordings/')) {
      const recording = recordings.get(decodeURIComponent(url.pathname.slice('/recordings/'.length)));
      return send(response, recording === undefined ? 404 : 200, 'application/json', JSON.stringify(recording ?? null));
    }
    const variant = VARIANTS[url.pathname];
    const file = variant?.file ?? (url.pathname === '/' || url.pathname.startsWith('/app/') ? '/index.html' : url.pathname);
    await sendFile(response, file, given, variant ? { 'content-security-policy': variant.policy(collectorUrl) } : {});
  };
}

function control(pathname: string, collector: Collector, response: ServerResponse): void {
  const command = pathname.slice('/control/'.length);
  if (command !== 'offline' && command !== 'online') return send(response, 404, 'text/plain', `no such command: ${command}`);
  collector.setOffline(command === 'offline');
  send(response, 204, 'text/plain', '');
}

async function sendFile(response: ServerResponse, file: string, { collectorUrl, secureUrl, closedUrl }: Addresses, headers: Record<string, string>): Promise<void> {
  const full = path.join(SITE_DIRECTORY, path.posix.normalize(file));
  const type = TYPES[path.extname(full)];
  if (!full.startsWith(SITE_DIRECTORY) || type === undefined) return send(response, 404, 'text/plain', 'not found');
  let content: Buffer | string;
  try {
    content = await readFile(full);
  } catch {
    return send(response, 404, 'text/plain', 'not found');
  }
  if (file.endsWith('.html')) content = content.toString('utf8').replaceAll('__COLLECTOR__', collectorUrl).replaceAll('__SECURE__', secureUrl).replaceAll('__CLOSED__', closedUrl);
  // A sandboxed frame has no origin, and fetches its scripts as from elsewhere.
  send(response, 200, type, content, { 'access-control-allow-origin': '*', ...headers });
}

function send(response: ServerResponse, status: number, type: string, body: Buffer | string, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body);
}

/** What the page of the self-test tells the extension, which asks no server. */
function arrivals(collector: Collector, run: string): Report['arrived'] {
  const all: Record<string, Arrival[]> = {};
  for (const { url, body } of collector.sent()) {
    const tag = tagOf(url);
    if (tag?.run === run) (all[tag.id] ??= []).push({ size: body.length, hash: hash(decodeLatin1(body)) });
  }
  return all;
}

async function closedAddress(): Promise<string> {
  const server = await listen(() => undefined);
  const address = addressOf(server);
  await shut(server);
  return address;
}

async function listen(handler: RequestListener): Promise<Server> {
  const server = createServer(handler);
  await listening(server);
  return server;
}

function listening(server: Server | Http2SecureServer): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
}

function addressOf(server: Server | Http2SecureServer, scheme = 'http'): string {
  return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function shut(server: Server | Http2SecureServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
