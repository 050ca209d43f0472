import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { ingest } from '../../../lib/pipeline/ingest.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { openDatabase } from '../../../lib/store/db.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { scanRequests } from '../../../lib/store/request-scan.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

it('looks through the newest requests for those that match', async () => {
  const db = openDatabase('request scan');
  const dissectors = [fakeDissector()];
  const requests = Array.from({ length: 10 }, (_, i) => fakeRequest(`r${i}`, i, [{ name: 'a', at: i }]));
  await ingest({ repository: createRepository(db), registry: createRegistry(dissectors), rulesOf: createRules(dissectors) }, { requests }, T0);
  const scan = await scanRequests(db, ({ id }) => Number(id.slice(1)) % 2 === 0, 2);
  expect({ ...scan, newest: scan.newest.map(({ id }) => id) }).toEqual({ looked: 10, all: true, matched: 5, newest: ['r8', 'r6'] });
  expect(await scanRequests(db, () => true, 0, 4)).toMatchObject({ looked: 4, all: false, matched: 4, newest: [] });
});
