import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { inspect, type InspectIo } from '../../../lib/app/inspect.ts';
import { startReading } from '../../../lib/app/read-requests.ts';
import { EXPORT_FORMATS } from '../../../lib/archive/formats.ts';
import { parseArchive } from '../../../lib/archive/parse-archive.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';
import { schemaFaults } from '../../tools/archive-schema.ts';
import { recordings } from '../../tools/corpus.ts';
import { recordedArchive, recordedHar } from '../../tools/recorded-archive.ts';
import { PROJECT_ROOT } from '../../tools/run-tool.ts';
import { event, file, finding, session } from '../../fakes/archive.ts';

const folder = mkdtempSync(join(tmpdir(), 'footsteps-inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));

function saved(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const savedFile = (name: string, parts: object = {}) => saved(name, JSON.stringify(file(parts)));

/** Runs the command in this process. */
async function run(...args: string[]): Promise<{ status: number; out: string; error: string }> {
  let [out, error] = ['', ''];
  const io: InspectIo = {
    stdin: (async function* () {})(),
    out: (text) => Promise.resolve(void (out += Buffer.from(text).toString())),
    error: (text) => void (error += text),
    width: 100, color: false, version: '0.0.0-test', startReading,
  };
  const status = await inspect(args, io);
  return { status, out, error };
}

/** Runs the real command as a process of its own. */
function spawned(args: string[], input?: string | Uint8Array, env: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(PROJECT_ROOT, 'tests/tools/run-inspect.ts'), ...args], { input, encoding: 'utf8', cwd: PROJECT_ROOT, env: { ...process.env, ...env } });
  return { status, out: stdout, error: stderr };
}

const archiveIn = (text: string) => {
  const read = parseArchive(text);
  if (!read.ok) throw new Error(read.error.message);
  expect(read.value.problems).toEqual([]);
  return read.value.archive;
};

const everything = recordings().filter(({ vendor }) => catalog.some((d) => d.id === vendor));
const sample = everything.find(({ name }) => name.includes('krenalis-receive-format-docs--int64'));
if (!sample) throw new Error('the recording with 64-bit session ids is gone');
const samplePath = saved('int64.footsteps.json', recordedArchive(sample.recording));
const SAMPLE_IDS = ['8745632109876543210', '8745632109876543211', '-9223372036854775808'];

describe('recordings of real SDKs', () => {
  it('are there for every vendor of the catalogue', () => {
    expect(new Set(everything.map(({ vendor }) => vendor))).toEqual(new Set(catalog.map((d) => d.id)));
  });

  it.each(everything)('$vendor $name gives its true sessions, and the same from archive, HAR and its own output', async ({ vendor, name, recording }) => {
    const path = saved(`${vendor}-${name}.footsteps.json`, recordedArchive(recording));
    const { status, out, error } = await run(path, '--format', 'json');
    expect({ status, error }).toEqual({ status: 0, error: '' });
    expect(schemaFaults(JSON.parse(out))).toEqual([]);
    const archive = archiveIn(out);
    // Where the server makes the id, the SDK's word for the session is the identity that it sends.
    const told = archive.sessions.map((s) => s.sessionId ?? s.identity.userId);
    const truth = recording.truth.sessions.filter((s) => s.onWire).map((s) => String(s.id));
    expect(truth.filter((id) => !told.includes(id))).toEqual([]);
    expect(archive.captureLedger?.candidates).toBeGreaterThan(0);
    expect(archive.events.map((e) => e.occurredAt)).toEqual(archive.events.map((e) => e.occurredAt).toSorted((a, b) => a - b));

    const again = await run(saved('again.footsteps.json', out), '--format', 'json');
    expect(again.out).toBe(out);
    // Its lines are made while it is read, and those of the export sheet from the whole.
    expect((await run(path, '--format', 'ndjson')).out).toBe((await collect(EXPORT_FORMATS.ndjson.write(partsOf(archive)))).join(''));
    const asIs = await run(join(folder, 'again.footsteps.json'), '--format', 'json', '--as-is');
    expect(asIs.out).toBe(out);
    const fromHar = archiveIn((await run(saved('recorded.har', recordedHar(recording)), '--format', 'json')).out);
    expect(fromHar.sessions.map((s) => [s.key, s.state, s.counts])).toEqual(archive.sessions.map((s) => [s.key, s.state, s.counts]));
  });

  it('read together as one recording', async () => {
    const paths = everything.map(({ vendor, name, recording }) => saved(`${vendor}-${name}.footsteps.json`, recordedArchive(recording)));
    const { status, out } = await run(...paths, '--format', 'json');
    expect(status).toBe(0);
    const archive = archiveIn(out);
    const told = new Set(archive.sessions.map((s) => s.sessionId ?? s.identity.userId));
    expect(everything.flatMap(({ recording }) => recording.truth.sessions.filter((s) => s.onWire).map((s) => String(s.id))).filter((id) => !told.has(id))).toEqual([]);
  });
});

describe('the formats', () => {
  it('table: every session id in full, nothing but the table', async () => {
    const { out } = await run(samplePath);
    for (const id of SAMPLE_IDS) expect(out).toContain(`krenalis ${id} `);
    expect(out).toContain('4 candidate requests: 4 decoded');
  });

  it('ndjson and csv: one event a line with its session', async () => {
    const lines = (await run(samplePath, '--format', 'ndjson')).out.trimEnd().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect([...new Set(lines.map((l) => l['sessionId']))]).toEqual(SAMPLE_IDS);
    const csv = (await run(samplePath, '--format', 'csv')).out;
    expect(csv.trimEnd().split('\r\n')).toHaveLength(lines.length + 1);
    expect(csv).toContain(',-9223372036854775808,');
  });

  it('ndjson: what is done to footsteps afterwards is done to its lines', async () => {
    const whole = (await run(samplePath, '--format', 'ndjson')).out.trimEnd().split('\n');
    const first = (await run(samplePath, '--format', 'ndjson', '--filter', `session:${SAMPLE_IDS[0]}`)).out.trimEnd().split('\n');
    expect(first).toEqual(whole.filter((line) => line.includes(`"sessionId":"${SAMPLE_IDS[0]}"`)));
    expect(first.length).toBeLessThan(whole.length);
    const hidden = (await run(samplePath, '--format', 'ndjson', '--redact', 'strict')).out;
    expect(hidden.trimEnd().split('\n')).toHaveLength(whole.length);
    for (const id of SAMPLE_IDS) expect(hidden).not.toContain(id);
  });

  it('ndjson: footsteps that were read and those that an archive tells of, in one output', async () => {
    const said = savedFile('said-beside.footsteps.json', { requests: [], events: [event('e1', { requestId: 'elsewhere' })] });
    const lines = async (...args: string[]) => (await run(...args, '--format', 'ndjson')).out.trimEnd().split('\n');
    expect((await lines(samplePath, said)).toSorted()).toEqual([...(await lines(samplePath)), ...(await lines(said))].toSorted());
  });

  it('ndjson: half of a character pair in a name or an id becomes the sign for what is lost, and a repeat is known by its id all the same', async () => {
    const body = (at: number) => ({ type: 'track', event: 'Half \ud800', messageId: 'm-\ud800', anonymousId: 'a1', timestamp: new Date(at).toISOString(), context: { sessionId: 1_795_248_000_000, library: { name: 'krenalis.js', version: '0.12.0' } } });
    const requests = [0, 1_000].map((later, n) => ({
      id: `r${n}-\ud800`, startedAt: 1_795_248_000_000 + later, method: 'POST', url: 'https://k.example.test/v1/events', outcome: { kind: 'failed', error: 'no', endedAt: 1_795_248_000_000 + later },
      body: { kind: 'bytes', base64: Buffer.from(JSON.stringify({ batch: [body(1_795_248_000_000)], sentAt: new Date(1_795_248_000_000 + later).toISOString(), writeKey: 'key' })).toString('base64'), encoding: null },
    }));
    const path = savedFile('half.footsteps.json', { requests, events: [], sessions: [], findings: [] });
    const { out, error } = await run(path, '--format', 'ndjson');
    expect(error).toBe('');
    expect(out.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown)).toMatchObject([{ id: 'r0-\ufffd:0', name: 'Half \ufffd', requestId: 'r0-\ufffd', delivery: 'failed' }]);
    expect(out).not.toMatch(/\\ud/i);
    const asArchive = archiveIn((await run(path, '--format', 'json')).out);
    expect(out).toBe((await collect(EXPORT_FORMATS.ndjson.write(partsOf(asArchive)))).join(''));
  });

  it('json: the same files give the same text', async () => {
    expect((await run(samplePath, '--format', 'json')).out).toBe((await run(samplePath, '--format', 'json')).out);
  });
});

