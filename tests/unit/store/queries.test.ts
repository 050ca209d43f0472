import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import type { Live } from '../../../lib/base/observable.ts';
import { asRequestId, type CapturedRequest, type Outcome, type RequestId } from '../../../lib/domain/request.ts';
import { ingest, type IngestBatch } from '../../../lib/pipeline/ingest.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { openDatabase } from '../../../lib/store/db.ts';
import { createOwnQueries } from '../../../lib/store/own-queries.ts';
import { createQueries } from '../../../lib/store/queries.ts';
import { openReading } from '../../../lib/store/reading.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { readSelection } from '../../../lib/store/selection.ts';
import { createUpkeep } from '../../../lib/store/upkeep.ts';
import { ledgerCounters } from '../../fakes/counters.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

let count = 0;

function store({ since = 0 } = {}) {
  const dissectors = [fakeDissector()];
  const db = openDatabase(`queries-${++count}`);
  const deps = { repository: createRepository(db), registry: createRegistry(dissectors), rulesOf: createRules(dissectors) };
  return {
    db,
    queries: { ...createQueries(openReading(db.name), async () => since), ...createOwnQueries(db) },
    upkeep: createUpkeep(db),
    take: (batch: Partial<IngestBatch> | CapturedRequest) => ingest(deps, 'url' in batch ? { requests: [batch] } : { requests: [], ...batch }, T0 + 10_000),
  };
}

const request = (name: string, at: number, session: string, change: Partial<CapturedRequest> = {}) => fakeRequest(name, at, [{ id: `e-${name}`, name, at, session }], change);
const responded = (status: number): Outcome => ({ kind: 'responded', status, endedAt: T0 });

/** The newest value, and all that came. */
function watch<T>(live: Live<T>) {
  const values: T[] = [];
  const stop = live.subscribe((value) => values.push(value));
  return { values, stop, last: () => values.at(-1), until: (check: (value: T | undefined) => void) => vi.waitFor(() => check(values.at(-1))) };
}

