import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { ingest } from '../../../lib/pipeline/ingest.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { openDatabase } from '../../../lib/store/db.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { tabTally } from '../../../lib/store/tab-tally.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

it('counts what is open in a tab, and what is wrong there', async () => {
  const dissectors = [fakeDissector()];
  const db = openDatabase('tab-tally');
  const take = (name: string, session: string, tabId: number) =>
    ingest({ repository: createRepository(db), registry: createRegistry(dissectors), rulesOf: createRules(dissectors) }, { requests: [fakeRequest(name, 1, [{ id: `e-${name}`, name, at: 1, session }], { tabId })] }, T0 + 10_000);
  await take('a', 'one', 1);
  await take('b', 'two', 2);
  await take('c', '0', 3);
  expect(await tabTally(db, 9, T0)).toEqual({ openSessions: 0, errors: 0, findings: 0, crashed: 0 });
  const [row] = await db.sessions.where('openTabs').equals(2).toArray();
  const key = row?.key;
  if (key === undefined) throw new Error('no session in tab 2');
  const finding = { code: 'x', message: 'm', sessionKey: key, eventId: null, requestId: null };
  await db.findings.bulkAdd([{ ...finding, severity: 'info' }, { ...finding, severity: 'warning' }, { ...finding, severity: 'error' }]);
  await db.sessions.update(key, { counts: { events: 4, errors: 3, heartbeats: 0, requests: 4 } });
  expect(await tabTally(db, 2, T0)).toEqual({ openSessions: 1, errors: 3, findings: 2, crashed: 0 });

  await db.sessions.update(key, { state: 'crashed', open: 0, openTabs: [], lastActivityAt: T0 });
  expect(await tabTally(db, 2, T0)).toEqual({ openSessions: 0, errors: 0, findings: 0, crashed: 1 });
  expect(await tabTally(db, 2, T0 + 1), 'it is a while ago').toMatchObject({ crashed: 0 });
  expect(await tabTally(db, 1, T0), 'another tab').toMatchObject({ crashed: 0 });
});
