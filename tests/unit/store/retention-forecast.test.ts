import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { ingest } from '../../../lib/pipeline/ingest.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { openDatabase, type Database } from '../../../lib/store/db.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { createRetention } from '../../../lib/store/retention.ts';
import { forecastRetention } from '../../../lib/store/retention-forecast.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

const DAY = 86_400_000;
const NONE = { maxAgeDays: null, maxEvents: null, maxBytes: null };
const dissectors = [fakeDissector()];
let db: Database;
let names = 0;

/** Ten sessions of two events each, a day apart; the last is still open. */
beforeEach(async () => {
  db = openDatabase(`forecast ${names++}`);
  const deps = { repository: createRepository(db), registry: createRegistry(dissectors), rulesOf: createRules(dissectors) };
  for (let i = 0; i < 10; i++) {
    const at = i * DAY;
    await ingest(deps, { requests: [fakeRequest(`r${i}`, at, [{ name: 'a', at, session: `s${i}` }, { name: 'b', at: at + 1, session: `s${i}` }])] }, T0 + at);
  }
  for (const { open: _open, ...row } of await db.sessions.toArray()) if (row.sessionId !== 's9') await db.sessions.put({ ...row, openTabs: [], endedAt: row.lastActivityAt });
});
afterEach(() => db.delete());

it('foresees what age takes, and what retention then takes', async () => {
  const limits = { ...NONE, maxAgeDays: 5 };
  const foreseen = await forecastRetention(db, limits, T0 + 9 * DAY);
  expect(foreseen).toEqual({ sessions: 4, events: 8 });
  let [sessions, events] = [0, 0];
  for (let done = false; !done; ) {
    const step = await createRetention(db).step(limits, T0 + 9 * DAY);
    ({ done } = step);
    sessions += step.sessions;
    events += step.events;
  }
  expect({ sessions, events }).toEqual(foreseen);
});

it('foresees what a number and a size take; an open session and the one before it stay', async () => {
  expect(await forecastRetention(db, NONE, T0)).toEqual({ sessions: 0, events: 0 });
  expect(await forecastRetention(db, { ...NONE, maxEvents: 10 }, T0)).toEqual({ sessions: 6, events: 12 });
  expect((await forecastRetention(db, { ...NONE, maxBytes: 20_000 }, T0)).sessions).toBeGreaterThan(3);
  const all = await forecastRetention(db, { ...NONE, maxAgeDays: 0 }, T0 + 100 * DAY);
  expect(all.sessions).toBeLessThan(10);
  expect(all.sessions).toBeGreaterThan(7);
});
