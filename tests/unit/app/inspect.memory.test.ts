import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { PROJECT_ROOT } from '../../tools/run-tool.ts';

const folder = mkdtempSync(join(tmpdir(), 'footsteps-memory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FROM = Date.UTC(2026, 10, 21);
const PER_REQUEST = 20;

/** One request after the other, each with a batch of events. */
function body(request: number): string {
  const at = FROM + request * 1_000;
  const batch = Array.from({ length: PER_REQUEST }, (_, i) => ({
    type: 'track', event: `Step ${i}`, messageId: `m-${request}-${i}`, anonymousId: 'a1', timestamp: new Date(at).toISOString(), properties: { filler: 'x'.repeat(4_000) },
    context: { sessionId: FROM + Math.floor(request / 20) * 20_000, library: { name: 'krenalis.js', version: '0.12.0' } },
  }));
  return JSON.stringify({ batch, sentAt: new Date(at).toISOString(), writeKey: 'key' });
}

const entry = {
  archive: (n: number) => ({
    id: `r${n}`, startedAt: FROM + n * 1_000, method: 'POST', url: 'https://k.example.test/v1/events', headers: [], resourceType: null, tabId: 1, frameId: 0, pageUrl: null, initiator: null, witnesses: ['webRequest'],
    body: { kind: 'bytes', base64: Buffer.from(body(n)).toString('base64'), encoding: null }, outcome: { kind: 'responded', status: 200, endedAt: FROM + n * 1_000 + 5 },
  }),
  har: (n: number) => ({
    startedDateTime: new Date(FROM + n * 1_000).toISOString(), time: 5, request: { method: 'POST', url: 'https://k.example.test/v1/events', headers: [], postData: { mimeType: 'application/json', text: body(n) } },
    response: { status: 200, content: { mimeType: 'text/plain', text: 'ok' } },
  }),
};

function write(kind: keyof typeof entry, requests: number): string {
  const path = join(folder, `long.${kind}`);
  const file = openSync(path, 'w');
  writeSync(file, kind === 'har' ? '{"log":{"version":"1.2","creator":{"name":"t","version":"1"},"entries":[' : `{"format":"footsteps-archive","version":1,"exporter":{"name":"t","version":"1"},"createdAt":${FROM},"requests":[`);
  for (let n = 0; n < requests; n++) writeSync(file, `${n ? ',' : ''}${JSON.stringify(entry[kind](n))}`);
  writeSync(file, kind === 'har' ? ']}}' : ']}');
  closeSync(file);
  return path;
}

/** As much as the program and what it has in hand at once need; what it reads is far more, and would not fit. */
const HEAP_MB = 60;

it.each([['archive', 1_000], ['har', 1_000]] as const)('a long %s is read in a small heap', (kind, requests) => {
  const path = write(kind, requests);
  expect(statSync(path).size).toBeGreaterThan(HEAP_MB * 1024 * 1024 * 1.3);
  const { status, stdout, stderr } = spawnSync(process.execPath, [`--max-old-space-size=${HEAP_MB}`, join(PROJECT_ROOT, 'tests/tools/run-inspect.ts'), path, '--format', 'ndjson'], { encoding: 'latin1', maxBuffer: 1024 * 1024 * 1024 });
  expect([stderr.slice(0, 300), status]).toEqual(['', 0]);
  expect(stdout.split('\n').length - 1).toBe(requests * PER_REQUEST);
}, 180_000);
