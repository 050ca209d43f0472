import { gunzipSync, gzipSync, strFromU8, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readRequests } from '../../../lib/app/read-requests.ts';
import type { Archive, ArchiveRequest } from '../../../lib/archive/archive.ts';
import { buildArchive } from '../../../lib/archive/build-archive.ts';
import { toCapturedRequests } from '../../../lib/archive/captured-requests.ts';
import { EXPORT_FORMATS } from '../../../lib/archive/formats.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { parseArchive } from '../../../lib/archive/parse-archive.ts';
import type { RedactionRules } from '../../../lib/archive/redact-rules.ts';
import { previewRedaction, redactParts } from '../../../lib/archive/redact.ts';
import { fromBase64, toBase64 } from '../../../lib/base/bytes.ts';
import { DEFAULT_SETTINGS } from '../../../lib/domain/settings.ts';
import { compress, decompress } from '../../../lib/pipeline/recode-body.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';
import { archive, event, finding, request, session } from '../../fakes/archive.ts';
import { capturedRequests, recordings } from '../../tools/corpus.ts';

const TOOLS = { salt: 'a salt', codec: { decompress, compress } };
const DEFAULT = DEFAULT_SETTINGS.redaction;
const HASHED: RedactionRules = { ...DEFAULT, user: 'hash', email: 'hash', ip: 'hash', sessionIds: 'hash' };

async function redacted(from: Archive, rules: RedactionRules = DEFAULT): Promise<Archive> {
  const text = (await collect(EXPORT_FORMATS.archive.write(await redactParts(partsOf(from), rules, TOOLS)))).join('');
  const read = parseArchive(text);
  if (!read.ok) throw new Error(read.error.message);
  expect(read.value.problems).toEqual([]);
  return read.value.archive;
}

const read = async (requests: readonly ArchiveRequest[], now: number): Promise<Archive> =>
  buildArchive(await readRequests(toCapturedRequests(requests), { now }), { exporter: { name: 'Footsteps', version: '0' }, createdAt: now });

/** An archive with all its bodies readable, as someone would look for secrets in it. */
const openText = (from: Archive): string => JSON.stringify({
  ...from,
  requests: from.requests.map((r) => {
    const bytes = r.body.kind === 'bytes' ? fromBase64(r.body.base64) : null;
    return { ...r, body: bytes ? strFromU8(bytes[0] === 0x1f ? gunzipSync(bytes) : bytes, true) : r.body };
  }),
});

const SECRET = 'hunter2-Zx81qq';
const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLXBhcnQ';
const body = (text: string, gzip = false) => ({ kind: 'bytes', base64: toBase64(gzip ? gzipSync(strToU8(text)) : strToU8(text)), encoding: gzip ? 'gzip' : null });
const json = JSON.stringify({ login: 'x', password: SECRET, note: `it was ${JWT}`, deep: { api_key: [SECRET, 5] }, exact: '@@', inner: JSON.stringify({ token: SECRET }), coded: toBase64(strToU8(JSON.stringify({ secret: SECRET }))) }).replace('"@@"', '9007199254740993');
const event64 = JSON.stringify({ type: 'x', extra: { token: SECRET } });
const PLANTED: readonly [string, object][] = [
  ['authorization header', { headers: [{ name: 'Authorization', value: `Bearer ${SECRET}` }] }],
  ['basic header', { headers: [{ name: 'authorization', value: `Basic ${toBase64(strToU8(`me:${SECRET}`))}` }] }],
  ['cookie', { headers: [{ name: 'cookie', value: `sid=${SECRET}; b=2` }] }],
  ['query', { url: `https://c.example.test/a?access_token=${SECRET}&b=1#id_token=${SECRET}` }],
  ['userinfo', { url: `https://me:${SECRET}@c.example.test/a` }],
  ['page', { pageUrl: `https://c.example.test/a?reset-token=${SECRET}` }],
  ['json', { body: body(json) }], ['gzip', { body: body(json, true) }],
  ['envelope', { body: body(`{"sent_at":"x"}\n{"type":"event","length":${event64.length}}\n${event64}\n{"type":"log"}\n{"password":"${SECRET}"}\n`) }],
  ['urlencoded', { body: body(`a=1&password=${SECRET}&p=${encodeURIComponent(json)}`) }],
  ['form', { body: { kind: 'form', entries: [['password', SECRET], ['p', json]] } }],
  ['multipart', { body: body(`--b\r\ncontent-disposition: form-data; name="password"\r\n\r\n${SECRET}\r\n--b--\r\n`) }],
  ['cut off', { body: body(`{"a":1,"password":"${SECRET}","b":"cut of`) }],
  ['binary', { body: body(`\u0001Bearer ${SECRET}\u0002`) }],
  ['unreadable', { headers: [{ name: 'content-encoding', value: 'br' }], body: { kind: 'bytes', base64: toBase64(Uint8Array.of(200, 201, 0, 3, ...strToU8(SECRET))), encoding: 'br' } }],
];