describe('live queries', () => {
  it('give the sessions of a tab or of all, newest activity first, and again when one is added', async () => {
    const s = store();
    await s.take({ requests: [request('a', 1, 'one'), request('b', 2, 'two', { tabId: 2 })] });
    const all = watch(s.queries.sessions({ tabId: null }));
    const tab = watch(s.queries.sessions({ tabId: 1 }));
    await all.until((v) => expect(v?.map((x) => x.sessionId)).toEqual(['two', 'one']));
    await tab.until((v) => expect(v?.map((x) => x.sessionId)).toEqual(['one']));
    expect(Object.keys(all.last()?.[0] ?? {})).not.toContain('openTabs');
    await s.take(request('c', 3, 'three'));
    await tab.until((v) => expect(v?.map((x) => x.sessionId)).toEqual(['three', 'one']));
    all.stop();
    tab.stop();
    const seen = all.values.length;
    await s.take(request('d', 4, 'four'));
    expect(all.values).toHaveLength(seen);
  });

  it('leave out what a tab of the same number had before the browser started', async () => {
    const s = store({ since: T0 + 100 });
    await s.take({ requests: [request('a', 1, 'one'), request('b', 200, 'two')] });
    await watch(s.queries.sessions({ tabId: 1 })).until((v) => expect(v?.map((x) => x.sessionId)).toEqual(['two']));
    await watch(s.queries.footsteps({ tabId: 1, limit: 9 })).until((v) => expect(v?.map((x) => x.name)).toEqual(['b']));
  });

  it('give the newest footsteps of a session, a tab or all, oldest first, with their delivery', async () => {
    const s = store();
    await s.take({ requests: [request('a', 1, 'one'), request('b', 2, 'one'), request('c', 3, 'two', { tabId: 2 }), request('d', 4, 'one')] });
    const key = (await s.db.sessions.toArray()).find((x) => x.sessionId === 'one')?.key;
    const session = watch(s.queries.footsteps({ ...(key ? { sessionKey: key } : {}), limit: 2 }));
    await session.until((v) => expect(v?.map((x) => [x.name, x.outcome.kind])).toEqual([['b', 'pending'], ['d', 'pending']]));
    await watch(s.queries.footsteps({ tabId: 2, limit: 9 })).until((v) => expect(v?.map((x) => x.name)).toEqual(['c']));
    await watch(s.queries.footsteps({ limit: 3 })).until((v) => expect(v?.map((x) => x.name)).toEqual(['b', 'c', 'd']));
    await s.take({ outcomes: new Map([[asRequestId('d'), responded(204)]]) });
    await session.until((v) => expect(v?.map((x) => x.outcome.kind)).toEqual(['pending', 'responded']));
  });

  it('take an event for delivered where any attempt was', async () => {
    const s = store();
    await s.take({ requests: [request('a', 1, 'one', { outcome: { kind: 'failed', error: 'net::ERR_FAILED', endedAt: T0 } })] });
    await s.take({ requests: [{ ...request('a', 1, 'one', { outcome: responded(202) }), id: asRequestId('again') }] });
    await watch(s.queries.footsteps({ limit: 9 })).until((v) => expect(v?.map((x) => [x.repeats, x.outcome.kind])).toEqual([[1, 'responded']]));
  });

  it('give the size of the body that carried a footstep', async () => {
    const s = store();
    const sent = request('a', 1, 'one');
    await s.take(sent);
    await watch(s.queries.footsteps({ limit: 9 })).until((v) => expect(v?.map((x) => x.bodySize)).toEqual([sent.body.kind === 'bytes' ? sent.body.bytes.length : 0]));
  });

  it('give findings and counters', async () => {
    const s = store();
    await s.take({ requests: [request('a', 1, '0'), request('b', 2, 'two', { tabId: 2 })], counters: { seen: 5 } });
    await watch(s.queries.findings({ tabId: 1 })).until((v) => expect(v?.map((f) => f.code)).toEqual(['session.nullId']));
    await watch(s.queries.findings({ tabId: 2 })).until((v) => expect(v).toEqual([]));
    await watch(s.queries.findings({ tabId: null })).until((v) => expect(v?.map((f) => f.code)).toEqual(['session.nullId']));
    await watch(s.queries.counters()).until((v) => expect(ledgerCounters(v)).toEqual({ seen: 5, candidates: 2, decoded: 2 }));
    expect(await s.queries.tabsOfOpenSessions()).toEqual([2]);
  });

  it('give a request with its body, or without where that is gone', async () => {
    const s = store();
    const sent = request('a', 1, 'one');
    await s.take(sent);
    const found = await s.queries.request(sent.id);
    expect(found).toMatchObject({ request: { id: 'a', url: sent.url, outcome: { kind: 'pending' } }, body: sent.body });
    expect(found?.request).not.toHaveProperty('pending');
    await s.db.bodies.clear();
    expect((await s.queries.request(sent.id))?.body).toBeNull();
    expect(await s.queries.request('none' as RequestId)).toBeNull();
  });
});

describe('pauses', () => {
  it('are those that there are to be, one gap each, and go on until they are no more', async () => {
    const s = store();
    const site = { kind: 'site', host: 'shop.test' } as const;
    await s.upkeep.syncPauses([site], T0);
    await s.upkeep.syncPauses([null, site, { kind: 'tab', tabId: 7 }], T0 + 1);
    await s.upkeep.syncPauses([site], T0 + 2);
    await s.upkeep.syncPauses([site], T0 + 3);
    expect((await s.queries.allGaps()).map(({ from, to, scope }) => [from - T0, to === null ? null : to - T0, scope ?? null])).toEqual([[0, null, site], [1, 2, null], [1, 2, { kind: 'tab', tabId: 7 }]]);
    await s.upkeep.syncPauses([], T0 + 4);
    expect((await s.queries.allGaps()).every(({ to }) => to !== null)).toBe(true);
  });

  it('of a site do not hide that the browser was closed, and those of other tabs are not of this one', async () => {
    const s = store();
    await s.take(request('a', 0, 's'));
    await s.upkeep.syncPauses([{ kind: 'site', host: 'shop.test' }, { kind: 'tab', tabId: 7 }], T0 + 1);
    await s.upkeep.noteClosed(T0 + 50, () => false);
    expect((await s.queries.allGaps()).map(({ why }) => why)).toEqual(['browserClosed', 'paused', 'paused']);
    const tab = watch(s.queries.gaps({ tabId: 1 }));
    await tab.until((gaps) => expect(gaps?.map(({ scope }) => scope?.kind ?? 'all')).toEqual(['all', 'site']));
  });
});