describe('options', () => {
  it('--now decides at which moment states are judged', async () => {
    const recording = everything.find(({ name }) => name === 'snowplow-browser-tracker-4.10.1--lifecycle-post')?.recording;
    if (!recording) throw new Error('the recording of Snowplow is gone');
    const last = Math.max(...recording.requests.map((r) => r.t));
    const path = saved('now.footsteps.json', recordedArchive(recording));
    const stateAt = async (...args: string[]) => archiveIn((await run(path, '--format', 'json', ...args)).out).sessions.at(-1)?.state;
    expect(await stateAt()).toBe('live');
    expect(await stateAt('--now', String(last))).toBe('live');
    expect(await stateAt('--now', String(last + 86_400_000))).toBe('expired');
  });

  it('--fail-on refuses a code that no finding has, before it writes', async () => {
    const path = savedFile('codes.footsteps.json', { requests: [] });
    const { status, out, error } = await run(path, '--fail-on', 'warning,session.paralel');
    expect({ status, out, error }).toEqual({ status: 2, out: '', error: 'inspect: --fail-on: no finding has the code "session.paralel"; did you mean "session.parallel"?\n' });
  });

  it.each(['har', 'otlp', 'html', 'markdown', 'expectation', 'csv', 'ndjson'] as const)('--format %s writes what the export sheet does', async (format) => {
    const { status, out, error } = await run(samplePath, '--format', format);
    expect({ status, error }).toEqual({ status: 0, error: '' });
    const asked = await run(samplePath, '--format', 'json');
    expect(out).toBe((await collect(EXPORT_FORMATS[format].write(partsOf(archiveIn(asked.out))))).join(''));
    for (const id of format === 'expectation' ? [] : SAMPLE_IDS) expect(out).toContain(id);
  });

  it('--expect compares with what an earlier recording wrote, and tells the differences', async () => {
    const { out: expectation } = await run(samplePath, '--format', 'expectation');
    const good = saved('good.expected.json', expectation);
    expect(await run(samplePath, '--expect', good)).toEqual({ status: 0, out: expect.stringMatching(/^As expected in .*good.expected.json: \d+ sessions, \d+ footsteps\.\n$/) as string, error: '' });
    const other = saved('other.expected.json', expectation.replace('"kind":"', '"kind":"alias","isError":true},{"kind":"'));
    const differs = await run(samplePath, '--expect', other);
    expect(differs).toMatchObject({ status: 1, error: '' });
    expect(differs.out).toMatch(/^1 difference from .*\n {2}- alias \* \(an error\)\n/s);
    const both = await run(samplePath, '--expect', other, '--format', 'ndjson');
    expect(both).toMatchObject({ status: 1, error: differs.out });
    expect(both.out).toBe((await run(samplePath, '--format', 'ndjson')).out);
    expect(await run(samplePath, '--expect', samplePath)).toMatchObject({ status: 2, out: '', error: expect.stringContaining('int64.footsteps.json: format: expected "footsteps-expectation"') as string });
    expect(await run(samplePath, '--expect', join(folder, 'none.json'))).toMatchObject({ status: 2, out: '', error: expect.stringContaining('no such file') as string });
  });

  it('--fail-on gives 1 for a code, a severity or a higher one, and the output all the same', async () => {
    const path = savedFile('findings.footsteps.json', { requests: [], findings: [finding({ code: 'session.sample', severity: 'warning' })] });
    for (const what of ['session.sample', 'warning', 'info', 'heartbeat.missed,session.sample']) {
      const { status, out, error } = await run(path, '--fail-on', what);
      expect([what, status]).toEqual([what, 1]);
      expect(out).toContain('session.sample');
      expect(error).toBe(`inspect: --fail-on ${what} matched a finding: session.sample\n`);
    }
    for (const what of ['error', 'heartbeat.missed', 'session.parallel']) expect(await run(path, '--fail-on', what)).toMatchObject({ status: 0, error: '' });
  });

  it('--filter keeps what matches in every format, and says where nothing does', async () => {
    const path = savedFile('filtered.footsteps.json', { requests: [], events: [event('e1'), event('e2', { sessionKey: 's2', name: 'Other' })], sessions: [session('s1'), session('s2', { state: 'expired' })] });
    for (const format of ['table', 'json', 'ndjson', 'csv']) {
      const { status, out, error } = await run(path, '--as-is', '--format', format, '--filter', 'state:expired');
      expect({ status, error }).toEqual({ status: 0, error: '' });
      expect(out).toContain('Other');
      expect(out).not.toContain('TypeError');
    }
    expect(await run(path, '--as-is', '--filter', 'kind:heartbeat')).toMatchObject({ status: 0, error: 'inspect: no session or footstep matches --filter\n' });
    expect(await run(path, '--filter', 'kind:eror')).toEqual({ status: 2, out: '', error: expect.stringMatching(/^inspect: --filter: .*\n {2}kind:eror\n {7}\^\^\^\^\n$/) as string });
  });

  it('--redact takes secrets out of every format, and nothing by default', async () => {
    const path = savedFile('secret.footsteps.json', { requests: [], events: [event('e1', { data: { password: 'hunter2-Zx81qq' } })] });
    for (const format of ['json', 'ndjson', 'csv']) {
      expect((await run(path, '--format', format)).out).toContain('hunter2-Zx81qq');
      for (const redact of ['default', 'strict']) expect((await run(path, '--format', format, '--redact', redact)).out).not.toContain('hunter2-Zx81qq');
    }
    expect(await run(path, '--redact', 'all')).toMatchObject({ status: 2, error: 'inspect: --redact: expected none, default, strict, found "all"\n' });
  });

  it('--out writes the file and nothing to standard output', async () => {
    const path = saved('out.footsteps.json', JSON.stringify(file()));
    const target = join(folder, 'written.json.gz');
    expect(await run(path, '--as-is', '--format', 'json', '--out', target)).toEqual({ status: 0, out: '', error: '' });
    expect(JSON.parse(gunzipSync(readFileSync(target)).toString())).toEqual(file());
    expect(await run(path, '--out', join(folder, 'none', 'x.json'))).toMatchObject({ status: 2, out: '', error: expect.stringMatching(/^inspect: --out: expected a file that can be written, found ENOENT/) as string });
    expect(await run(path, '--out', '')).toMatchObject({ status: 2 });
  });

  it('--as-is shows what an archive says; otherwise its requests are read anew', async () => {
    const path = savedFile('said.footsteps.json');
    expect(JSON.parse((await run(path, '--format', 'json', '--as-is')).out)).toEqual(file());
    expect(archiveIn((await run(path, '--format', 'json')).out).sessions.map((s) => s.key)).not.toContain('s1');
    const without = savedFile('no-requests.footsteps.json', { requests: undefined });
    expect(archiveIn((await run(without, '--format', 'json')).out).sessions.map((s) => s.key)).toEqual(['s1']);
  });

  it('writes unknown keys of what it reads again', async () => {
    const parts = JSON.parse(recordedArchive(sample.recording)) as { requests: object[] };
    const path = saved('odd.footsteps.json', JSON.stringify({ ...parts, notes: 'mine', requests: parts.requests.map((r) => ({ ...r, colour: 'blue' })) }));
    const out = JSON.parse((await run(path, '--format', 'json')).out) as { notes: string; requests: { colour: string }[] };
    expect([out.notes, ...out.requests.map((r) => r.colour)]).toEqual(['mine', 'blue', 'blue', 'blue', 'blue']);
  });

  it.each([
    [[], 'expected at least one file'], [['x.json', '--format', 'xml'], '--format: expected table, json, ndjson, csv, har, otlp, html, markdown, expectation, found "xml"'],
    [['x.json', '--now', 'soon'], '--now: expected epoch milliseconds, found "soon"'], [['x.json', '--now', '1e99'], '--now: expected epoch milliseconds'],
    [['x.json', '--frobnicate'], "Unknown option '--frobnicate'"], [['x.json', '--format'], "--format"], [['x.json', '--fail-on', ''], '--fail-on: expected the code'],
    [[''], 'expected the name of a file'],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const { status, out, error } = await run(...args);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toContain(sentence);
    expect(error.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('broken and foreign files', () => {
  it('reports broken entries with file and place, and reads the rest', async () => {
    const parts = JSON.parse(recordedArchive(sample.recording)) as { requests: object[] };
    const path = saved('broken-entry.footsteps.json', JSON.stringify({ ...parts, requests: [{ id: 'x' }, ...parts.requests, 5] }));
    const { status, out, error } = await run(path, '--format', 'json');
    expect(status).toBe(0);
    expect(archiveIn(out).sessions.map((s) => s.sessionId)).toEqual(SAMPLE_IDS);
    expect(error.split('\n')).toEqual([`inspect: ${path}: requests[0].startedAt: expected a value, found nothing; skipped`, `inspect: ${path}: requests[${parts.requests.length + 1}]: expected an object, found a number; skipped`, '']);
  });

  it('lists only the first of many', async () => {
    const { error } = await run(savedFile('many-broken.footsteps.json', { requests: Array.from({ length: 1000 }, () => 1) }));
    expect(error.trimEnd().split('\n')).toHaveLength(21);
    expect(error).toContain('980 more broken entries skipped');
  });

  it.each<[string, string | Uint8Array, string]>([
    ['empty.json', '', 'found nothing in it'],
    ['text.json', 'hello', 'expected a Footsteps archive'],
    ['cut.json', recordedArchive(sample.recording).slice(0, -40), 'line 1 column'],
    ['foreign.json', '{"log":{"version":"1.2"}}', 'log.entries: expected the list of requests of a HAR 1.2 file'],
    ['other.json', '{"events":[]}', 'found neither'],
    ['named-otherwise.json', '{"format":"other","version":1}', 'format: expected a Footsteps archive'],
    ['newer.json', JSON.stringify(file({ version: 2 })), 'version: expected at most 1, found 2'],
    ['binary.json', Uint8Array.of(0, 1, 2, 255, 254), 'expected a Footsteps archive'],
    ['cut.json.gz', gzipSync(recordedArchive(sample.recording)).subarray(0, 500), 'expected whole gzip data'],
    ['bomb.json.gz', gzipSync(Buffer.concat([Buffer.from('{"format":"'), Buffer.alloc(300_000_000, 'x')]), { level: 1 }), 'expected at most 268 MB in one value, found more'],
    ['zeros.json.gz', gzipSync(new Uint8Array(40_000_000), { level: 1 }), 'expected a Footsteps archive'],
  ])('refuses %s with one sentence that names it', async (name, content, sentence) => {
    const path = saved(name, content);
    const { status, out, error } = await run(samplePath, path);
    expect({ status, out }).toEqual({ status: 2, out: '' });
    expect(error).toContain(`inspect: ${path}: `);
    expect(error).toContain(sentence);
    expect(error.trimEnd().split('\n')).toHaveLength(1);
  });

  it('refuses what is not there or no file', async () => {
    expect(await run(join(folder, 'none.json'))).toMatchObject({ status: 2, error: `inspect: ${join(folder, 'none.json')}: expected a readable file, found no such file\n` });
    expect(await run(folder)).toMatchObject({ status: 2, error: `inspect: ${folder}: expected a readable file, found a directory\n` });
  });

  it('reads a gzipped file that comes in many pieces', async () => {
    // Headers that hardly shrink, so that what is compressed is large, too.
    const archive = JSON.parse(recordedArchive(sample.recording)) as { requests: { headers: object[] }[] };
    archive.requests.forEach(({ headers }, n) => headers.push({ name: 'x-large', value: createHash('shake256', { outputLength: 300_000 }).update(String(n)).digest('base64') }));
    const text = JSON.stringify(archive);
    const [plain, packed] = [saved('many.footsteps.json', text), saved('many.footsteps.json.gz', gzipSync(text))];
    const fromPlain = await run(plain, '--format', 'json');
    expect(fromPlain).toMatchObject({ status: 0, error: '', out: expect.stringContaining('x-large') as string });
    expect(await run(packed, '--format', 'json')).toEqual(fromPlain);
  });

  it('reads the entries of a hostile archive without harm', async () => {
    const evil = '\u001b]0;owned\u0007<img src=x onerror=alert(1)>';
    const path = savedFile('hostile.footsteps.json', { requests: [], events: [event('e1', { name: evil, data: { x: 'y'.repeat(2_000_000) } })], sessions: [session('s1', { sessionId: evil })] });
    const { status, out } = await run(path);
    expect(status).toBe(0);
    expect(out).not.toContain('\u001b');
    expect(await run(savedFile('evil\u001b[2J.json', { version: 'x' }))).toMatchObject({ status: 2, error: expect.not.stringContaining('\u001b') as string });
  });
});

describe('the command as a process', () => {
  it('reads gzip and standard input, writes only its output, without colour into a pipe', () => {
    const gz = saved('int64.footsteps.json.gz', gzipSync(recordedArchive(sample.recording)));
    const fromGz = spawned([gz, '--format', 'json']);
    const fromStdin = spawned(['-', '--format', 'json'], gzipSync(recordedArchive(sample.recording)));
    expect(fromGz).toMatchObject({ status: 0, error: '' });
    expect(fromStdin).toEqual(fromGz);
    expect(archiveIn(fromGz.out).exporter.name).toBe('Footsteps');
    const table = spawned([gz], undefined, { FORCE_COLOR: '1' });
    expect(table.out).not.toContain('\u001b');
  });

  it('ends with 0, 1 or 2', () => {
    const path = savedFile('status.footsteps.json', { requests: [] });
    expect(spawned([path]).status).toBe(0);
    expect(spawned([path, '--fail-on', 'warning']).status).toBe(1);
    expect(spawned([path, '--fail-on', 'error']).status).toBe(0);
    expect(spawned([join(folder, 'none.json')])).toMatchObject({ status: 2, out: '' });
    expect(spawned([])).toMatchObject({ status: 2, out: '' });
    expect(spawned(['-'], 'no JSON')).toMatchObject({ status: 2, error: expect.stringContaining('inspect: standard input: ') as string });
    expect(spawned(['--help'])).toMatchObject({ status: 0, error: '', out: expect.stringContaining('Usage: ') as string });
  });

  it('runs as `npm run -s inspect` and `npx footsteps-inspect`, with nothing around its output', () => {
    const npm = (...args: string[]) => spawnSync('npm', args, { encoding: 'utf8', cwd: PROJECT_ROOT, env: { ...process.env, NO_UPDATE_NOTIFIER: '1' } });
    const expected = spawned([samplePath, '--format', 'ndjson']).out;
    expect(npm('run', '-s', 'inspect', '--', samplePath, '--format', 'ndjson').stdout).toBe(expected);
    expect(npm('exec', '--offline', '--', 'footsteps-inspect', samplePath, '--format', 'ndjson').stdout).toBe(expected);
  });

  it('stops quietly where its reader has seen enough', () => {
    const big = savedFile('big.footsteps.json', { requests: [], events: Array.from({ length: 20_000 }, (_, i) => event(`e${i}`)) });
    const { status, stderr } = spawnSync('bash', ['-c', 'set -o pipefail; "$0" tests/tools/run-inspect.ts "$1" --format ndjson | head -n 1 > /dev/null', process.execPath, big], { encoding: 'utf8', cwd: PROJECT_ROOT });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
