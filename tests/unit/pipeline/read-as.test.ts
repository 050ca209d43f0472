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
const other = { ...fakeDissector(), id: asProtocolId('other') };

it('tells what a dissector makes of a stored request that another took', () => {
  const { record, body } = stored([{ name: 'a', at: 0, session: 's' }, { name: 'b', at: 1, session: 's' }]);
  expect(readAs(record, body, other)).toEqual({ result: 'decoded', eventCount: 2, events: [{ kind: 'track', name: 'a' }, { kind: 'track', name: 'b' }], sessionIds: ['s'], problems: [] });
});

it('tells what could not be read', () => {
  const { record, body } = stored('no JSON');
  expect(readAs(record, body, other)).toMatchObject({ result: 'undecodable', eventCount: 0, problems: [expect.any(String)] });
  expect(readAs(record, null, other)).toMatchObject({ result: 'bodyUnavailable' });
});
