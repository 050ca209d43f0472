import 'fake-indexeddb/auto';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { importFile, type ImportDeps } from '../../../lib/app/import-file.ts';
import { reread } from '../../../lib/app/import-again.ts';
import { readRequests, startReading } from '../../../lib/app/read-requests.ts';
import { buildArchive } from '../../../lib/archive/build-archive.ts';
import { readImportText } from '../../../lib/archive/import-text.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { archiveToText } from '../../../lib/archive/write-archive.ts';
import { harText } from '../../../lib/archive/write-har.ts';
import { encodeUtf8 } from '../../../lib/base/bytes.ts';
import { asRequestId, type CapturedRequest } from '../../../lib/domain/request.ts';
import { createImports, openImports } from '../../../lib/store/imports.ts';

const T0 = 1_750_000_000_000;
let count = 0;

function stage() {
  const db = openImports(`import-file-${++count}`);
  const imports = createImports(db);
  const sent: number[] = [];
  const deps: ImportDeps = {
    now: () => T0, startReading, withHash: imports.withHash, begin: (id) => imports.begin(id, T0), finish: imports.finish, remove: imports.remove,
    async write(id, number, text) {
      sent.push(text.length);
      const rows = readImportText(text, id);
      if (!rows.ok) throw new Error(rows.error);
      // Each part twice, as a message that got no answer is sent again.
      await imports.write(id, number, rows.value, T0);
      await imports.write(id, number, rows.value, T0);
    },
  };
  const rows = async () => ({ requests: await db.requests.count(), bodies: await db.bodies.count(), events: await db.events.count(), sessions: await db.sessions.count(), imports: await db.imports.count() });
  return { db, imports, deps, sent, rows };
}

/** Two requests of Sentry's: a session opened, and an error within it. */
function captured(n: number): CapturedRequest {
  const id = `0000000000000000000000000000000${n}`;
  const at = T0 + n * 1_000;
  const lines = [{ event_id: id, sent_at: new Date(at).toISOString() }, { type: 'session' }, { sid: id, init: true, started: new Date(at).toISOString(), timestamp: new Date(at).toISOString(), status: 'ok', errors: 0, attrs: { release: 'shop@1' } }];
  return {
    id: asRequestId(`r${n}`), witnesses: ['webRequest'], tabId: 7, frameId: 0, documentId: null, pageUrl: 'https://shop.test/', initiator: 'https://shop.test', resourceType: 'xmlhttprequest', method: 'POST',
    url: 'https://sentry.test/api/42/envelope/?sentry_key=1234567890abcdef1234567890abcdef&sentry_version=7', headers: [], startedAt: at, outcome: { kind: 'responded', status: 200, endedAt: at + 50 },
    body: { kind: 'bytes', bytes: encodeUtf8(lines.map((line) => JSON.stringify(line)).join('\n')), encoding: null },
  };
}

const requests = [1, 2, 3].map(captured);
const archive = async () => buildArchive(await readRequests(requests, { now: T0 + 60_000 }), { exporter: { name: 'Footsteps', version: '1.0.0' }, createdAt: T0 + 60_000 });
const file = (content: string | Uint8Array, name = 'shop.footsteps.json'): File => new File([content as Uint8Array<ArrayBuffer>], name, { lastModified: T0 });

