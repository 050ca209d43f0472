import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import type { Live } from '../../../lib/base/observable.ts';
import type { CapturedRequest } from '../../../lib/domain/request.ts';
import type { Gap } from '../../../lib/domain/ports.ts';
import { ingest, type IngestBatch } from '../../../lib/pipeline/ingest.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { openDatabase } from '../../../lib/store/db.ts';
import { createQueries, type Queries } from '../../../lib/store/queries.ts';
import { createReader } from '../../../lib/store/reader.ts';
import { openReading } from '../../../lib/store/reading.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

let count = 0;

function store({ since = 0 } = {}) {
  const dissectors = [fakeDissector()];
  const name = `reader-${++count}`;
  const db = openDatabase(name);
  const deps = { repository: createRepository(db), registry: createRegistry(dissectors), rulesOf: createRules(dissectors) };
  return {
    name, db,
    queries: createQueries(openReading(name), async () => since),
    reader: createReader(async () => since, name),
    take: (batch: Partial<IngestBatch>) => ingest(deps, { requests: [], ...batch }, T0 + 10_000),
  };
}

const request = (name: string, at: number, session: string, change: Partial<CapturedRequest> = {}) => fakeRequest(name, at, [{ id: `e-${name}`, name, at, session }], change);

function watch<T>(live: Live<T>) {
  const values: T[] = [];
  const errors: unknown[] = [];
  const stop = live.subscribe((value) => values.push(value), (error) => errors.push(error));
  return { values, errors, stop, until: (check: (value: T | undefined) => void) => vi.waitFor(() => check(values.at(-1))) };
}

const first = <T>(live: Live<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const stop = live.subscribe((value) => {
      resolve(value);
      setTimeout(() => stop());
    }, reject);
  });

type Shared = Pick<Queries, 'sessions' | 'footsteps' | 'findings' | 'counters' | 'gaps'>;
const QUESTIONS: readonly (readonly [string, (of: Shared, key: string) => Live<unknown>])[] = [
  ['sessions of a tab', (of) => of.sessions({ tabId: 1 })],
  ['sessions of all tabs', (of) => of.sessions({ tabId: null })],
  ['sessions of a tab that has none', (of) => of.sessions({ tabId: 99 })],
  ['the last footstep of a session', (of, key) => of.footsteps({ sessionKey: key as never, limit: 1 })],
  ['footsteps of a session', (of, key) => of.footsteps({ sessionKey: key as never, limit: 100 })],
  ['footsteps of a tab', (of) => of.footsteps({ tabId: 1, limit: 2 })],
  ['footsteps of all', (of) => of.footsteps({ limit: 3 })],
  ['findings of a tab', (of) => of.findings({ tabId: 1 })],
  ['findings of all', (of) => of.findings({ tabId: null })],
  ['counters', (of) => of.counters()],
  ['gaps of a tab', (of) => of.gaps({ tabId: 1 })],
  ['all gaps', (of) => of.gaps({ tabId: null })],
];