describe('gaps and hidden bodies', () => {
  it('gives gaps of all time, or since the browser started', async () => {
    const s = store({ since: T0 + 10 });
    for (const [from, to] of [[0, 10], [11, 12], [20, null]] as const) {
      await s.upkeep.openGap('paused', T0 + from);
      if (to !== null) await s.upkeep.closeGaps('paused', T0 + to);
    }
    const [all, tab] = [watch(s.queries.gaps({ tabId: null })), watch(s.queries.gaps({ tabId: 1 }))];
    await all.until((gaps) => expect(gaps?.map((gap) => [gap.from - T0, gap.to === null])).toEqual([[0, false], [11, false], [20, true]]));
    await tab.until((gaps) => expect(gaps?.map((gap) => gap.from - T0)).toEqual([11, 20]));
    await s.upkeep.closeGaps('paused', T0 + 30);
    await tab.until((gaps) => expect(gaps?.at(-1)?.to).toBe(T0 + 30));
    all.stop();
    tab.stop();
  });

  it('gives the requests of a tab, or of none, whose body is missing, until it is not', async () => {
    const s = store();
    const hidden = (name: string, at: number, tabId: number | null) => fakeRequest(name, at, [], { tabId, body: { kind: 'unavailable', reason: 'blob', size: null } });
    await s.take({ requests: [request('seen', 1, 'one'), hidden('a', 2, 1), hidden('other', 3, 2), hidden('worker', 4, null)] });
    const watched = watch(s.queries.hidden(1));
    await watched.until((requests) => expect(requests?.map((r) => r.id).toSorted()).toEqual(['a', 'worker']));
    expect((await s.queries.requestsBetween(1, T0 + 1, T0 + 2)).map((r) => r.id)).toEqual(['seen', 'a']);
    await s.take(request('a', 2, 'one'));
    await watched.until((requests) => expect(requests).toEqual([{ id: 'worker', method: 'POST', url: 'https://c.test/fake', startedAt: T0 + 4 }]));
    watched.stop();
  });
});

describe('a selection for export', () => {
  it('holds sessions with their events and requests, of some keys, a tab or all', async () => {
    const s = store();
    await s.take({ requests: [request('a', 1, 'one'), request('b', 2, 'two'), request('c', 3, 'two', { tabId: 2 }), fakeRequest('d', 4, [], { tabId: 2 })] });
    const ids = (selected: Awaited<ReturnType<typeof readSelection>>) => [
      selected.sessions.map((x) => x.sessionId).toSorted(), selected.events.map((e) => e.name).toSorted(), selected.requests.map((r) => r.id).toSorted(), [...selected.bodies.keys()].toSorted(),
    ];
    const two = (await s.db.sessions.toArray()).find((x) => x.sessionId === 'two');
    expect(ids(await readSelection(s.db, { sessionKeys: two ? [two.key] : [] }))).toEqual([['two'], ['b', 'c'], ['b', 'c'], ['b', 'c']]);
    expect(ids(await readSelection(s.db, { tabId: 2 }))).toEqual([['two'], ['b', 'c'], ['b', 'c', 'd'], ['b', 'c', 'd']]);
    const all = await readSelection(s.db, {});
    expect(ids(all)).toEqual([['one', 'two'], ['a', 'b', 'c'], ['a', 'b', 'c', 'd'], ['a', 'b', 'c', 'd']]);
    expect(ledgerCounters(all.counters)).toEqual({ candidates: 4, decoded: 4 });

    for (const [from, to] of [[-50, -40], [2, 3], [50, 60]] as const) {
      await s.upkeep.openGap('paused', T0 + from);
      await s.upkeep.closeGaps('paused', T0 + to);
    }
    const gaps = async (selection: Parameters<typeof readSelection>[1]) => (await readSelection(s.db, selection)).gaps.map(({ from }) => from - T0);
    expect(await gaps({})).toEqual([-50, 2, 50]);
    expect(await gaps({ tabId: 2 })).toEqual([2]);
    expect(await gaps({ sessionKeys: two ? [two.key] : [] })).toEqual([2]);
  });
});