describe('secrets', () => {
  it.each(PLANTED)('in %s leave in no format', async (_where, parts) => {
    const whole = archive({ requests: [request('r1', { headers: [], ...parts })], events: [event('e1', { name: `said ${JWT}`, data: { password: SECRET } })], sessions: [session('s1', { attributes: { apiKey: SECRET } })], findings: [finding({ message: `The key ${SECRET} is odd.` })] });
    const safe = await redactParts(partsOf(whole), DEFAULT, TOOLS);
    for (const [id, { write }] of Object.entries(EXPORT_FORMATS)) {
      const text = (await collect(write(safe))).join('');
      for (const secret of [SECRET, JWT, toBase64(strToU8(`me:${SECRET}`)), encodeURIComponent(JWT)]) expect([id, text.includes(secret)]).toEqual([id, false]);
    }
    expect(openText(await redacted(whole))).not.toContain(SECRET);
  });

  it('leave what stands around them as it was, with every digit, and the length that an envelope says', async () => {
    const [of] = (await redacted(archive({ requests: [request('r1', { body: body(json, true), headers: [{ name: 'content-length', value: '1' }] })] }))).requests;
    if (of?.body.kind !== 'bytes') throw new Error('the body is gone');
    const bytes = fromBase64(of.body.base64) as Uint8Array;
    expect(strFromU8(gunzipSync(bytes))).toContain('"exact":9007199254740993');
    expect(of.headers).toEqual([{ name: 'content-length', value: String(bytes.length) }]);
    const envelope = PLANTED.find(([where]) => where === 'envelope')?.[1] as object;
    const lines = openText(await redacted(archive({ requests: [request('r1', envelope)] }))).match(/length\\":(\d+)\}\\n(.*?)\\n/);
    expect(Number(lines?.[1])).toBe((JSON.parse(`"${lines?.[2]}"`) as string).length);
  });

  it('are told in numbers before', async () => {
    const preview = await previewRedaction(partsOf(archive({ requests: [request('r1', { headers: [{ name: 'cookie', value: 'a=b' }], body: body(json) })] })), DEFAULT, TOOLS);
    expect(Object.fromEntries(preview.map(({ reason, count }) => [reason, count]))).toMatchObject({ cookie: 1, secretField: 5 });
  });
});

describe('what is chosen', () => {
  const who = archive({
    requests: [request('r1', { body: body('{"email":"Ada@x.example.test","text":"to ada@x.example.test from 10.1.2.3","ip":"10.1.2.3","v":"1.2.3.4x"}'), url: 'https://c.example.test/?mail=ada%40x.example.test' })],
    events: [event('e1', { identity: { userId: 'ada-77', name: 'Ada L' }, name: 'ada-77 came' })], sessions: [session('s1', { identity: { userId: 'ada-77', name: 'Ada L' } })],
    findings: [finding({ message: 'Two of ada-77.' })],
  });
  it('is kept, hashed so that equal stays equal, or removed', async () => {
    expect(openText(await redacted(who))).toContain('ada@x.example.test');
    const hashed = openText(await redacted(who, HASHED));
    for (const value of ['ada@x', 'Ada@x', 'ada%40x', '10.1.2.3', 'ada-77', 'Ada L']) expect(hashed).not.toContain(value);
    expect(new Set(hashed.match(/[0-9a-f]{12}@redacted/g)).size).toBe(1);
    expect(new Set(hashed.match(/ip-[0-9a-f]{12}/g)).size).toBe(1);
    const removed = openText(await redacted(who, { ...DEFAULT, user: 'remove', email: 'remove', ip: 'remove' }));
    for (const value of ['ada@x', '10.1.2.3', 'ada-77']) expect(removed).not.toContain(value);
  });
  it('may be named by field and by pattern', async () => {
    const text = openText(await redacted(archive({ requests: [request('r1', { body: body('{"shoeSize":"44","note":"order 4711-A"}') })] }), { ...DEFAULT, fields: ['shoe_size'], patterns: [String.raw`\b\d{4}-[A-Z]\b`] }));
    expect(text).not.toContain('44');
    expect(text).not.toContain('4711-A');
  });
});

describe('recordings of real SDKs', () => {
  const all = recordings().filter(({ vendor }) => catalog.some((d) => d.id === vendor));
  it.each(all)('$vendor $name: no secret leaves, and reading it again gives the same sessions', async ({ name, recording }) => {
    const captured = await readRequests(capturedRequests(recording), { now: recording.startedAt + 3_600_000 });
    const whole = buildArchive(captured, { exporter: { name: 'Footsteps', version: '0' }, createdAt: recording.startedAt + 3_600_000 });
    const shape = (of: Archive) => of.sessions.map((s) => [s.protocol, s.basis, Math.round(s.startedAt / 10_000), s.state, s.counts]);
    const secrets = whole.requests.flatMap(({ headers }) => headers.flatMap(({ name: header, value }) => (/^(authorization|cookie|x-api-key)$/.test(header) ? [value.replace(/^\w+ /, '')] : [])));
    for (const rules of [DEFAULT, HASHED]) {
      const safe = await redacted(whole, rules);
      const text = openText(safe);
      for (const secret of secrets) expect(text).not.toContain(secret);
      // A hash cannot keep that the server reads the plus in an identity as a space, and takes that for another user.
      if (rules === HASHED && name.includes('identity-with-plus')) continue;
      const again = await read(safe.requests, whole.createdAt);
      expect(shape(again)).toEqual(shape(whole));
      expect(again.sessions.map((s) => s.sessionId)).toEqual(safe.sessions.map((s) => s.sessionId));
      if (rules === HASHED) for (const { sessionId } of whole.sessions) if (sessionId !== null) expect(text).not.toContain(sessionId);
    }
  });
});
