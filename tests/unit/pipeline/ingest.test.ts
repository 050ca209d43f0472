import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { asRequestId, type CapturedRequest } from '../../../lib/domain/request.ts';
import type { IngestTransaction, Repository } from '../../../lib/domain/ports.ts';
import { ingest, type IngestBatch } from '../../../lib/pipeline/ingest.ts';
import { createMemoryRepository } from '../../../lib/pipeline/memory-repository.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { ledgerCounters } from '../../fakes/counters.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

const MIN = 60_000;

function recorder(rules: Parameters<typeof fakeDissector>[0] = {}) {
  const dissectors = [fakeDissector(rules)];
  const repository = createMemoryRepository();
  const deps = { repository, registry: createRegistry(dissectors), rulesOf: createRules(dissectors) };
  const { held } = repository;
  return {
    held,
    take: (batch: Partial<IngestBatch> | CapturedRequest, now = 0) => ingest(deps, 'url' in batch ? { requests: [batch] } : { requests: [], ...batch }, T0 + now),
    sessions: () => [...held.sessions.values()].toSorted((a, b) => a.startedAt - b.startedAt),
    events: () => [...held.events.values()],
    counters: () => ledgerCounters(Object.fromEntries(held.counters)),
  };
}

describe('taking requests in', () => {
  it('stores request, body, events and sessions, and counts', async () => {
    const r = recorder();
    const request = fakeRequest('r1', 5, [{ name: 'a', at: 1, session: 's' }, { name: 'b', at: 2, session: 's' }, { name: 'c', at: 3 }]);
    const { tabs } = await r.take({ requests: [request], counters: { seen: 3 } });
    expect([...tabs]).toEqual([1]);
    expect(r.counters()).toEqual({ seen: 3, candidates: 1, decoded: 1 });
    expect(r.held.bodies.get(request.id)).toEqual(request.body);
    expect(r.held.requests.get(request.id)).toMatchObject({ protocol: 'fake', result: 'decoded', bodyKind: 'bytes', startedAt: T0 + 5 });
    const [session] = r.sessions();
    expect(session).toMatchObject({ sessionId: 's', startedAt: T0 + 1, counts: { events: 2, requests: 1 }, site: 'shop.test', tabIds: [1] });
    expect(r.events().map((e) => [e.id, e.name, e.occurredAt - T0, e.receivedAt - T0, e.sessionKey, e.page])).toEqual([
      ['r1:0', 'a', 1, 5, session?.key, 'https://shop.test/cart'],
      ['r1:1', 'b', 2, 5, session?.key, 'https://shop.test/cart'],
      ['r1:2', 'c', 3, 5, null, 'https://shop.test/cart'],
    ]);
  });

  it('keeps the body as sent, with the compression that it found', async () => {
    const r = recorder();
    const bytes = gzipSync(new TextEncoder().encode('[{"name":"a","at":1,"session":"s"}]'));
    await r.take(fakeRequest('r1', 0, '', { body: { kind: 'bytes', bytes, encoding: null } }));
    expect(r.held.bodies.get(asRequestId('r1'))).toEqual({ kind: 'bytes', bytes, encoding: 'gzip' });
    expect(r.events().map((e) => e.name)).toEqual(['a']);
  });

  it('does nothing a second time for a request that it has, but takes its outcome', async () => {
    const r = recorder();
    const request = fakeRequest('r1', 0, [{ name: 'a', at: 0, session: 's' }]);
    await r.take(request);
    const before = structuredClone({ events: r.events(), sessions: r.sessions(), counters: r.counters() });
    await r.take({ requests: [request, request] });
    expect({ events: r.events(), sessions: r.sessions(), counters: r.counters() }).toEqual(before);
    await r.take({ requests: [{ ...request, outcome: { kind: 'responded', status: 200, endedAt: T0 } }] });
    expect(r.held.requests.get(request.id)?.outcome).toMatchObject({ status: 200 });
  });

  it('stores nothing of a request that no dissector takes, nor of one in a private window', async () => {
    const r = recorder();
    await r.take({ requests: [fakeRequest('r1', 0, [], { url: 'https://c.test/other' }), fakeRequest('r2', 0, [{ name: 'a', at: 0 }], { incognito: true })] });
    expect([r.held.requests.size, r.held.bodies.size, r.held.events.size]).toEqual([0, 0, 0]);
    expect(r.counters()).toEqual({ 'dropped.private': 1 });
  });

  it('goes on after a request that cannot be read', async () => {
    const r = recorder();
    const hidden = fakeRequest('r2', 0, '', { body: { kind: 'unavailable', reason: 'blob', size: null } });
    const broken = { ...fakeRequest('r3', 0, '[]'), headers: null } as unknown as CapturedRequest;
    await r.take({ requests: [fakeRequest('r1', 0, '{"cut'), hidden, broken, fakeRequest('r4', 0, [{ name: 'a', at: 0 }])] });
    expect(r.counters()).toEqual({ candidates: 4, undecodable: 1, 'bodyUnavailable.blob': 1, 'undecodable.failed': 1, decoded: 1 });
    expect(r.held.requests.get(asRequestId('r1'))?.diagnostics.map((d) => d.code)).toEqual(['dissector.threw']);
    expect(r.events().map((e) => e.name)).toEqual(['a']);
  });

  it('counts a decompression that a cap stopped', async () => {
    const r = recorder();
    const bytes = gzipSync(new Uint8Array(8 * 1024 * 1024).fill(32));
    await r.take(fakeRequest('r1', 0, '', { body: { kind: 'bytes', bytes, encoding: null } }));
    expect(r.counters()).toMatchObject({ 'limit.decompression': 1, undecodable: 1 });
  });
});

