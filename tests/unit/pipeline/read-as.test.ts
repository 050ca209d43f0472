import { gzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { asProtocolId } from '../../../lib/domain/event.ts';
import { prepare } from '../../../lib/pipeline/prepare.ts';
import { readAs } from '../../../lib/pipeline/read-as.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';

function stored(items: Parameters<typeof fakeRequest>[2]) {
  const prepared = prepare(fakeRequest('r1', 0, items), createRegistry([fakeDissector()]));
  if (!prepared) throw new Error('nobody takes it');
  return prepared;
}
const CAPS = { sentBytes: 1_000_000, decodedBytes: 1_000_000 };
const other = { ...fakeDissector(), id: asProtocolId('other') };

it('tells what a dissector makes of a stored request that another took', () => {
  const { record, body } = stored([{ name: 'a', at: 0, session: 's' }, { name: 'b', at: 1, session: 's' }]);
  expect(readAs(record, body, other, CAPS)).toEqual({ result: 'decoded', eventCount: 2, events: [{ kind: 'track', name: 'a' }, { kind: 'track', name: 'b' }], sessionIds: ['s'], problems: [] });
});

it('undoes no more of a compression than the user allows', () => {
  const request = fakeRequest('r1', 0, '', { body: { kind: 'bytes', bytes: gzipSync(new TextEncoder().encode(JSON.stringify([{ name: 'x'.repeat(100_000), at: 0 }]))), encoding: null } });
  const prepared = prepare(request, createRegistry([fakeDissector()]));
  if (!prepared) throw new Error('nobody takes it');
  expect(readAs(prepared.record, prepared.body, other, CAPS).result).toBe('decoded');
  expect(readAs(prepared.record, prepared.body, other, { ...CAPS, decodedBytes: 10_000 }).result).not.toBe('decoded');
});

it('tells what could not be read', () => {
  const { record, body } = stored('no JSON');
  expect(readAs(record, body, other, CAPS)).toMatchObject({ result: 'undecodable', eventCount: 0, problems: [expect.any(String)] });
  expect(readAs(record, null, other, CAPS)).toMatchObject({ result: 'bodyUnavailable' });
});
