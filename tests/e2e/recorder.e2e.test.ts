import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pollUntil } from './support/expect-poll.ts';
import { stopWorker, tabIdOf, type Extension } from './support/extension.ts';
import type { Launched } from './support/launch.ts';
import { listening, openPageStage } from './support/page-stage.ts';
import { onTheWay, readStored, type Stored } from './support/stored.ts';

const SESSION = '5a8c1b7ed0f94a0f8e0a2b3c4d5e6f70';

/** A page, and a collector that says yes to everything but `/refused/`. */
async function startServer(): Promise<{ server: Server; url: string }> {
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    request.resume();
    request.on('end', () => {
      const path = request.url ?? '/';
      response.setHeader('access-control-allow-origin', '*');
      response.setHeader('access-control-allow-headers', '*');
      if (path.startsWith('/redirected/')) response.writeHead(307, { location: path.replace('/redirected', '') }).end();
      else if (path.includes('/refused/')) response.writeHead(429).end();
      else if (path.startsWith('/page')) response.setHeader('content-type', 'text/html').end('<!doctype html><title>A page</title>');
      else response.end('{}');
    });
  };
  const server = createServer(answer);
  return { server, url: await listening(server) };
}

/** A session update as Sentry's SDK sends it. */
function envelope(sid: string, at: number): string {
  const time = new Date(at).toISOString();
  return [
    JSON.stringify({ sent_at: time, sdk: { name: 'sentry.javascript.browser', version: '11.12.0' } }),
    JSON.stringify({ type: 'session' }),
    JSON.stringify({ sid, init: true, started: time, timestamp: time, status: 'ok', errors: 0, attrs: { release: 'shop@1' } }),
  ].join('\n');
}

