import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { pagedParts } from '../../../lib/app/paged-parts.ts';
import { parseArchive } from '../../../lib/archive/parse-archive.ts';
import { partsText } from '../../../lib/archive/write-archive.ts';
import { ingest } from '../../../lib/pipeline/ingest.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { openDatabase, type Database } from '../../../lib/store/db.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { rescue } from '../../../lib/store/rescue.ts';
import { SCHEMA } from '../../../lib/store/schema.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

const dissectors = [fakeDissector()];
let name: string;
let count = 0;
beforeEach(() => {
  name = `rescue ${count++}`;
});

async function stored(schema = SCHEMA): Promise<Database> {
  const db = openDatabase(name, schema);
  for (const at of [1, 2, 3]) {
    await ingest({ repository: createRepository(db), registry: createRegistry(dissectors), rulesOf: createRules(dissectors) }, { requests: [fakeRequest(`r${at}`, at, [{ name: `e${at}`, at, session: `s${at}` }])] }, T0 + at);
  }
  return db;
}
/** What the archive of all that could be read says, read again as any other. */
async function rescued() {
  const found = await rescue(name);
  let text = '';
  for await (const piece of partsText(pagedParts(found, { exporter: { name: 'Footsteps', version: '1' }, createdAt: T0 }))) text += piece;
  found.close();
  const read = parseArchive(text);
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { requests, events, sessions } = read.value.archive;
  return { requests: requests.map((r) => r.id), events: events.map((e) => e.name), sessions: sessions.map((s) => s.sessionId), bodies: requests.map((r) => r.body.kind), unread: found.unread() };
}

it('reads everything of a database that is sound', async () => {
  (await stored()).close();
  expect(await rescued()).toMatchObject({ requests: ['r1', 'r2', 'r3'], events: ['e1', 'e2', 'e3'], sessions: ['s1', 's2', 's3'], unread: 0 });
});

it('reads one of a newer version without touching it', async () => {
  const later = [...SCHEMA, { version: 100, tables: { bodies: null, another: 'id' } }];
  (await stored()).close();
  const newer = openDatabase(name, later);
  await newer.open();
  newer.close();
  expect(await rescued()).toMatchObject({ requests: ['r1', 'r2', 'r3'], events: ['e1', 'e2', 'e3'], unread: 0 });
  expect((await openDatabase(name, later).open()).verno).toBe(100);
});

it('leaves out rows that are none, counts them once, and reads the rest', async () => {
  const db = await stored();
  const harm = (table: string, key: string, row: object): Promise<unknown> => db.table(table).put({ ...row, ...(table === 'sessions' ? { key } : { id: key }) }) as unknown as Promise<unknown>;
  await harm('requests', 'r1', { url: 5 });
  await harm('events', 'r2:0', { occurredAt: T0 + 2 });
  await harm('bodies', 'r3', {});
  const [session] = await db.sessions.toArray();
  await harm('sessions', session?.key ?? '', { lane: 'none' });
  db.close();
  expect(await rescued()).toEqual({ requests: ['r2', 'r3'], events: ['e1', 'e3'], sessions: ['s2', 's3'], bodies: ['bytes', 'unavailable'], unread: 3 });
});

it('says so where there is no database, and makes none', async () => {
  await expect(rescue(name)).rejects.toThrow(/\w/);
  expect((await indexedDB.databases()).some((db) => db.name === name)).toBe(false);
});