describe('upkeep', () => {
  it('clears a tab and nothing of others, or everything', async () => {
    const s = store();
    await s.take({ requests: [request('a', 1, 'one'), request('b', 2, 'two', { tabId: 2 }), fakeRequest('c', 3, [])] });
    await s.upkeep.clear({ tabId: 1 });
    expect(await s.db.sessions.toCollection().primaryKeys()).toHaveLength(1);
    expect([await s.db.events.toCollection().primaryKeys(), await s.db.requests.toCollection().primaryKeys(), await s.db.bodies.toCollection().primaryKeys()]).toEqual([['b:0'], ['b'], ['b']]);
    await s.upkeep.clear({ tabId: null });
    for (const table of s.db.tables) expect(await table.toArray(), table.name).toEqual([]);
  });

  it('notes when nothing is recorded, once, and when that is over', async () => {
    const s = store();
    await s.upkeep.openGap('paused', T0);
    await s.upkeep.openGap('paused', T0 + 1);
    await s.upkeep.openGap('noPermission', T0 + 2);
    await s.upkeep.closeGaps('paused', T0 + 5);
    expect((await s.db.gaps.toArray()).map(({ id: _id, ...gap }) => gap)).toEqual([
      { from: T0, to: T0 + 5, why: 'paused', lost: null },
      { from: T0 + 2, to: null, why: 'noPermission', lost: null },
    ]);
  });

  it('notes from the last that was stored to the start of the browser that nothing was recorded', async () => {
    const s = store();
    const gaps = async () => (await s.db.gaps.toArray()).map(({ from, to, why }) => [from - T0, to === null ? null : to - T0, why]);
    const isNew = (id: string): boolean => id.startsWith('new');
    await s.upkeep.noteClosed(T0, isNew);
    expect(await gaps()).toEqual([]);
    await s.take({ requests: [request('a', 1, 'one', { outcome: { kind: 'responded', status: 200, endedAt: T0 + 4 } }), request('new-b', 98, 'one')] });
    await s.upkeep.noteClosed(T0 + 100, isNew);
    expect(await gaps()).toEqual([[4, 100, 'browserClosed']]);
    await s.upkeep.noteClosed(T0 + 200, () => true);
    expect(await gaps()).toEqual([[4, 100, 'browserClosed'], [100, 200, 'browserClosed']]);
    await s.upkeep.openGap('paused', T0 + 300);
    await s.upkeep.noteClosed(T0 + 400, isNew);
    expect((await gaps()).at(-1)).toEqual([300, null, 'paused']);
  });

  it('says of requests of an earlier run of the browser that nobody knows how they ended', async () => {
    const s = store();
    await s.take({ requests: [request('a', 1, 'one'), request('b', 2, 'one', { outcome: responded(200) }), request('c', 9, 'one')] });
    await s.upkeep.settlePending(T0 + 5);
    expect((await s.db.requests.toArray()).map((r) => r.outcome.kind)).toEqual(['unknown', 'responded', 'pending']);
    expect(await s.db.requests.where('pending').equals(1).primaryKeys()).toEqual(['c']);
  });
});