describe('outcomes', () => {
  it('come with the request or later, and a failure after an answer is a page that went away', async () => {
    const r = recorder();
    const request = fakeRequest('r1', 0, [{ name: 'a', at: 0 }]);
    await r.take({ requests: [request], outcomes: new Map([[request.id, { kind: 'responded', status: 202, endedAt: T0 + 9 }]]) });
    expect(r.held.requests.get(request.id)?.outcome).toEqual({ kind: 'responded', status: 202, endedAt: T0 + 9 });
    await r.take({ outcomes: new Map([[request.id, { kind: 'failed', error: 'net::ERR_ABORTED', endedAt: T0 + 20 }], [asRequestId('none'), { kind: 'unknown' }]]) });
    expect(r.held.requests.get(request.id)?.outcome).toEqual({ kind: 'responded', status: 202, endedAt: T0 + 20, pageGone: true });
    expect(r.held.requests.size).toBe(1);
  });
});

describe('events sent again', () => {
  const item = { id: 'e1', name: 'a', at: 0, session: 's' };

  it('count where they were first seen, in a later batch and in the same', async () => {
    const r = recorder();
    await r.take(fakeRequest('r1', 0, [item]));
    await r.take({ requests: [fakeRequest('r2', 1, [item, { ...item, id: 'e2' }]), fakeRequest('r3', 2, [item])] });
    expect(r.events().map((e) => [e.id, e.repeats, e.repeatedBy])).toEqual([['r1:0', 2, ['r2', 'r3']], ['r2:1', 0, []]]);
    expect(r.sessions()[0]).toMatchObject({ counts: { events: 2, requests: 2 }, facts: { repeats: 2 } });
    expect(r.counters()).toEqual({ candidates: 3, decoded: 3, repeats: 2 });
    expect(r.held.findings.get(r.sessions()[0]?.key as never)?.map((f) => f.code)).toContain('events.duplicateIds');
  });

  it('twice in one request name it once', async () => {
    const r = recorder();
    await r.take(fakeRequest('r1', 0, [item]));
    await r.take(fakeRequest('r2', 1, [item, item]));
    expect(r.events().map((e) => [e.id, e.repeats, e.repeatedBy])).toEqual([['r1:0', 2, ['r2']]]);
  });

  it('are others in another project', async () => {
    const r = recorder();
    await r.take({ requests: [fakeRequest('r1', 0, [item]), fakeRequest('r2', 0, [item], { url: 'https://c.test/fake?project=2' })] });
    expect(r.events().map((e) => [e.id, e.repeats])).toEqual([['r1:0', 0], ['r2:0', 0]]);
    expect(r.sessions().map((s) => [s.sessionId, s.endpoint.project])).toEqual([['s', null], ['s', '2']]);
  });
});

describe('sessions over several batches', () => {
  it('describes the neighbours whose ledgers change', async () => {
    const r = recorder();
    await r.take(fakeRequest('r1', 0, [{ name: 'a', at: 0, session: 's1' }]));
    expect(r.sessions()[0]).toMatchObject({ endedAt: null, end: null });
    await r.take(fakeRequest('r2', 40 * MIN, [{ name: 'b', at: 40 * MIN, session: 's2' }]), 40 * MIN);
    const [first, second] = r.sessions();
    expect(first).toMatchObject({ state: 'expired', end: { cause: 'idleTimeout', nextKey: second?.key } });
    expect(second).toMatchObject({ state: 'live', start: { previousKey: first?.key } });
  });

  it('moves stored events when a late one splits or joins sessions made of silence', async () => {
    const r = recorder({ scope: 'identity', idleMs: 10 * MIN, beatsRenew: false });
    const sent = (name: string, at: number) => fakeRequest(name, at, [{ name, at, user: 'u' }]);
    await r.take({ requests: [sent('a', 0), sent('c', 16 * MIN)] }, 16 * MIN);
    expect(r.sessions()).toHaveLength(2);
    await r.take(sent('b', 8 * MIN), 17 * MIN);
    expect(r.sessions()).toHaveLength(1);
    expect(new Set(r.events().map((e) => e.sessionKey))).toEqual(new Set([r.sessions()[0]?.key]));
  });
});

