import { describe, expect, it } from 'vitest';
import type { Archive } from '../../../lib/archive/archive.ts';
import { toCapturedRequests } from '../../../lib/archive/captured-requests.ts';
import { parseHar } from '../../../lib/archive/har.ts';
import { parseArchive } from '../../../lib/archive/parse-archive.ts';
import { collect, partsOf } from '../../../lib/archive/parts.ts';
import { harText } from '../../../lib/archive/write-har.ts';
import { readRequests } from '../../../lib/app/read-requests.ts';
import { toBase64, encodeUtf8 } from '../../../lib/base/bytes.ts';
import type { Body } from '../../../lib/domain/request.ts';
import { archive, event, request, T } from '../../fakes/archive.ts';
import { recordings } from '../../tools/corpus.ts';
import { harFaults } from '../../tools/har-schema.ts';
import { recordedArchive } from '../../tools/recorded-archive.ts';

type Har = { readonly log: { readonly pages: readonly object[]; readonly entries: readonly { readonly pageref?: string; readonly request: { readonly postData?: object; readonly bodySize: number; readonly queryString: object }; readonly response: object; readonly [key: string]: unknown }[]; readonly [key: string]: unknown } };

const textOf = async (of: Archive): Promise<string> => (await collect(harText(partsOf(of)))).join('');
const harOf = async (of: Archive): Promise<Har> => JSON.parse(await textOf(of)) as Har;

function parsed(text: string) {
  const read = parseHar(text);
  if (!read.ok) throw new Error(read.error.message);
  expect(read.value.problems).toEqual([]);
  return read.value.requests;
}

const withBody = (body: object, extra: object = {}): Archive => archive({ requests: [request('r1', { body, ...extra })] });
const bytesBody = (bytes: Uint8Array, encoding: string | null = null): object => ({ kind: 'bytes', base64: toBase64(bytes), encoding });

const SCRIPT_URL = ['javascript', 'alert(1)'].join(':');

