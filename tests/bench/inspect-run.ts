import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { PROJECT_ROOT } from '../tools/run-tool.ts';

const FROM = Date.UTC(2026, 10, 21);
const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const hex = (n: number): string => n.toString(16).padStart(32, '0');

type Made = { url: string; type: string; body: string; events: number; auth?: string };

/** The n-th request: a session is a hundred of them of one vendor. */
function made(n: number, at: number): Made {
  const visit = Math.floor(n / 500);
  const iso = new Date(at).toISOString();
  const page = `https://shop.example.test/page/${n % 97}`;
  const filler = 'a product name of a usual length, '.repeat(4);
  switch (n % 5) {
    case 0: {
      const data = { schema: 'iglu:com.snowplowanalytics.snowplow/payload_data/jsonschema/1-0-4', data: [{ e: 'pv', eid: uuid(n), tv: 'js-4.10.1', tna: 'sp', aid: 'shop', p: 'web', sid: uuid(visit), vid: '1', duid: uuid(7), dtm: String(at - 20), stm: String(at), url: page, page: filler, lang: 'en', res: '1920x1080', cookie: '1' }] };
      return { url: 'https://sp.example.test/com.snowplowanalytics.snowplow/tp2', type: 'application/json', body: JSON.stringify(data), events: 1 };
    }
    case 1: {
      const event = { type: 'track', event: 'Product Viewed', messageId: uuid(n), anonymousId: uuid(3), channel: 'web', originalTimestamp: iso, sentAt: iso, properties: { name: filler, price: 12.5 }, context: { sessionId: FROM + visit * 1000, library: { name: 'RudderLabs JavaScript SDK', version: '3.34.1' }, page: { url: page, path: '/page' }, userAgent: 'Mozilla/5.0', locale: 'en' }, integrations: { All: true } };
      return { url: 'https://rudder.example.test/v1/track', type: 'application/json', body: JSON.stringify(event), events: 1, auth: 'Basic d3JpdGVLZXk6' };
    }
    case 2: {
      const header = { event_id: hex(n), sent_at: iso, sdk: { name: 'sentry.javascript.browser', version: '11.12.0' }, dsn: 'https://abc@o1.ingest.example.test/42' };
      const event = { event_id: hex(n), timestamp: at / 1000, platform: 'javascript', level: 'error', exception: { values: [{ type: 'TypeError', value: filler, stacktrace: { frames: Array.from({ length: 4 }, (_, i) => ({ filename: page, function: `f${i}`, lineno: i })) } }] }, request: { url: page } };
      const text = JSON.stringify(event);
      return { url: 'https://o1.ingest.example.test/api/42/envelope/?sentry_key=abc&sentry_version=7', type: 'text/plain', body: `${JSON.stringify(header)}\n{"type":"event","length":${Buffer.byteLength(text)}}\n${text}\n`, events: 1 };
    }
    case 3: {
      const events = [{ type: 'usage', source: filler, date: iso, data: { '@ref:session': hex(visit), '@user': { identity: `user-${visit}` }, '@request': { path: page } }, reference_id: String(n) }];
      return { url: 'https://collector.example.test/api/v2/events?access_token=key', type: 'application/json', body: JSON.stringify(events), events: 1 };
    }
    default: {
      const batch = Array.from({ length: 5 }, (_, i) => ({ type: 'track', event: `Step ${i}`, messageId: uuid(n * 8 + i), anonymousId: uuid(3), timestamp: iso, context: { sessionId: FROM + visit * 1000 + 1, library: { name: 'krenalis.js', version: '0.12.0' }, page: { url: page } }, properties: { name: filler } }));
      return { url: 'https://krenalis.example.test/v1/batch', type: 'application/json', body: JSON.stringify({ batch, sentAt: iso, writeKey: 'key' }), events: 5 };
    }
  }
}

