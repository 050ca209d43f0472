import { expect, it } from 'vitest';
import type { InboxRow } from '../../../lib/domain/ports.ts';
import type { RequestId } from '../../../lib/domain/request.ts';
import { createMemoryRepository } from '../../../lib/pipeline/memory-repository.ts';
import { createRecorder } from '../../../lib/pipeline/recorder.ts';
import type { RulesOverrides } from '../../../lib/pipeline/rules.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

const MIN = 60_000;

function recorder() {
  const repository = createMemoryRepository();
  const inbox = new Map<RequestId, InboxRow>();
  const settings: { recording: boolean; rules: RulesOverrides } = { recording: true, rules: {} };
  const state = { now: T0, tabs: [] as number[][], fail: false };
  const made = createRecorder({
    repository: { transact: (work) => (state.fail ? Promise.reject(new Error('storage is full')) : repository.transact(work)) },
    inbox: {
      put: async (rows) => rows.forEach((row) => inbox.set(row.id, row)),
      get: async (ids) => ids.flatMap((id) => inbox.get(id) ?? []),
      all: async () => [...inbox.values()],
      remove: async (ids) => ids.forEach((id) => inbox.delete(id)),
    },
    dissectors: [fakeDissector()], settings: async () => ({ ...settings }), shownTabs: () => undefined, now: () => state.now, delay: (run) => void setTimeout(run, 0),
    written: (tabs) => state.tabs.push([...tabs]),
  });
  return { it: made, held: repository.held, inbox, settings, state };
}

const request = (name: string, at = 0) => ({ type: 'request', complete: true, request: fakeRequest(name, at, [{ name, at, session: 's' }]) }) as const;

it('writes what it is told, and tells which tabs changed', async () => {
  const { it: r, held, state } = recorder();
  r.tell(request('a'));
  r.tell({ type: 'environment', change: { type: 'navigated', tabId: 9, documentId: null, at: T0 } });
  await r.settled();
  expect([...held.events.keys()]).toEqual(['a:0']);
  expect(state.tabs.flat().toSorted()).toEqual([1, 9]);
});

it('stores no request while it is paused, but how earlier ones ended', async () => {
  const { it: r, held, settings } = recorder();
  r.tell(request('a'));
  await r.settled();
  settings.recording = false;
  r.tell(request('b'));
  r.tell({ type: 'outcome', id: request('a').request.id, outcome: { kind: 'responded', status: 200, endedAt: T0 } });
  await r.settled();
  expect([...held.requests.values()].map((q) => [q.id, q.outcome.kind])).toEqual([['a', 'responded']]);
});

it('lets sessions run out by time alone, by the user\'s numbers where there are any', async () => {
  const { it: r, held, state, settings } = recorder();
  settings.rules = { fake: { idleMs: 5 * MIN } };
  r.tell(request('a'));
  await r.settled();
  const stateNow = () => [...held.sessions.values()][0]?.state;
  state.now = T0 + 5 * MIN - 1;
  await r.tick();
  expect(stateNow()).toBe('live');
  state.now = T0 + 5 * MIN;
  await r.tick();
  expect(stateNow()).toBe('expired');
  expect(state.tabs.at(-1)).toEqual([1]);
});

it('judges open sessions at once by rules that changed', async () => {
  const { it: r, held, state, settings } = recorder();
  for (const [i, name] of Array.from({ length: 40 }, (_, n) => `q${n}`).entries()) {
    r.tell({ type: 'request', complete: true, request: fakeRequest(name, i, [{ name, at: i, session: name }]) });
  }
  await r.settled();
  state.now = T0 + 6 * MIN;
  settings.rules = { fake: { idleMs: 5 * MIN } };
  await r.rulesChanged();
  expect(new Set([...held.sessions.values()].map((s) => s.endedAt !== null))).toEqual(new Set([true]));
});

it('goes on after what it could not write, and still has that', async () => {
  const { it: r, held, inbox, state } = recorder();
  state.fail = true;
  r.tell(request('a'));
  await r.settled();
  state.fail = false;
  r.tell(request('b'));
  await r.settled();
  expect([...held.requests.keys()]).toEqual(['b']);
  // It is still in the inbox, so nothing is lost after all.
  expect([...inbox.keys()]).toEqual(['a']);
  await r.tick();
  expect([...held.requests.keys()]).toEqual(['b', 'a']);
});