describe('HAR out', () => {
  it.each(recordings())('$vendor $name keeps to the schema and comes back as the same requests', async ({ recording }) => {
    const read = parseArchive(recordedArchive(recording));
    if (!read.ok) throw new Error(read.error.message);
    const text = await textOf(read.value.archive);
    expect(harFaults(JSON.parse(text))).toEqual([]);
    expect(parsed(text)).toEqual(toCapturedRequests(read.value.archive.requests));
  });

  it.each([...new Map(recordings().map((r) => [r.vendor, r])).values()])('gives the sessions of $vendor again', async ({ recording }) => {
    const read = parseArchive(recordedArchive(recording));
    if (!read.ok) throw new Error(read.error.message);
    const now = recording.startedAt + 3_600_000;
    const [before, after] = await Promise.all([toCapturedRequests(read.value.archive.requests), parsed(await textOf(read.value.archive))].map((requests) => readRequests(requests, { now })));
    expect(after?.sessions).toEqual(before?.sessions);
    expect(after?.events).toEqual(before?.events);
  });

  it('has what an answer says of limits where other tools look for it, and reads it from theirs', async () => {
    const limits = [{ name: 'retry-after', value: '60' }];
    const har = await harOf(archive({ requests: [request('r1', { outcome: { kind: 'responded', status: 429, endedAt: T + 3, limits } })] }));
    expect(har.log.entries[0]?.response).toMatchObject({ status: 429, headers: limits });
    const theirs = har.log.entries.map(({ _footsteps: _ours, ...entry }) => entry);
    expect(parsed(JSON.stringify({ log: { ...har.log, entries: theirs } }))[0]?.outcome).toMatchObject({ status: 429, limits });
  });

  it('tells the schema apart from what breaks it', async () => {
    const har = await harOf(archive());
    expect(harFaults({ log: { ...har.log, entries: [{ ...har.log.entries[0], timings: {} }] } })).not.toEqual([]);
  });

  it('has sessions, events, findings, capture ledger and gaps under keys of its own', async () => {
    const whole = archive({ extra: { gaps: [{ from: T, to: null, why: 'paused', lost: null }] } });
    const { log } = await harOf(whole);
    expect(log).toMatchObject({ version: '1.2', creator: { name: 'Footsteps', version: '0.1.0' }, _sessions: whole.sessions, _events: whole.events, _findings: whole.findings, _captureLedger: whole.captureLedger, _gaps: whole.extra['gaps'] });
    expect(log.entries[0]).toMatchObject({ pageref: 'page_1', startedDateTime: '2026-11-21T08:00:00.000Z', _resourceType: 'fetch', time: 99.75, response: { status: 200 } });
    expect(log.pages).toMatchObject([{ id: 'page_1', title: 'https://shop.example.test/' }]);
  });

  it('has a page for each document, and none where none is known', async () => {
    const { log } = await harOf(archive({ requests: [request('r1', { documentId: 'a' }), request('r2', { documentId: 'b' }), request('r3', { documentId: 'a' }), request('r4', { pageUrl: null })] }));
    expect(log.entries.map((e) => e.pageref)).toEqual(['page_1', 'page_2', 'page_1', undefined]);
    expect(log.pages).toHaveLength(2);
  });

  it.each<[string, object, object]>([
    ['text as text', bytesBody(encodeUtf8('{"name":"Zoë 👣"}')), { mimeType: 'text/plain', text: '{"name":"Zoë 👣"}' }],
    ['bytes as base64', bytesBody(Uint8Array.of(0, 255)), { mimeType: 'text/plain', encoding: 'base64', text: 'AP8=' }],
    ['compressed bytes as base64', bytesBody(encodeUtf8('x'), 'br'), { mimeType: 'text/plain', encoding: 'base64', text: 'eA==' }],
    ['a form as parameters', { kind: 'form', entries: [['a', '%41'], ['a', '']] }, { mimeType: 'text/plain', params: [{ name: 'a', value: '%41' }, { name: 'a', value: '' }] }],
  ])('writes %s', async (_what, body, postData) => {
    expect((await harOf(withBody(body))).log.entries[0]?.request.postData).toEqual(postData);
  });

  it.each<[string, object, Body | null]>([
    ['no body', { kind: 'none' }, null],
    ['an empty form', { kind: 'form', entries: [] }, null],
    ['a form that looks encoded', { kind: 'form', entries: [['a', '%41'], ['b', 'x+y']] }, null],
    ['a hidden body', { kind: 'unavailable', reason: 'blob', size: null }, null],
    ['a hidden body of known size', { kind: 'unavailable', reason: 'stream', size: 12 }, null],
    ['bytes with a mark in front', bytesBody(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41)), { kind: 'bytes', bytes: Uint8Array.of(0xef, 0xbb, 0xbf, 0x41), encoding: null }],
    ['a replacement character', bytesBody(encodeUtf8('a\ufffd')), { kind: 'bytes', bytes: encodeUtf8('a\ufffd'), encoding: null }],
    ['what is said to be compressed and is not', bytesBody(encodeUtf8('{}'), 'gzip'), { kind: 'bytes', bytes: encodeUtf8('{}'), encoding: 'gzip' }],
    ['what looks compressed and is not said to be', bytesBody(Uint8Array.of(0x1f, 0x8b, 1)), { kind: 'bytes', bytes: Uint8Array.of(0x1f, 0x8b, 1), encoding: null }],
    ['no bytes at all', bytesBody(new Uint8Array()), null],
  ])('brings back %s', async (_what, body, expected) => {
    const [back] = parsed(await textOf(withBody(body, { headers: [{ name: 'Content-Encoding', value: 'gzip' }] })));
    const [before] = toCapturedRequests([request('r1', { body }) as Archive['requests'][number]]);
    const isEmpty = before?.body.kind === 'bytes' && before.body.bytes.length === 0;
    expect(back?.body).toEqual(isEmpty ? { kind: 'none' } : before?.body);
    if (expected) expect(back?.body).toEqual({ ...expected, bytes: new Uint8Array((expected as { bytes: Uint8Array }).bytes) });
  });

  it.each([
    { kind: 'pending' }, { kind: 'unknown' }, { kind: 'failed', error: 'net::ERR_BLOCKED_BY_CLIENT', endedAt: T + 3.5 }, { kind: 'responded', status: 204, endedAt: T + 3, pageGone: true },
    { kind: 'responded', status: 429, endedAt: T + 3, limits: [{ name: 'retry-after', value: '60' }] },
    { kind: 'failed', error: 'before it began', endedAt: T - 5 },
  ])('brings back the outcome %j', async (outcome) => {
    expect(parsed(await textOf(archive({ requests: [request('r1', { outcome })] })))[0]?.outcome).toEqual(outcome);
  });

  it('splits a query as it is on the wire', async () => {
    const har = await harOf(archive({ requests: [request('r1', { url: 'https://c.example.test/i?e=a+b&x=%7B%7D&bad=%E0%A4%A&flag&a=b=c#?no=1' })] }));
    expect(har.log.entries[0]?.request.queryString).toEqual([{ name: 'e', value: 'a b' }, { name: 'x', value: '{}' }, { name: 'bad', value: '%E0%A4%A' }, { name: 'flag', value: '' }, { name: 'a', value: 'b=c' }]);
  });

  it('holds hostile text as text', async () => {
    const name = '</script><img src=x onerror=alert(1)>\u202e\u0000\ud800';
    const text = await textOf(archive({ requests: [request('r1', { pageUrl: SCRIPT_URL, headers: [{ name: '__proto__', value: name }] })], events: [event('e1', { name, data: JSON.parse('{"__proto__":{"x":1}}') as object })] }));
    expect(harFaults(JSON.parse(text))).toEqual([]);
    expect(parsed(text)).toMatchObject([{ pageUrl: SCRIPT_URL, headers: [{ name: '__proto__', value: name }] }]);
    expect(({} as { x?: number }).x).toBeUndefined();
  });
});

