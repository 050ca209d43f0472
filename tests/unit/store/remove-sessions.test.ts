import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storedSize } from '../../../lib/domain/stored-size.ts';
import { ingest } from '../../../lib/pipeline/ingest.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { asSessionKey } from '../../../lib/domain/session.ts';
import { openDatabase, type Database } from '../../../lib/store/db.ts';
import { removeSessions } from '../../../lib/store/remove-sessions.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

let db: Database;
let names = 0;
beforeEach(() => {
  db = openDatabase(`remove ${names++}`);
});
afterEach(() => db.delete());

const dissectors = [fakeDissector()];
const store = (id: string, ...events: readonly { readonly name: string; readonly at: number; readonly session: string }[]) =>
  ingest({ repository: createRepository(db), registry: createRegistry(dissectors), rulesOf: createRules(dissectors) }, { requests: [fakeRequest(id, 0, events)] }, T0);
const keyOf = async (sessionId: string) => (await db.sessions.toArray()).find((row) => row.sessionId === sessionId)?.key ?? asSessionKey('none');

describe('deleting sessions', () => {
  it('takes all of them, and of a request that others share nothing; the counters stay true', async () => {
    await store('r1', { name: 'a1', at: 0, session: 'a' }, { name: 'b1', at: 1, session: 'b' });
    await store('r2', { name: 'a2', at: 2, session: 'a' });
    await store('r3', { name: 'c1', at: 3, session: 'c' });
    expect(await removeSessions(db, [await keyOf('a'), await keyOf('c'), asSessionKey('unknown')])).toBe(2);
    expect((await db.sessions.toArray()).map(({ sessionId }) => sessionId)).toEqual(['b']);
    expect((await db.events.toArray()).map(({ name }) => name)).toEqual(['b1']);
    expect(await db.requests.toCollection().primaryKeys()).toEqual(await db.bodies.toCollection().primaryKeys());
    expect(await db.requests.count()).toBe(1);
    expect(await db.facts.count()).toBe(1);
    const size = storedSize(Object.fromEntries((await db.counters.toArray()).map(({ name, n }) => [name, n])));
    expect([size.requests, size.events]).toEqual([1, 1]);
  });
});
