import { constants, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { deflateSync, gzipSync, strToU8, unzlibSync, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { Archive } from '../../../lib/archive/archive.ts';
import { EXPORT_FORMATS } from '../../../lib/archive/formats.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { parseArchive } from '../../../lib/archive/parse-archive.ts';
import { previewRedaction, redactParts } from '../../../lib/archive/redact.ts';
import { concatBytes, decodeLatin1, decodeUtf8, fromBase64, toBase64 } from '../../../lib/base/bytes.ts';
import { DEFAULT_SETTINGS } from '../../../lib/domain/settings.ts';
import { compress, decompress } from '../../../lib/pipeline/recode-body.ts';
import { parseEnvelope } from '../../../lib/protocols/wire/envelope.ts';
import { archive, request } from '../../fakes/archive.ts';

const TOOLS = { salt: 'a salt', codec: { decompress, compress } };
const RULES = DEFAULT_SETTINGS.redaction;
const SECRET = 'hunter2-Zx81qq';
const JSON_TEXT = JSON.stringify({ href: 'https://shop.example.test/', password: SECRET, headers: { authorization: `Bearer ${SECRET}` }, padding: 'what stands around it stays '.repeat(20) });
const json = strToU8(JSON_TEXT);
const bytesBody = (bytes: Uint8Array, encoding: string | null = null) => ({ kind: 'bytes' as const, base64: toBase64(bytes), encoding });
const joined = (...parts: readonly (string | Uint8Array)[]): Uint8Array => concatBytes(parts.map((part) => (typeof part === 'string' ? strToU8(part) : part)));
const urlSafe = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const PNG = joined(Uint8Array.of(0x89), 'PNG\r\n', Uint8Array.of(0x1a, 10, 0, 0, 0, 13, 255, 254), `tEXt ${SECRET}`);

const HEAD = '{"sent_at":"2026-11-21T10:00:00.000Z"}\n';
const item = (type: string, payload: Uint8Array): Uint8Array => joined(`{"type":"${type}","length":${payload.length}}\n`, payload, '\n');
const LOG = item('log', strToU8('{"items":[]}'));
const replay = (recording: Uint8Array): Uint8Array => joined('{"segment_id":3}\n', recording);

/** All that somebody finds who opens every layer of a file. */
function opened(bytes: Uint8Array, depth = 0, found: string[] = []): string[] {
  const text = decodeLatin1(bytes);
  found.push(text, text.replaceAll('\\"', '"'));
  if (depth > 5) return found;
  // Also of what was cut off.
  const attempt = (open: (bytes: Uint8Array, options: { readonly finishFlush: number }) => Uint8Array, from: Uint8Array): void => {
    try {
      const inner = open(from, { finishFlush: constants.Z_SYNC_FLUSH });
      if (inner.length > 8) opened(inner, depth + 1, found);
    } catch {
      // Nothing lies there.
    }
  };
  for (const [run] of text.replaceAll('%2B', '+').replaceAll('%2F', '/').replaceAll('%3D', '=').matchAll(/[A-Za-z0-9+/_-]{12,}={0,2}/g)) attempt((of) => fromBase64(decodeLatin1(of)) ?? new Uint8Array(), strToU8(run));
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0x1f && bytes[at + 1] === 0x8b) attempt(gunzipSync, bytes.subarray(at));
    if (bytes[at] === 0x78) attempt(inflateSync, bytes.subarray(at));
  }
  attempt(inflateRawSync, bytes);
  // Bytes that were written into JSON one char each.
  for (const [, said = ''] of text.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
    if (!said.includes('\\u001f')) continue;
    const chars = JSON.parse(`"${decodeUtf8(Uint8Array.from(said, (char) => char.charCodeAt(0))).text}"`) as string;
    attempt(gunzipSync, Uint8Array.from(chars, (char) => char.charCodeAt(0)));
  }
  return found;
}