describe('the reader without Dexie', () => {
  it.each(QUESTIONS)('gives the same as the live queries: %s', async (_, ask) => {
    const s = store({ since: T0 + 2 });
    await s.take({
      requests: [
        request('a', 1, 'before'), request('b', 3, 'one', { outcome: { kind: 'responded', status: 200, endedAt: T0 } }), request('c', 4, 'two'),
        request('d', 5, 'one', { outcome: { kind: 'responded', status: 500, endedAt: T0 } }), request('e', 6, 'three', { tabId: 2 }),
      ],
    });
    const gap: Gap = { from: T0, to: T0 + 1, why: 'paused', lost: null };
    await s.db.gaps.bulkAdd([gap, { ...gap, to: T0 + 5 }, { ...gap, from: T0 + 9, to: null }]);
    const sessions = await s.db.sessions.toArray();
    await s.db.findings.bulkAdd(sessions.map((x, i) => ({ code: `f${i}`, severity: 'info', message: 'm', sessionKey: x.key, eventId: null, requestId: null })));
    const key = sessions.find((x) => x.sessionId === 'one')?.key ?? '';
    expect(key).not.toBe('');
    const wanted = await first(ask(s.queries, key));
    const read = watch(ask(s.reader, key));
    await read.until((v) => expect(v).toEqual(wanted));
    read.stop();
  });

  it('tells the open sessions of a tab, and what was found in them, before it reads those that are over', async () => {
    const s = store({ since: T0 + 2 });
    await s.take({ requests: [request('a', 1, 'before'), request('b', 3, 'over'), request('c', 4, 'open'), request('d', 5, 'elsewhere', { tabId: 2 })] });
    const keyOf = async (id: string) => (await s.db.sessions.filter(({ sessionId }) => sessionId === id).first())?.key ?? ('' as never);
    const [open, over] = [await keyOf('open'), await keyOf('over')];
    await s.db.sessions.toCollection().modify((row) => Object.assign(row, { openTabs: row.key === open ? [1] : [] }));
    await s.db.findings.bulkAdd([open, over].map((sessionKey) => ({ code: 'f', severity: 'info', message: 'm', sessionKey, eventId: null, requestId: null })));
    const sessions = watch(s.reader.sessions({ tabId: 1 }));
    const findings = watch(s.reader.findings({ tabId: 1 }));
    await sessions.until((v) => expect(v).toHaveLength(2));
    await findings.until((v) => expect(v).toHaveLength(2));
    expect(sessions.values.map((rows) => rows.map(({ sessionId }) => sessionId))).toEqual([['open'], ['open', 'over']]);
    expect(findings.values.map((rows) => rows.map(({ sessionKey }) => sessionKey))).toEqual([[open], [over, open]]);
    sessions.stop();
    findings.stop();
  });

  it('reads again what was written through Dexie, and only that', async () => {
    const s = store();
    await s.take({ requests: [request('a', 1, 'one')] });
    const sessions = watch(s.reader.sessions({ tabId: 1 }));
    const gaps = watch(s.reader.gaps({ tabId: 1 }));
    await sessions.until((v) => expect(v?.map((x) => x.sessionId)).toEqual(['one']));
    await gaps.until((v) => expect(v).toEqual([]));
    await s.take({ requests: [request('b', 2, 'two')] });
    await sessions.until((v) => expect(v?.map((x) => x.sessionId)).toEqual(['two', 'one']));
    await s.db.sessions.clear();
    await sessions.until((v) => expect(v).toEqual([]));
    expect(gaps.values).toHaveLength(1);
    sessions.stop();
    gaps.stop();
    const seen = sessions.values.length;
    await s.take({ requests: [request('c', 3, 'three')] });
    const other = watch(s.reader.sessions({ tabId: 1 }));
    await other.until((v) => expect(v?.map((x) => x.sessionId)).toContain('three'));
    expect(sessions.values).toHaveLength(seen);
    other.stop();
  });

  it('finds nothing where there is no database, makes none, and sees the one that the background makes', async () => {
    const name = `reader-${++count}`;
    const sessions = watch(createReader(async () => 0, name).sessions({ tabId: 1 }));
    await sessions.until((v) => expect(v).toEqual([]));
    expect((await indexedDB.databases()).map((db) => db.name)).not.toContain(name);
    const dissectors = [fakeDissector()];
    const db = openDatabase(name);
    await ingest({ repository: createRepository(db), registry: createRegistry(dissectors), rulesOf: createRules(dissectors) }, { requests: [request('a', 1, 'one')] }, T0 + 10_000);
    await sessions.until((v) => expect(v?.map((x) => x.sessionId)).toEqual(['one']));
    sessions.stop();
  });

  it('stands in the way of no newer version of the database', async () => {
    const s = store();
    await s.take({ requests: [request('a', 1, 'one')] });
    const sessions = watch(s.reader.sessions({ tabId: 1 }));
    await sessions.until((v) => expect(v).toHaveLength(1));
    s.db.close();
    const newer = await new Promise<IDBDatabase>((resolve, reject) => {
      const open = indexedDB.open(s.name, 1000);
      open.addEventListener('success', () => resolve(open.result));
      open.addEventListener('blocked', () => reject(new Error('blocked')));
    });
    expect(newer.version).toBe(1000);
    newer.close();
    sessions.stop();
  });

  it('says that it cannot read', async () => {
    const s = store();
    await s.take({ requests: [request('a', 1, 'one')] });
    const failing = watch(createReader(() => Promise.reject(new Error('no session storage')), s.name).sessions({ tabId: 1 }));
    await vi.waitFor(() => expect(failing.errors).toEqual([new Error('no session storage')]));
    failing.stop();
  });
});
