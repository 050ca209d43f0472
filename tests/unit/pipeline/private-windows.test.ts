import { expect, it, vi } from 'vitest';
import type { FeedItem } from '../../../lib/domain/feed.ts';
import type { CapturedRequest } from '../../../lib/domain/request.ts';
import { joinDevtools } from '../../../lib/pipeline/devtools-join.ts';
import { createPrivateWindows } from '../../../lib/pipeline/private-windows.ts';
import { ledgerCounters } from '../../fakes/counters.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

/** Tab 1 and 2 are in window 10, tab 3 in window 20. */
function harness() {
  const changed = vi.fn<(tabs: ReadonlySet<number>) => void>();
  const windows = createPrivateWindows({
    dissectors: [fakeDissector()], settings: async () => ({ recording: true, rules: {} }), now: () => T0 + 10_000, delay: (run) => void setTimeout(run, 0), shownTabs: () => undefined,
    windowOf: (tabId) => ({ 1: 10, 2: 10, 3: 20 })[tabId] ?? null, changed, maxRequests: 3,
  });
  const request = (name: string, change: Partial<CapturedRequest> = {}): FeedItem => ({
    type: 'request', complete: true, request: { ...fakeRequest(name, 0, [{ id: `e-${name}`, name, at: 0, session: `s-${name}` }]), tabId: 1, incognito: true, ...change },
  });
  const settled = (tabId: number, names: readonly string[]) => vi.waitFor(() => expect(windows.view(tabId).footsteps.map((f) => f.name)).toEqual(names));
  return { windows, changed, request, settled };
}

it('takes requests of private windows, and what comes of them, and leaves all else to the recorder', async () => {
  const { windows, request, settled } = harness();
  const first = request('a');
  expect(windows.take(first)).toBe(true);
  const { id } = (first as Extract<FeedItem, { type: 'request' }>).request;
  expect(windows.take({ type: 'outcome', id, outcome: { kind: 'responded', status: 204, endedAt: T0 + 1 } })).toBe(true);
  expect(windows.take({ type: 'outcome', id: 'another' as typeof id, outcome: { kind: 'unknown' } })).toBe(false);
  expect(windows.take({ type: 'count', counters: { seen: 1 } })).toBe(false);
  expect(windows.take({ type: 'environment', change: { type: 'tabClosed', tabId: 9, at: T0 } })).toBe(false);
  const { incognito: _private, ...plain } = (request('b') as Extract<FeedItem, { type: 'request' }>).request;
  expect(windows.take({ type: 'request', complete: true, request: plain })).toBe(false);
  await settled(1, ['a']);
  await vi.waitFor(() => expect(windows.view(1).footsteps[0]?.outcome).toEqual({ kind: 'responded', status: 204, endedAt: T0 + 1 }));
  expect(windows.view(1)).toMatchObject({ sessions: [{ sessionId: 's-a' }], footsteps: [{ bodySize: new TextEncoder().encode(JSON.stringify([{ id: 'e-a', name: 'a', at: 0, session: 's-a' }])).length }], counters: { candidates: 1, decoded: 1 } });
  expect(windows.recording(1)).toMatchObject({ requests: [{ id }], events: [{ name: 'a' }], sessions: [{ sessionId: 's-a' }] });
  expect(windows.openSessions(1)).toBe(1);
});

it('keeps windows apart, and forgets each with its window', async () => {
  const { windows, changed, request, settled } = harness();
  for (const item of [request('a'), request('b', { tabId: 2 }), request('c', { tabId: 3 }), request('worker', { tabId: null })]) expect(windows.take(item)).toBe(true);
  await settled(1, ['a', 'b']);
  await settled(3, ['c']);
  windows.closed(10, false);
  expect(windows.view(1)).toEqual({ sessions: [], footsteps: [], findings: [], counters: {}, hidden: [] });
  expect(windows.recording(2)).toBeNull();
  await settled(3, ['c']);
  windows.closed(20, true);
  expect([windows.recording(3), windows.isEmpty()]).toEqual([null, true]);
  expect(changed).toHaveBeenCalled();
});

it('counts what is more than memory is given', async () => {
  const { windows, request } = harness();
  for (let n = 0; n < 5; n++) windows.take(request(`r${n}`));
  await vi.waitFor(() => expect(ledgerCounters(windows.view(1).counters)).toEqual({ candidates: 5, decoded: 3, 'dropped.memoryFull': 2 }));
});

it('gets a body that DevTools know into memory, and takes nothing else of theirs', async () => {
  const { windows, request, settled } = harness();
  const whole = (request('a') as Extract<FeedItem, { type: 'request' }>).request;
  windows.take({ type: 'request', complete: true, request: { ...whole, body: { kind: 'unavailable', reason: 'blob', size: null } } });
  await vi.waitFor(() => expect(windows.view(1).hidden).toMatchObject([{ id: whole.id, url: whole.url }]));
  expect(windows.view(2).hidden).toEqual([]);
  const deps = { ...windows.devtools(1), idOf: () => expect.unreachable('nothing is added') };
  await joinDevtools(deps, 1, [{ ...whole, witnesses: ['devtools'] }, { ...whole, url: `${whole.url}/unseen`, witnesses: ['devtools'] }]);
  await settled(1, ['a']);
  expect(windows.view(1).hidden).toEqual([]);
  expect(windows.recording(1)?.requests).toMatchObject([{ id: whole.id, witnesses: ['webRequest', 'devtools'], result: 'decoded' }]);
});
