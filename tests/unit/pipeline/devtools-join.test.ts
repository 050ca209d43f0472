import { describe, expect, it } from 'vitest';
import type { FeedItem } from '../../../lib/domain/feed.ts';
import type { Gap } from '../../../lib/domain/ports.ts';
import { asRequestId, type Body, type CapturedRequest } from '../../../lib/domain/request.ts';
import { joinDevtools } from '../../../lib/pipeline/devtools-join.ts';
import { ingest } from '../../../lib/pipeline/ingest.ts';
import { createMemoryRepository } from '../../../lib/pipeline/memory-repository.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

const HIDDEN: Body = { kind: 'unavailable', reason: 'blob', size: null };
const gap = (why: Gap['why'], from: number, to: number | null): Gap => ({ why, from: T0 + from, to: to === null ? null : T0 + to, lost: null });

/** A recorder in memory, and DevTools beside it. */
function scene({ gaps = [], beganAt = 0 }: { readonly gaps?: readonly Gap[]; readonly beganAt?: number } = {}) {
  const dissectors = [fakeDissector()];
  const memory = createMemoryRepository();
  const deps = { repository: memory, registry: createRegistry(dissectors), rulesOf: createRules(dissectors) };
  const told: FeedItem[] = [];
  const take = (...requests: CapturedRequest[]) => ingest(deps, { requests }, T0 + 10_000);
  return {
    told, take,
    stored: () => ({ requests: [...memory.held.requests.values()], events: [...memory.held.events.values()], counters: Object.fromEntries(memory.held.counters) }),
    seen: (...requests: CapturedRequest[]) =>
      joinDevtools(
        {
          tell: (item) => told.push(item),
          stored: async (tabId, from, to) => [...memory.held.requests.values()].filter((r) => (r.tabId === tabId || r.tabId === null) && r.startedAt >= from && r.startedAt <= to),
          gaps: async () => gaps,
          beganAt: async () => T0 + beganAt,
          idOf: (tabId, request) => asRequestId(`d-${tabId}-${request.startedAt - T0}`),
        },
        1,
        requests,
      ),
    write: () => take(...told.splice(0).flatMap((item) => (item.type === 'request' ? [item.request] : []))),
  };
}
const items = (name: string) => [{ id: name, name, at: 1, session: 's' }];
const seenBy = (name: string, at: number, change: Partial<CapturedRequest> = {}): CapturedRequest =>
  fakeRequest('', at, items(name), { witnesses: ['devtools'], documentId: 'page_1', outcome: { kind: 'responded', status: 200, endedAt: T0 + at + 5 }, ...change });
const hidden = (id: string, at: number, change: Partial<CapturedRequest> = {}): CapturedRequest => fakeRequest(id, at, [], { body: HIDDEN, ...change });

describe('what DevTools saw', () => {
  it('gives hidden bodies to the requests that are stored, once each, and names both witnesses', async () => {
    const s = scene();
    await s.take(hidden('a', 1), hidden('b', 40, { tabId: null }));
    expect(s.stored().counters).toMatchObject({ candidates: 2, 'bodyUnavailable.blob': 2 });
    await s.seen(seenBy('one', 5), seenBy('two', 44));
    await s.write();
    const { requests, events, counters } = s.stored();
    expect(requests.map((r) => [r.id, r.witnesses, r.result, r.documentId])).toEqual([['a', ['webRequest', 'devtools'], 'decoded', 'd1'], ['b', ['webRequest', 'devtools'], 'decoded', 'd1']]);
    expect(events.map((e) => [e.requestId, e.name])).toEqual([['a', 'one'], ['b', 'two']]);
    expect(counters).toMatchObject({ candidates: 2, decoded: 2, 'bodyUnavailable.blob': 0 });

    await s.seen(seenBy('one', 5), seenBy('two', 44));
    expect(s.told).toEqual([]);
  });

  it('keeps a body hidden where DevTools do not have it exactly', async () => {
    const s = scene();
    await s.take(hidden('a', 1));
    await s.seen(seenBy('one', 5, { body: HIDDEN }));
    expect(s.told).toEqual([]);
  });

  it('leaves alone what was read', async () => {
    const s = scene();
    await s.take(fakeRequest('a', 1, items('mine')), hidden('b', 30));
    await s.seen(seenBy('mine', 2), seenBy('two', 31));
    expect(s.told).toMatchObject([{ request: { id: 'b' } }]);
  });

  it('stores what was sent while nothing could be recorded, and nothing else that is not stored', async () => {
    const s = scene({ beganAt: 100, gaps: [gap('noPermission', 200, 300), gap('paused', 250, 260), gap('paused', 400, 500)] });
    await s.seen(seenBy('before', 50), seenBy('cleared', 150), seenBy('noPermission', 220), seenBy('pausedToo', 255), seenBy('paused', 450));
    expect(s.told).toMatchObject([{ request: { id: 'd-1-50', tabId: 1, witnesses: ['devtools'] }, complete: true }, { request: { id: 'd-1-220' } }]);
    await s.write();
    expect(s.stored().events.map((e) => e.name)).toEqual(['before', 'noPermission']);
    await s.seen(seenBy('before', 50), seenBy('noPermission', 220));
    expect(s.told).toEqual([]);
  });

  it('does not store what was sent in a pause from before this run', async () => {
    const s = scene({ beganAt: 100, gaps: [gap('paused', 0, null)] });
    await s.seen(seenBy('before', 50));
    expect(s.told).toEqual([]);
  });
});
