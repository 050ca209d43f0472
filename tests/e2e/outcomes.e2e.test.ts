import { createServer, type Server } from 'node:http';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pollUntil } from './support/expect-poll.ts';
import type { Extension } from './support/extension.ts';
import type { Launched } from './support/launch.ts';
import { listening, openPageStage } from './support/page-stage.ts';
import { readStored, type Stored } from './support/stored.ts';

/** An extension that blocks project 66, by rules of its own. */
const BLOCKER = 'tests/e2e/support/blocker';
const LARGE = 1_500_000;

type Arrived = { readonly method: string; readonly url: string; readonly size: number };

describe('what servers and other extensions make of requests', () => {
  let server: Server;
  let url: string;
  let browser: Launched;
  let extension: Extension;
  let page: Page;
  const arrived: Arrived[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let size = 0;
      request.on('data', (chunk: Buffer) => (size += chunk.length));
      request.on('end', () => {
        const path = request.url ?? '/';
        arrived.push({ method: request.method ?? '', url: path, size });
        const [, status] = /^\/moved(\d+)\//.exec(path) ?? [];
        if (status) response.writeHead(Number(status), { location: path.replace(/^\/moved\d+/, '') }).end();
        else response.writeHead(200, { 'content-type': path.startsWith('/page') ? 'text/html' : 'application/json' }).end(path.startsWith('/page') ? '<!doctype html><title>A page</title>' : '{}');
      });
    });
    url = await listening(server);
    ({ browser, extension, page } = await openPageStage(`${url}/page`, [BLOCKER]));
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  const stored = (holds: (rows: Stored) => boolean, what: string): Promise<Stored> => pollUntil(() => readStored(extension.worker), holds, { what });
  const to = (rows: Stored, project: number) => rows.requests.filter((r) => r.url.includes(`/api/${project}/`));
  const ended = (project: number): Promise<Stored> =>
    stored((rows) => to(rows, project).length > 0 && to(rows, project).every((r) => r.outcome.kind !== 'pending'), `the request to project ${project} has ended`);
  const envelopePath = (project: number): string => `/api/${project}/envelope/?sentry_key=0123456789abcdef0123456789abcdef`;
  /** A session's update as Sentry's SDK sends it, with so many characters more in its release. */
  const send = (path: string, padding = 0): Promise<number> =>
    page.evaluate(
      async ([address, extra]) => {
        const time = new Date().toISOString();
        const session = { sid: '5a8c1b7ed0f94a0f8e0a2b3c4d5e6f70', init: true, started: time, timestamp: time, status: 'ok', errors: 0, attrs: { release: `shop@1${'x'.repeat(extra)}` } };
        const body = [{ sent_at: time, sdk: { name: 'sentry.javascript.browser', version: '11.12.0' } }, { type: 'session' }, session].map((line) => JSON.stringify(line)).join('\n');
        await fetch(address, { method: 'POST', body }).catch(() => undefined);
        return body.length;
      },
      [path, padding] as const,
    );

  test.each([
    { status: 301, project: 21, second: 'GET' },
    { status: 302, project: 22, second: 'GET' },
    { status: 307, project: 23, second: 'POST' },
  ])('a redirect by $status is one request, which is what was sent first and ends as the last hop', async ({ status, project, second }) => {
    const size = await send(`/moved${status}${envelopePath(project)}`);
    const found = to(await ended(project), project);
    expect(found).toMatchObject([{ url: `${url}/moved${status}${envelopePath(project)}`, method: 'POST', bodySize: size, outcome: { kind: 'responded', status: 200 } }]);
    expect(arrived.filter((one) => one.url.includes(`/api/${project}/`)).map(({ method }) => method)).toEqual(['POST', second]);
  });

  test('a body of more than a megabyte is recorded as long as it was sent', async () => {
    const size = await send(envelopePath(24), LARGE);
    expect(size).toBeGreaterThan(LARGE);
    const rows = await ended(24);
    expect(to(rows, 24)).toMatchObject([{ bodyKind: 'bytes', bodySize: size, outcome: { kind: 'responded', status: 200 } }]);
    expect(arrived.filter((one) => one.url.includes('/api/24/'))).toMatchObject([{ size }]);
  });

  test('what another extension blocks is recorded with what it would have said, and as blocked', async () => {
    const size = await send(envelopePath(66));
    const rows = await ended(66);
    expect(to(rows, 66)).toMatchObject([{ bodyKind: 'bytes', bodySize: size, outcome: { kind: 'failed', error: 'net::ERR_BLOCKED_BY_CLIENT' } }]);
    expect(arrived.filter((one) => one.url.includes('/api/66/'))).toEqual([]);
  });
});