describe('what the browser did', () => {
  const start = (name: string, at: number, change: Partial<CapturedRequest> = {}) => fakeRequest(name, at, [{ name, at, session: name }], change);

  it('ends the sessions of a page that went away, and of no other', async () => {
    const r = recorder({ scope: 'page', idleMs: null });
    await r.take({ requests: [start('here', 0), start('there', 1, { tabId: 2, documentId: 'd2' })] });
    await r.take({ environment: [{ type: 'navigated', tabId: 1, documentId: 'd9', at: T0 + 5000 }] }, 20_000);
    expect(r.sessions().map((s) => [s.sessionId, s.end?.cause])).toEqual([['here', 'navigation'], ['there', undefined]]);
    await r.take({ environment: [{ type: 'tabClosed', tabId: null, at: T0 + 9000 }] }, 30_000);
    expect(r.sessions().map((s) => [s.sessionId, s.end?.cause])).toEqual([['here', 'navigation'], ['there', 'tabClosed']]);
  });

  it('does not concern a session that began after it, also in one batch', async () => {
    const r = recorder({ scope: 'page', idleMs: null });
    await r.take({ requests: [start('old', 0)] });
    await r.take({ requests: [start('new', 6000, { documentId: null })], environment: [{ type: 'navigated', tabId: 1, documentId: null, at: T0 + 5000 }] }, 20_000);
    expect(r.sessions().map((s) => [s.sessionId, s.facts.gone?.at])).toEqual([['old', T0 + 5000], ['new', undefined]]);
  });

  it('knows that a session began in a hidden tab', async () => {
    const r = recorder({ heartbeatMs: MIN, beatsStopWhenHidden: true });
    await r.take({ requests: [start('shown', 0), start('hidden', 1, { tabId: 2 })], shownTabs: new Set([1]) });
    expect(r.sessions().map((s) => [s.sessionId, s.heartbeat.suspended])).toEqual([['shown', false], ['hidden', true]]);
    await r.take({ environment: [{ type: 'visibility', tabId: 2, hidden: false, at: T0 + 500 }] }, 600);
    expect(r.sessions().map((s) => [s.sessionId, s.heartbeat.suspended])).toEqual([['shown', false], ['hidden', false]]);
  });
});

/** As the repository, but each answer takes a turn; counts the turns in which something was asked. */
function inTurns(repository: Repository) {
  let turn = 0;
  let asked = new Set<number>();
  const late = <A extends unknown[], R>(ask: (...args: A) => Promise<R>) => async (...args: A): Promise<R> => {
    asked.add(turn);
    await new Promise((resolve) => void setImmediate(resolve));
    turn++;
    return ask(...args);
  };
  const slowed = (tx: IngestTransaction): IngestTransaction => Object.fromEntries(Object.entries(tx).map(([name, ask]) => [name, late(ask as () => Promise<unknown>)])) as unknown as IngestTransaction;
  return {
    repository: { transact: <T>(work: (tx: IngestTransaction) => Promise<T>) => repository.transact((tx) => work(slowed(tx))) },
    turns: () => {
      const { size } = asked;
      asked = new Set();
      return size;
    },
  };
}

describe('the way to the database', () => {
  it('is gone a few times for a batch, whatever is in it', async () => {
    const dissectors = [fakeDissector()];
    const { repository, turns } = inTurns(createMemoryRepository());
    const deps = { repository, registry: createRegistry(dissectors), rulesOf: createRules(dissectors) };
    const batch = (from: number) => ['a', 'b', 'c'].map((session, i) => fakeRequest(`r${from + i}`, from + i, [{ name: session, at: from + i, session, id: `${from}${i}` }]));
    await ingest(deps, { requests: batch(0) }, T0);
    turns();
    const outcomes = new Map(batch(0).map(({ id }) => [id, { kind: 'responded' as const, status: 200, endedAt: T0 + 9 }]));
    await ingest(deps, { requests: batch(10), outcomes, counters: { seen: 3 } }, T0 + 20);
    // What is stored of it; its sessions' neighbours; all that is written.
    expect(turns()).toBeLessThanOrEqual(3);
  });
});