describe('the recorder in a real browser', () => {
  let server: Server;
  let url: string;
  let browser: Launched;
  let extension: Extension;
  let page: Page;

  beforeAll(async () => {
    ({ server, url } = await startServer());
    ({ browser, extension, page } = await openPageStage(`${url}/page`));
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const stored = (holds: (rows: Stored) => boolean, what: string): Promise<Stored> => pollUntil(() => readStored(extension.worker), holds, { what });
  const requestTo = (rows: Stored, part: string) => rows.requests.find((r) => r.url.includes(part));
  const isOver = (rows: Stored, part: string): boolean => (requestTo(rows, part)?.outcome.kind ?? 'pending') !== 'pending';

  /** Sends from the page, as its SDK would. */
  const send = (how: 'fetch' | 'beacon' | 'image' | 'preflight', address: string, body = ''): Promise<void> =>
    page.evaluate(
      async ([way, to, text]) => {
        if (way === 'fetch') await fetch(to, { method: 'POST', body: text, keepalive: true }).catch(() => undefined);
        else if (way === 'preflight') await fetch(to, { method: 'POST', body: text, headers: { 'content-type': 'application/json' } }).catch(() => undefined);
        else if (way === 'beacon') navigator.sendBeacon(to, text);
        else new Image().src = to;
      },
      [how, address, body] as const,
    );
  const envelopeUrl = (project: number): string => `${url}/api/${project}/envelope/?sentry_key=0123456789abcdef0123456789abcdef`;

  test('stores what fetch, beacon and image carry, with tab, page, headers and outcome', async () => {
    const now = Date.now();
    await send('fetch', envelopeUrl(1), envelope(SESSION, now));
    await send('beacon', envelopeUrl(2), envelope(SESSION, now));
    await send('image', `${url}/i?e=pv&url=${encodeURIComponent(`${url}/page`)}&page=A&tv=js-4.10.1&tna=sp&aid=shop&p=web&sid=${SESSION.slice(0, 8)}-0000-4000-8000-000000000000&vid=1&duid=d1&eid=e1&dtm=${now}&stm=${now}`);
    await send('fetch', `${url}/api/login`, '{"password":"secret"}');
    const rows = await stored((r) => [1, 2].every((n) => isOver(r, `/api/${n}/`)) && isOver(r, '/i?') && r.inbox.length === 0, 'three requests are stored and answered');
    const tabId = await tabIdOf(extension, page);
    for (const part of ['/api/1/', '/api/2/', '/i?']) {
      expect(requestTo(rows, part), part).toMatchObject({ tabId, pageUrl: `${url}/page`, outcome: { kind: 'responded', status: 200 } });
      expect(requestTo(rows, part)?.headers.map((h) => h.name)).toContain('user-agent');
    }
    expect(rows.requests).toHaveLength(3);
    expect(rows.requests.map((r) => r.resourceType).toSorted()).toEqual(['image', 'ping', 'xmlhttprequest']);
    expect(rows.sessions.map((s) => s.sessionId)).toContain(SESSION);
    const counted = await stored((r) => r.counters.some((c) => c.name === 'seen' && c.n >= 4), 'all that was looked at is counted');
    expect(counted.counters.find((c) => c.name === 'candidates')?.n).toBe(3);
  });

  test('tells how requests ended: refused, redirected, preflighted, blocked, not reached', async () => {
    const now = Date.now();
    await send('fetch', envelopeUrl(11).replace('/api', '/refused/api'), envelope(SESSION, now));
    await send('fetch', envelopeUrl(12).replace('/api', '/redirected/api'), envelope(SESSION, now));
    await send('preflight', envelopeUrl(13).replace('127.0.0.1', 'localhost'), envelope(SESSION, now));
    await send('fetch', 'http://127.0.0.1:9/api/14/envelope/?sentry_key=0123456789abcdef0123456789abcdef', envelope(SESSION, now));
    const rows = await stored((r) => [11, 12, 13, 14].every((n) => isOver(r, `/api/${n}/`)), 'four requests have ended');
    expect(requestTo(rows, '/api/11/')?.outcome).toMatchObject({ kind: 'responded', status: 429 });
    expect(requestTo(rows, '/api/12/')?.outcome).toMatchObject({ kind: 'responded', status: 200 });
    expect(requestTo(rows, '/api/13/')?.outcome).toMatchObject({ kind: 'responded', status: 200 });
    expect(requestTo(rows, '/api/14/')?.outcome).toMatchObject({ kind: 'failed' });
    expect(rows.requests.filter((r) => r.url.includes('/api/12/'))).toHaveLength(1);
  });

  test('loses and doubles nothing when its worker is killed between requests', async () => {
    const count = 12;
    const before = (await readStored(extension.worker)).requests.length;
    for (let n = 0; n < count; n++) {
      await send('fetch', envelopeUrl(100 + n), envelope(`${SESSION.slice(0, 30)}${10 + n}`, Date.now()));
      // Written down, not read yet: what it says and how it ended is for the next worker to find out.
      await stored((r) => [...r.requests, ...onTheWay(r)].some((q) => q.url.includes(`/api/${100 + n}/`)), `request ${n} is written down`);
      await stopWorker(browser.context, page);
    }
    await send('fetch', envelopeUrl(999), envelope(SESSION, Date.now()));
    const rows = await stored((r) => isOver(r, '/api/999/') && r.inbox.length === 0, 'the last request is stored, and nothing is on its way');
    const found = rows.requests.filter((r) => /\/api\/1\d\d\//.test(r.url)).map((r) => Number(/\/api\/(\d+)/.exec(r.url)?.[1]));
    expect(found.toSorted()).toEqual(Array.from({ length: count }, (_, n) => 100 + n));
    expect(rows.requests.length).toBe(before + found.length + 1);
    expect(rows.sessions.filter((s) => /1\d$/.test(s.sessionId ?? '')).every((s) => s.counts.requests === 1)).toBe(true);
  });

  test('takes what a page sends as it goes', async () => {
    await page.evaluate(
      ([to, text]) => {
        addEventListener('pagehide', () => {
          navigator.sendBeacon(to.replace('N', '201'), text);
          void fetch(to.replace('N', '202'), { method: 'POST', body: text, keepalive: true });
        });
      },
      [`${url}/api/N/envelope/?sentry_key=0123456789abcdef0123456789abcdef`, envelope(SESSION, Date.now())] as const,
    );
    const left = await browser.context.newPage();
    await page.close();
    page = left;
    const rows = await stored((r) => [201, 202].every((n) => isOver(r, `/api/${n}/`)), 'both are stored and over');
    for (const part of ['/api/201/', '/api/202/']) expect(requestTo(rows, part)).toMatchObject({ initiator: url, bodyKind: 'bytes', outcome: { kind: 'responded', status: 200 } });
    // Of the keepalive fetch Chromium tells tab and document at times, at times neither.
    expect(requestTo(rows, '/api/201/')).toMatchObject({ pageUrl: `${url}/page` });
    await stored((r) => r.sessions.some((s) => s.sessionId === SESSION && s.end?.cause === 'tabClosed'), 'the session of the page has ended with its tab');
  });
});