const LAYERS: readonly [string, Uint8Array, { readonly encoding?: string; readonly opaque?: number }?][] = [
  ['a compressed replay in an envelope', joined(HEAD, item('replay_event', json), item('replay_recording', replay(zlibSync(json))), LOG)],
  ['a plain replay in an envelope', joined(HEAD, item('replay_recording', replay(json)), LOG)],
  ['a compressed replay in a compressed envelope', gzipSync(joined(HEAD, item('replay_recording', replay(zlibSync(json))))), { encoding: 'gzip' }],
  ['a picture that is attached', joined(HEAD, item('attachment', PNG), LOG), { opaque: 1 }],
  ['text that is attached', joined(HEAD, item('attachment', strToU8(`GET / HTTP/1.1\nAuthorization: Bearer ${SECRET}\n`)), item('attachment', PNG), LOG), { opaque: 1 }],
  ['a replay that was cut off', joined(HEAD, item('replay_recording', replay(zlibSync(json))).subarray(0, -30)), { opaque: 1 }],
  ['an attachment compressed in no known way', joined(HEAD, item('attachment', joined(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 1, 2), SECRET)), LOG), { opaque: 1 }],
  ['gzip in base64 in gzip', gzipSync(strToU8(JSON.stringify({ data: toBase64(gzipSync(json)) }))), { encoding: 'gzip' }],
  ['gzip in a parameter', strToU8(`v=1&data=${encodeURIComponent(toBase64(gzipSync(json)))}`)],
  ['gzip in a parameter that nobody escaped', strToU8(`v=1&data=${toBase64(gzipSync(json))}`)],
  ['deflate in base64 for URLs', strToU8(JSON.stringify({ data: urlSafe(toBase64(zlibSync(json))) }))],
  ['base64 in base64', strToU8(JSON.stringify({ data: toBase64(strToU8(toBase64(json))) }))],
  ['text in base64', strToU8(JSON.stringify({ data: toBase64(strToU8(`it was Bearer ${SECRET} then`)) }))],
  ['gzip as chars in JSON', strToU8(JSON.stringify({ snapshot: decodeLatin1(gzipSync(json)) }))],
  ['a picture in JSON', strToU8(JSON.stringify({ picture: `data:image/png;base64,${toBase64(PNG)}`, icon: toBase64(concatBytes([PNG, new Uint8Array(200)])) })), { opaque: 2 }],
  ['a stream without a header in base64', strToU8(JSON.stringify({ data: toBase64(deflateSync(concatBytes([json, Uint8Array.from({ length: 400 }, (_, i) => (i * 73 + 11) % 251)]))) })), { opaque: 1 }],
  ['a compressed file in a form', joined('--b\r\ncontent-disposition: form-data; name="file"; filename="a.gz"\r\ncontent-type: application/gzip\r\n\r\n', gzipSync(json), '\r\n--b\r\ncontent-disposition: form-data; name="picture"\r\n\r\n', PNG, '\r\n--b--\r\n'), { opaque: 1 }],
  ['formatted JSON that tells a length', strToU8(`${JSON.stringify({ length: 3, secret: { of: { mine: SECRET } } }, null, 2)}\n`)],
  ['a body that is no text', PNG, { opaque: 1 }],
  ['three layers that no header tells', gzipSync(zlibSync(gzipSync(json)))],
];

describe('a secret in any layer leaves in no format', () => {
  it.each(LAYERS)('%s', async (_where, bytes, { encoding = null, opaque = 0 } = {}) => {
    const whole = archive({ requests: [request('r1', { headers: [], url: 'https://c.example.test/x', body: bytesBody(bytes, encoding) })] });
    expect(opened(bytes).some((text) => text.includes(SECRET))).toBe(true);
    const safe = await redactParts(partsOf(whole), RULES, TOOLS);
    for (const [id, { write }] of Object.entries(EXPORT_FORMATS)) {
      const text = (await collect(write(safe))).join('');
      expect([id, opened(strToU8(text)).some((layer) => layer.includes(SECRET))]).toEqual([id, false]);
    }
    const preview = await previewRedaction(partsOf(whole), RULES, TOOLS);
    expect(preview.find(({ reason }) => reason === 'opaque')?.count ?? 0).toBe(opaque);
  });
});

async function redactedBody(bytes: Uint8Array): Promise<Uint8Array> {
  const safe = await redactParts(partsOf(archive({ requests: [request('r1', { headers: [], body: bytesBody(bytes) })] })), RULES, TOOLS);
  const read = parseArchive((await collect(EXPORT_FORMATS.archive.write(safe))).join(''));
  const body = read.ok ? (read.value.archive as Archive).requests[0]?.body : undefined;
  return (body?.kind === 'bytes' ? fromBase64(body.base64) : null) ?? new Uint8Array();
}

it('an envelope stays one: its items, their lengths and what stands around the secrets', async () => {
  const { items, problems } = parseEnvelope(await redactedBody(joined(HEAD, item('replay_recording', replay(zlibSync(json))), item('attachment', PNG), LOG)));
  expect(problems).toEqual([]);
  expect(items.map(({ type }) => type)).toEqual(['replay_recording', 'attachment', 'log']);
  const [recording, attachment] = items;
  const { payload } = recording ?? { payload: new Uint8Array() };
  expect(decodeUtf8(payload.subarray(0, 16)).text).toBe('{"segment_id":3}');
  expect(JSON.parse(decodeUtf8(unzlibSync(payload.subarray(17))).text)).toMatchObject({ href: 'https://shop.example.test/', padding: expect.stringContaining('what stands around it stays') });
  expect(attachment?.text().text).toBe('redacted');
});

it('what holds no secret leaves byte by byte as it came', async () => {
  const clean = strToU8(JSON.stringify({ steps: [1, 2, 3], text: 'nothing to see' }));
  for (const bytes of [joined(HEAD, item('replay_recording', replay(zlibSync(clean))), LOG), gzipSync(clean), strToU8(JSON.stringify({ data: toBase64(gzipSync(clean)) })), Uint8Array.of(0x67, 0x72, 0xfc, 0xdf, 0x65)]) {
    expect(await redactedBody(bytes)).toEqual(bytes);
  }
});

it('envelopes in envelopes end', async () => {
  let bytes: Uint8Array = json;
  for (let i = 0; i < 3_000; i++) bytes = joined(`{"length":${bytes.length}}\n`, bytes);
  const left = await redactedBody(bytes);
  expect(decodeLatin1(left)).not.toContain(SECRET);
});
