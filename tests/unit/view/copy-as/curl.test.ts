import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { concatBytes, encodeUtf8 } from '../../../../lib/base/bytes.ts';
import { toCurl } from '../../../../lib/view/copy-as/curl.ts';
import { toFetch } from '../../../../lib/view/copy-as/fetch.ts';
import { toJson } from '../../../../lib/view/copy-as/json.ts';
import { sentRequest } from '../../../../lib/view/copy-as/sent-request.ts';

/** What a server gets when the copied text is really run: by bash and curl, and by JavaScript. */
const run = promisify(execFile);
type Arrived = { readonly method: string; readonly url: string; readonly headers: { readonly [name: string]: string | string[] | undefined }; readonly body: Buffer };
let server: Server;
let origin = '';
let folder = '';
let arrived: Arrived[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'footsteps-curl-'));
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      arrived.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      response.end('ok');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const request = (bytes: Uint8Array | null, headers: readonly (readonly [string, string])[] = [['content-type', 'text/plain']], address = '/') => {
  const body = bytes === null ? ({ kind: 'none' } as const) : ({ kind: 'bytes', bytes, encoding: null } as const);
  return sentRequest({ method: bytes === null ? 'GET' : 'POST', url: origin + address, headers: headers.map(([name, value]) => ({ name, value })), body, decoded: body }, true);
};
const byCurl = async (sent: ReturnType<typeof request>): Promise<Arrived> => {
  arrived = [];
  const script = path.join(folder, 'command.sh');
  await writeFile(script, toCurl(sent));
  await run('bash', [script], { env: { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent' }, maxBuffer: 1e8 });
  return arrived[0] as Arrived;
};
const byFetch = async (sent: ReturnType<typeof request>): Promise<Arrived> => {
  arrived = [];
  // The copied text is a program: running it is what is tested.
  const AsyncFunction = (async () => undefined).constructor as new (code: string) => () => Promise<void>;
  await new AsyncFunction(toFetch(sent))();
  return arrived[0] as Arrived;
};

const every = new Uint8Array(256).map((_, i) => i);
const BODIES: readonly (readonly [string, Uint8Array])[] = [
  ['plain', encodeUtf8('{"a":1}')],
  ['empty', encodeUtf8('')],
  ['quotes', encodeUtf8(`it's "so" \`id\` $(id) \${HOME} \\ \\' !history`)],
  ['a file name for curl', encodeUtf8('@/etc/passwd')],
  ['lines', encodeUtf8('one\ntwo\r\nthree\n\n')],
  ['control characters', encodeUtf8("tab\there \u001b[31m bell\u0007 it's \u007f\u0085 7\u00018")],
  ['other scripts', encodeUtf8('żółć 漢字 \u{1f642} \u202e \u2028 </script>')],
  ['a byte order mark', concatBytes([new Uint8Array([0xef, 0xbb, 0xbf]), encodeUtf8('{}')])],
  ['every byte', every],
  ['NUL', encodeUtf8('a\0b')],
  ['a percent sign', encodeUtf8('%s %d \\n -e')],
  ['long text', encodeUtf8("x'\n".repeat(100_000))],
  ['long bytes', new Uint8Array(300_000).map((_, i) => (i * 7) % 256)],
];

describe.each(BODIES)('a body: %s', (_, bytes) => {
  it('arrives as it was, sent by curl', async () => {
    expect((await byCurl(request(bytes))).body.equals(bytes)).toBe(true);
  });
  it('and by fetch', async () => {
    expect((await byFetch(request(bytes))).body.equals(bytes)).toBe(true);
  });
  it('and JSON holds it', () => {
    const { body, bodyBase64 } = JSON.parse(toJson(request(bytes))) as { body?: string; bodyBase64?: string };
    expect(Buffer.from(bodyBase64 ?? body ?? '', bodyBase64 === undefined ? 'utf8' : 'base64').equals(bytes)).toBe(true);
  });
});

describe('headers and address', () => {
  const headers = [['x-quote', `it's $(id) "\\`], ['x-empty', ''], ['x-twice', 'a'], ['x-twice', 'b'], ['cookie', 'a=b; c=d']] as const;
  const address = "/a'b/[1-3]/{x,y}?q=$(id)&r=`id`&s=%27#f";
  it('arrive as they were, sent by curl', async () => {
    const got = await byCurl(request(null, headers, address));
    expect(got.url).toBe("/a'b/[1-3]/{x,y}?q=$(id)&r=`id`&s=%27");
    expect(got).toMatchObject({ method: 'GET', headers: { 'x-quote': `it's $(id) "\\`, 'x-empty': '', 'x-twice': 'a, b', cookie: 'a=b; c=d' } });
  });
  it('a body without a type gets none', async () => {
    expect((await byCurl(request(encodeUtf8('x'), []))).headers['content-type']).toBeUndefined();
  });
  it('other methods are sent as such', async () => {
    expect((await byCurl({ ...request(null), method: 'HEAD' })).method).toBe('HEAD');
    expect((await byCurl({ ...request(encodeUtf8('x')), method: 'PUT' })).method).toBe('PUT');
    expect((await byFetch({ ...request(encodeUtf8('x')), method: 'PUT' })).method).toBe('PUT');
  });
});