describe('importing a file', () => {
  it('keeps the sessions of an archive as it says them, under keys of their own', async () => {
    const { deps, db, rows } = stage();
    const said = await archive();
    const result = await importFile(file(archiveToText(said)), deps);
    if (result.kind !== 'done') throw new Error(JSON.stringify(result));
    expect(result.import).toMatchObject({ shown: 'archive', counts: { sessions: said.sessions.length, events: said.events.length, requests: 3 }, broken: 0, asOf: T0 + 60_000 });
    expect(said.sessions.length).toBeGreaterThan(0);
    expect(await rows()).toEqual({ requests: 3, bodies: 3, events: said.events.length, sessions: said.sessions.length, imports: 1 });
    const stored = await db.sessions.toArray();
    expect(stored.map(({ key }) => key).toSorted()).toEqual(said.sessions.map(({ key }) => `${result.import.id}~${key}`).toSorted());
    expect(stored.every((s) => s.imported?.fileName === 'shop.footsteps.json' && s.upcoming.length === 0 && s.open === undefined && s.dueAt === null && !s.tabIds.includes(7))).toBe(true);
    expect((await db.events.toArray()).every((e) => e.sessionKey === null || e.sessionKey.startsWith(`${result.import.id}~`))).toBe(true);
  });

  it('knows the same file again, compressed or not', async () => {
    const { deps, rows } = stage();
    const text = archiveToText(await archive());
    const first = await importFile(file(text), deps);
    const before = await rows();
    const again = await importFile(file(gzipSync(text), 'other.gz'), deps);
    expect([first.kind, again.kind]).toEqual(['done', 'known']);
    expect(again).toMatchObject({ import: { fileName: 'shop.footsteps.json' } });
    expect(await rows()).toEqual(before);
  });

  it.each(['an archive of requests alone', 'a HAR'])('reads the requests of %s as the background reads those of the browser', async (what) => {
    const { deps, db } = stage();
    const said = await archive();
    const text = what === 'a HAR' ? (await collect(harText(partsOf(said)))).join('') : archiveToText({ ...said, events: [], sessions: [], findings: [] });
    const result = await importFile(file(text), deps);
    expect(result).toMatchObject({ kind: 'done', import: { shown: 'read', counts: { sessions: said.sessions.length, events: said.events.length } } });
    expect((await db.sessions.toArray()).map(({ sessionId }) => sessionId).toSorted()).toEqual(said.sessions.map(({ sessionId }) => sessionId).toSorted());
  });

  it('tells broken entries by place, and imports the rest', async () => {
    const { deps } = stage();
    const said = JSON.parse(archiveToText(await archive())) as { requests: unknown[]; sessions: unknown[] };
    said.requests.push({ id: 5 }, 'no request');
    said.sessions.push({ key: 'x' });
    const deep = '['.repeat(200_000);
    const text = JSON.stringify(said).replace('"requests":[', `"requests":[${deep}${']'.repeat(200_000)},{"__proto__":{"isAdmin":true},"id":"<img src=x onerror=alert(1)>"},`);
    const result = await importFile(file(text), deps);
    if (result.kind !== 'done') throw new Error(JSON.stringify(result));
    expect(result.import.broken).toBe(5);
    expect(result.import.problems.map(({ place }) => place.replace(/\..*/, ''))).toEqual(['requests[0]', 'requests[1]', 'requests[5]', 'requests[6]', 'sessions[3]']);
    expect(result.import.counts.requests).toBe(3);
    expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it.each([
    ['a newer version', (text: string) => text.replace('"version":1', '"version":2'), /newer than this Footsteps/],
    ['a torn file', (text: string) => text.slice(0, -200), /JSON/],
    ['something else', () => '{"hello":1}', /neither/],
    ['no JSON', () => 'hello', /neither/],
    ['broken gzip', (text: string) => gzipSync(text).subarray(0, 300), /gzip/],
  ])('refuses %s with a sentence and leaves nothing', async (_, change, sentence) => {
    const { deps, rows } = stage();
    const result = await importFile(file(change(archiveToText(await archive()))), deps);
    expect(result).toMatchObject({ kind: 'refused', message: expect.stringMatching(sentence) as string });
    expect(await rows()).toEqual({ requests: 0, bodies: 0, events: 0, sessions: 0, imports: 0 });
  });

  it('leaves nothing when it is stopped, or cannot be written', async () => {
    const { deps, rows } = stage();
    const text = archiveToText(await archive());
    const stopping = new AbortController();
    const stopped = await importFile(file(text), { ...deps, write: async (...args) => (stopping.abort(), deps.write(...args)) }, { signal: stopping.signal });
    expect(stopped).toEqual({ kind: 'cancelled' });
    const full = await importFile(file(text), { ...deps, write: () => Promise.reject(new Error('The disk is full.')) });
    expect(full).toEqual({ kind: 'refused', message: 'The disk is full.' });
    expect(await rows()).toEqual({ requests: 0, bodies: 0, events: 0, sessions: 0, imports: 0 });
  });

  it('reads an import anew, in its place', async () => {
    const { deps, db, imports } = stage();
    const said = await archive();
    const lied = { ...said, sessions: said.sessions.map((s) => ({ ...s, attributes: { wrong: true } })) };
    const first = await importFile(file(archiveToText(lied)), deps);
    if (first.kind !== 'done') throw new Error(JSON.stringify(first));
    const again = await reread(first.import.id, { ...deps, withId: imports.withId, requests: imports.requests });
    expect(again).toMatchObject({ kind: 'done', import: { shown: 'read', hash: first.import.hash, counts: first.import.counts } });
    const sessions = await db.sessions.toArray();
    expect(sessions).toHaveLength(said.sessions.length);
    expect(sessions.every(({ attributes, imported }) => attributes['wrong'] === undefined && imported?.id !== first.import.id)).toBe(true);
    expect(await db.imports.count()).toBe(1);
    // The same file is still the same.
    expect((await importFile(file(archiveToText(lied)), deps)).kind).toBe('known');
  });
});
