import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeEndpoints, readEndpointFile, writeEndpointFile } from '../../../lib/domain/endpoint-file.ts';

const VENDORS = new Set(['snowplow', 'sentry']);
const one = { pattern: 'POST collect.example.com/e', protocol: 'snowplow' };

it('reads what it writes', () => {
  expect(readEndpointFile(writeEndpointFile([one, { pattern: '*.example.org', protocol: 'sentry' }]), VENDORS)).toEqual({ ok: true, value: [one, { pattern: '*.example.org', protocol: 'sentry' }] });
});

it.each([
  ['{', 'notJson'], ['[]', 'notOurs'], ['{"footstepsEndpoints":1}', 'notOurs'], ['{"footstepsEndpoints":2,"endpoints":[]}', 'newer'],
  [JSON.stringify({ footstepsEndpoints: 1, endpoints: Array.from({ length: 1_001 }, () => one) }), 'tooMany'],
])('refuses %.40s', (text, kind) => expect(readEndpointFile(text, VENDORS)).toEqual({ ok: false, error: { kind } }));

it('names the entry that is wrong, and takes none of the others', () => {
  const read = (entry: unknown) => readEndpointFile(JSON.stringify({ footstepsEndpoints: 1, endpoints: [one, entry] }), VENDORS);
  expect(read({ ...one, pattern: '*' })).toEqual({ ok: false, error: { kind: 'entry', entry: 2, what: 'pattern', said: '"*"' } });
  expect(read({ ...one, protocol: 'gone' })).toEqual({ ok: false, error: { kind: 'entry', entry: 2, what: 'vendor', said: '"gone"' } });
  expect(read(null)).toMatchObject({ error: { what: 'pattern' } });
});

it('throws at nothing', () => {
  fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
    expect(readEndpointFile(text, VENDORS).ok).toBe(false);
  }));
});

it('puts new ones to the end and replaces those of the same address', () => {
  const other = { pattern: 'b.example', protocol: 'sentry' };
  expect(mergeEndpoints([one, other], [{ ...one, protocol: 'sentry' }, other, { pattern: 'c.example', protocol: 'sentry' }])).toEqual({
    endpoints: [{ ...one, protocol: 'sentry' }, other, { pattern: 'c.example', protocol: 'sentry' }], added: 1, replaced: 1,
  });
});