function generate(path: string, size: number, isHar: boolean): void {
  const file = openSync(path, 'w');
  let written = 0;
  let events = 0;
  const pending: string[] = [];
  const write = (text: string): void => {
    pending.push(text);
    written += text.length;
    if (pending.length > 1000) writeSync(file, pending.splice(0).join(''));
  };
  write(isHar ? '{"log":{"version":"1.2","creator":{"name":"bench","version":"1"},"pages":[],"entries":[' : `{"format":"footsteps-archive","version":1,"exporter":{"name":"bench","version":"1"},"createdAt":${FROM},\n"requests":[`);
  for (let n = 0; ; n++) {
    if (written >= size) break;
    const at = FROM + n * 250;
    const { url, type, body, events: count, auth } = made(n, at);
    events += count;
    const headers = [{ name: 'content-type', value: type }, { name: 'user-agent', value: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36' }, ...(auth ? [{ name: 'authorization', value: auth }] : [])];
    const entry = isHar
      ? { startedDateTime: new Date(at).toISOString(), time: 12, request: { method: 'POST', url, headers, postData: { mimeType: type, text: body }, bodySize: body.length }, response: { status: 200, content: { mimeType: 'text/plain', text: 'ok' } } }
      : { id: `r${n}`, startedAt: at, method: 'POST', url, headers, resourceType: 'xmlhttprequest', tabId: 1, frameId: 0, pageUrl: 'https://shop.example.test/', initiator: 'https://shop.example.test', witnesses: ['webRequest'], body: { kind: 'bytes', base64: Buffer.from(body).toString('base64'), encoding: null }, outcome: { kind: 'responded', status: 200, endedAt: at + 12 } };
    write(`${n ? ',' : ''}\n${JSON.stringify(entry)}`);
  }
  write(isHar ? ']}}' : ']}');
  writeSync(file, pending.join(''));
  closeSync(file);
  console.log(`generated ${(written / 1e6).toFixed(0)} MB with ${events} events`);
}

const FOLDER = join(tmpdir(), 'footsteps-bench');

/** A file of so many MB of five vendors' requests, one after the other in the order of time; made where it is not there yet. */
export function recordingFile(mb: number, kind: string): string {
  mkdirSync(FOLDER, { recursive: true });
  const source = join(FOLDER, `${mb}.${kind === 'har' ? 'har' : 'footsteps.json'}`);
  if (!existsSync(source)) generate(source, mb * 1e6, kind === 'har');
  if (kind !== 'gz') return source;
  const path = `${source}.gz`;
  if (!existsSync(path)) {
    const out = openSync(path, 'w');
    writeSync(out, gzipSync(readFileSync(source), { level: 1 }));
    closeSync(out);
  }
  return path;
}

/** `cpu`: seconds of processor time, which other programs do not lengthen. `rss`: the largest resident memory in MB. `events`: null where the format has no lines. */
export type InspectRun = { readonly status: number | null; readonly seconds: number; readonly cpu: number; readonly rss: number; readonly events: number | null; readonly mb: number; readonly errors: string };

const AT_EXIT = `process.on('exit',()=>{const{maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();process.stderr.write(JSON.stringify({maxRSS,cpu:userCPUTime+systemCPUTime}))})`;

/** In pieces, as more than 2 GB are not read at once. */
function linesOf(path: string): number {
  const file = openSync(path, 'r');
  const piece = Buffer.allocUnsafe(2 ** 24);
  let lines = 0;
  for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) for (let at = piece.indexOf(10); at >= 0 && at < read; at = piece.indexOf(10, at + 1)) lines++;
  closeSync(file);
  return lines;
}

/** Runs `inspect` over a file in a process of its own. */
export function runInspect(path: string, format: string): InspectRun {
  const out = join(FOLDER, 'out');
  const target = openSync(out, 'w');
  const from = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ['--import', `data:text/javascript,${encodeURIComponent(AT_EXIT)}`, join(PROJECT_ROOT, 'tests/tools/run-inspect.ts'), path, '--format', format], { encoding: 'utf8', stdio: ['ignore', target, 'pipe'] });
  const seconds = (performance.now() - from) / 1000;
  closeSync(target);
  const [, rss = 0, cpu = 0] = /\{"maxRSS":(\d+),"cpu":(\d+)\}/.exec(stderr) ?? [];
  const events = format === 'ndjson' ? linesOf(out) : null;
  return { status, seconds, cpu: Number(cpu) / 1e6, rss: Number(rss) / 1024, events, mb: statSync(path).size / 1e6, errors: stderr };
}
