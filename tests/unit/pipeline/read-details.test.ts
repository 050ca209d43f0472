import { gzipSync } from 'fflate';
import { expect, it } from 'vitest';
import type { Body } from '../../../lib/domain/request.ts';
import { prepare } from '../../../lib/pipeline/prepare.ts';
import { readDetails } from '../../../lib/pipeline/read-details.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';

const dissectors = [fakeDissector()];

function stored(body: string, change: { bytes?: Uint8Array } = {}) {
  const request = fakeRequest('r1', 0, body, change.bytes ? { body: { kind: 'bytes', bytes: change.bytes, encoding: null } } : {});
  const prepared = prepare(request, createRegistry(dissectors));
  if (!prepared) throw new Error('not taken');
  return prepared;
}

it('gives the fields of each event and the body, decompressed', () => {
  const text = '[{"name":"a","at":1},{"name":"b","at":2}]';
  const { record, body } = stored('', { bytes: gzipSync(new TextEncoder().encode(text)) });
  const details = readDetails(record, body, dissectors, null);
  expect(details.eventTrees.map((tree) => tree.map((n) => [n.name, n.label, n.value]))).toEqual([
    [['fake.name', 'Name', 'a'], [null, 'at', 1]],
    [['fake.name', 'Name', 'b'], [null, 'at', 2]],
  ]);
  expect(details.body).toBe(body);
  expect(details.decoded.kind === 'bytes' && new TextDecoder().decode(details.decoded.bytes)).toBe(text);
});

it('says what was wrong with the request', () => {
  const { record, body } = stored('{"cut');
  expect(readDetails(record, body, dissectors, null).findings).toEqual([expect.objectContaining({ code: 'dissector.threw', severity: 'error', requestId: 'r1' })]);
});

it('goes without the body, or the dissector, where those are gone', () => {
  const { record, body } = stored('[{"name":"a","at":1}]');
  const gone: Body = { kind: 'unavailable', reason: 'notCaptured', size: 21 };
  expect(readDetails(record, null, dissectors, null)).toMatchObject({ body: gone, decoded: gone, eventTrees: [] });
  expect(readDetails(record, body, [], null)).toMatchObject({ body, tree: [], eventTrees: [] });
});

it('undoes no more of a compression than the user allows', () => {
  const text = JSON.stringify([{ name: 'x'.repeat(100_000), at: 1 }]);
  const { record, body } = stored('', { bytes: gzipSync(new TextEncoder().encode(text)) });
  const sizeUnder = (decodedBytes: number): number => {
    const { decoded } = readDetails(record, body, dissectors, { sentBytes: 1_000_000, decodedBytes });
    return decoded.kind === 'bytes' ? decoded.bytes.length : -1;
  };
  expect(sizeUnder(200_000)).toBe(text.length);
  expect(sizeUnder(10_000)).toBe(10_000);
});
