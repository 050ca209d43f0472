import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type TapSite = {
  /** One origin and another one, both without a slash at the end. */
  readonly url: string;
  readonly otherUrl: string;
  /** Bodies that arrived at `/c?t=<name>`, in their order. */
  readonly arrived: Map<string, Buffer[]>;
  close(): Promise<void>;
};

const STRICT = "default-src 'none'; script-src 'nonce-n'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

/** Runs in a page of {@link TapSite}: makes a body of the given kind, with `text` in it. */
const MAKERS = `
globalThis.bodies = {
  string: (text) => text,
  blob: (text) => new Blob([text], { type: 'text/plain' }),
  json: (text) => new Blob([JSON.stringify({ text })], { type: 'application/json' }),
  parts: (text) => new Blob([text, '\\ud83d', '\\ude00', new Uint8Array([0, 255, 13, 10]), new Uint16Array([258, 3]), new Uint8Array([9, 8, 7]).buffer, 'é\\r\\n'], {}),
  nested: (text) => new Blob([new Blob(['<', new Blob([text])]), '>']),
  file: (text) => new File([text], 'näme.txt', { type: 'text/plain' }),
  slice: (text) => new Blob(['--', text, '--']).slice(2, -2),
  gzip: (text) => new Blob([new Uint8Array([31, 139, 8, 0, 0, 0, 0, 0, 0, 3, ...new TextEncoder().encode(text)])], { type: 'text/plain' }),
  response: async (text) => new Response(text).blob(),
  form: (text) => { const form = new FormData(); form.append('a"b', 'x\\ny'); form.append('f', new Blob([text], { type: 'x/y' }), 'q"\\n.bin'); form.append('g', new File([text, '2'], 'g')); form.append('é', '√'); return form; },
  formEnd: (text) => { const form = new FormData(); form.append('a', '1'); form.append('f', new Blob([text])); return form; },
  big: (text) => new Blob([text, 'x'.repeat(400_000)]),
  huge: (text) => new Blob([text, 'x'.repeat(1_100_000)]),
  native: (text) => new Blob([text + 'a\\rb\\nc'], { endings: 'native' }),
  sub: (text) => new (class Sub extends Blob { constructor() { super([text]); } })(),
  buffer: (text) => new TextEncoder().encode(text),
  params: (text) => new URLSearchParams({ text }),
};
globalThis.transports = {
  fetch: (url, body) => fetch(url, { method: 'POST', body }).then((r) => r.text()),
  request: (url, body) => fetch(new Request(url, { method: 'POST', body })).then((r) => r.text()),
  clone: (url, body) => fetch(new Request(url, { method: 'POST', body }).clone()).then((r) => r.text()),
  keepalive: (url, body) => fetch(new URL(url), { method: 'POST', body, keepalive: true }).then((r) => r.text()),
  xhr: (url, body) => new Promise((done) => { const xhr = new XMLHttpRequest(); xhr.open('POST', url); xhr.onloadend = done; xhr.send(body); }),
  syncXhr: (url, body) => { const xhr = new XMLHttpRequest(); xhr.open('POST', url, false); xhr.send(body); },
  beacon: (url, body) => void navigator.sendBeacon(url, body),
  relative: (url, body) => fetch(new URL(url).pathname + new URL(url).search + '#part', { method: 'POST', body }).then((r) => r.text()),
};
globalThis.go = async (transport, kind, name) => { await transports[transport](location.protocol.startsWith('http') ? location.origin + '/c?t=' + name : BASE + '/c?t=' + name, await bodies[kind](name)); };
`;

const UNLOAD = `
const name = new URLSearchParams(location.search).get('name');
const send = (when) => {
  navigator.sendBeacon('/c?t=' + name + '-' + when + '-beacon', new Blob(['bye ', when], { type: 'text/plain' }));
  fetch('/c?t=' + name + '-' + when + '-keepalive', { method: 'POST', body: new Blob([new TextEncoder().encode('bye ' + when)]), keepalive: true }).catch(() => {});
};
for (const when of ['beforeunload', 'pagehide', 'unload']) addEventListener(when, () => send(when));
document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && send('hidden'));
`;

const page = (base: string, script = '', attributes = ''): string =>
  `<!doctype html><meta charset=utf-8><title>tap</title><script ${attributes}>const BASE = ${JSON.stringify(base)};${MAKERS}${script}</script><body>`;

/** A site on two loopback origins that keeps what it is sent. */
export async function startTapSite(): Promise<TapSite> {
  const arrived = new Map<string, Buffer[]>();
  const listen = async () => {
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://site');
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const name = url.searchParams.get('t');
        if (url.pathname === '/c' && name !== null && request.method === 'POST') arrived.set(name, [...(arrived.get(name) ?? []), Buffer.concat(chunks)]);
        const base = `http://${request.headers.host}`;
        const allowed = { 'access-control-allow-origin': request.headers.origin ?? '*', 'access-control-allow-headers': '*', 'access-control-allow-credentials': 'true' };
        const html = (text: string, headers = {}): void => void response.writeHead(200, { 'content-type': 'text/html', 'cache-control': 'no-store', ...headers }).end(text);
        if (url.pathname === '/c') response.writeHead(200, { 'content-type': 'text/plain', ...allowed }).end('ok');
        else if (url.pathname === '/strict') html(page(base, "fetch('/c?t=strict', { method: 'POST', body: new Blob(['strict']) });", 'nonce=n'), { 'content-security-policy': STRICT });
        else if (url.pathname === '/script') html(`<!doctype html><meta charset=utf-8><title>script</title><body><script>${url.searchParams.get('code') ?? ''}</script>`);
        else if (url.pathname === '/unload') html(page(base, UNLOAD));
        else html(page(base));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return server;
  };
  const servers = [await listen(), await listen()] as const;
  const [url, otherUrl] = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`) as [string, string];
  return {
    url,
    otherUrl,
    arrived,
    async close() {
      await Promise.all(
        servers.map((server) => {
          server.closeAllConnections();
          return new Promise((resolve) => server.close(resolve));
        }),
      );
    },
  };
}