describe('our words in a HAR', () => {
  const damaged = async (change: (own: Record<string, unknown>) => unknown): Promise<string> => {
    const har = await harOf(archive());
    return JSON.stringify({ log: { ...har.log, entries: har.log.entries.map((e) => ({ ...e, _footsteps: change(e['_footsteps'] as Record<string, unknown>) })) } });
  };

  it.each<[string, (own: Record<string, unknown>) => unknown, string]>([
    ['a list', () => [], 'log.entries[0]._footsteps.id'],
    ['null', () => null, 'log.entries[0]._footsteps'],
    ['a time without end', (own) => ({ ...own, startedAt: 1e300 }), 'log.entries[0]._footsteps.startedAt'],
    ['an id that is a number', (own) => ({ ...own, id: 5 }), 'log.entries[0]._footsteps.id'],
    ['an unknown witness', (own) => ({ ...own, witnesses: ['webRequest', 'oracle'] }), 'log.entries[0]._footsteps.witnesses[1]'],
    ['an unknown body', (own) => ({ ...own, body: { kind: 'ghost' } }), 'log.entries[0]._footsteps.body.kind'],
    ['an outcome of nonsense', (own) => ({ ...own, outcome: { kind: 'responded', status: 'ok' } }), 'log.entries[0]._footsteps.outcome.status'],
  ])('are told by place and passed over where they are %s', async (_what, change, place) => {
    const read = parseHar(await damaged(change));
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value.problems.map((p) => p.place)).toEqual([place]);
    expect(read.value.requests).toMatchObject([{ id: 'h1', url: 'https://o1.ingest.example.test/api/42/envelope/', witnesses: ['import'] }]);
  });

  it('cannot take away bytes that are there, nor make up some', async () => {
    const hidden = parsed(await damaged((own) => ({ ...own, body: { kind: 'unavailable', reason: 'blob', size: 1 } })));
    expect(hidden[0]?.body.kind).toBe('bytes');
    const { log } = await harOf(withBody({ kind: 'none' }));
    const made = parsed(JSON.stringify({ log: { ...log, entries: [{ ...log.entries[0], _footsteps: { id: 'r', startedAt: T, body: { kind: 'bytes', encoding: 'gzip' } } }] } }));
    expect(made[0]?.body).toEqual({ kind: 'none' });
  });

  it('give each request an id of its own where one stands twice', async () => {
    const { log } = await harOf(archive());
    const [entry] = log.entries;
    expect(parsed(JSON.stringify({ log: { ...log, entries: [entry, entry, entry] } })).map(({ id }) => id)).toEqual(['r1', 'r1~', 'r1~~']);
  });
});
