import { expect, it, vi } from 'vitest';
import { asRequestId } from '../../../lib/domain/request.ts';
import { createMemoryRepository } from '../../../lib/pipeline/memory-repository.ts';
import { createRecorder, type RecorderOptions } from '../../../lib/pipeline/recorder.ts';
import type { RulesOverrides } from '../../../lib/pipeline/rules.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { memoryInbox } from '../../../lib/pipeline/memory-inbox.ts';
import { T0 } from '../../fakes/sightings.ts';

const MIN = 60_000;

function recorder(maxWaiting?: number, isWritten?: RecorderOptions['isWritten']) {
  const repository = createMemoryRepository();
  const inbox = memoryInbox();
  const settings: { recording: boolean; rules: RulesOverrides } = { recording: true, rules: {} };
  const state = { now: T0, tabs: [] as number[][], fail: false, held: undefined as Promise<void> | undefined, lost: [] as string[] };
  const made = createRecorder({
    repository: { transact: async (work) => {
        await state.held;
        if (state.fail) throw new Error('storage is full');
        return repository.transact(work);
      },
    },
    inbox,
    dissectors: [fakeDissector()], settings: async () => ({ ...settings }), shownTabs: () => undefined, now: () => state.now, delay: (run) => void setTimeout(run, 0),
    written: (tabs) => state.tabs.push([...tabs]), lost: async (requests) => void state.lost.push(...requests.map(({ id }) => id)), ...(maxWaiting === undefined ? {} : { maxWaiting }), ...(isWritten ? { isWritten } : {}),
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
  expect([...inbox.rows.keys()]).toEqual(['a']);
  state.now += MIN;
  await r.tick();
  expect([...held.requests.keys()]).toEqual(['b', 'a']);
});

const answered = (name: string) => ({ type: 'outcome', id: asRequestId(name), outcome: { kind: 'responded', status: 200, endedAt: T0 + 1 } }) as const;

it('has requests and their ends in the inbox while the store is busy, and all of it in the store after a death', async () => {
  const { it: r, inbox, state, held } = recorder();
  state.held = new Promise(() => undefined);
  for (const name of ['a', 'b', 'c']) r.tell(request(name));
  await r.kept();
  for (const name of ['a', 'b', 'c']) r.tell(answered(name));
  await r.kept();
  expect([inbox.rows.size, held.requests.size]).toEqual([6, 0]);

  const next = recorder();
  await next.inbox.put([...inbox.rows.values()]);
  next.state.now = T0 + MIN;
  await next.it.tick();
  expect([...next.held.requests.values()].map((q) => [q.id, q.outcome.kind])).toEqual([['a', 'responded'], ['b', 'responded'], ['c', 'responded']]);
  expect(next.inbox.rows.size).toBe(0);
});

it('keeps no more than so many in memory in a rush, and stores all of them in order', async () => {
  const { it: r, inbox, state, held } = recorder(2);
  const { promise, resolve } = Promise.withResolvers<void>();
  state.held = promise;
  const names = Array.from({ length: 130 }, (_, i) => `q${String(i).padStart(3, '0')}`);
  for (const name of names) {
    r.tell(request(name));
    r.tell(answered(name));
    await r.kept();
    state.now++;
  }
  resolve();
  await r.settled();
  expect([...held.requests.keys()]).toEqual(names);
  expect([...held.requests.values()].every((q) => q.outcome.kind === 'responded')).toBe(true);
  expect([inbox.rows.size, held.counters.get('candidates'), held.counters.get('dropped.failed')]).toEqual([0, 130, undefined]);
});

it('tells once of each request that it did not see begin, and of which nothing is there', async () => {
  const { it: r, inbox, state } = recorder();
  r.tell(request('stored'));
  await r.settled();
  const { request: waiting } = request('waiting');
  await inbox.put([{ id: waiting.id, request: waiting, complete: true, writtenAt: T0 }]);
  for (const name of ['stored', 'waiting', 'gone']) r.tell({ ...answered(name), unseenAt: T0 });
  r.tell(answered('nobodys'));
  await r.settled();
  await r.mayBeLost(['stored', 'gone', 'never'].map((name) => ({ id: asRequestId(name), at: T0 })));
  expect(state.lost).toEqual(['gone', 'never']);
});

it('catches up with what waits in the inbox by hundreds, as a stream that goes on leaves no time for less', async () => {
  const { it: r, held, inbox, state } = recorder(1);
  const sweeps = vi.spyOn(inbox, 'oldest');
  let go = (): void => undefined;
  state.held = new Promise<void>((resolve) => (go = resolve));
  for (let n = 0; n < 500; n++) {
    r.tell(request(`r${n}`, n));
    if (n % 50 === 0) await r.kept();
  }
  await r.kept();
  go();
  await r.settled();
  expect(held.requests.size).toBe(500);
  expect(sweeps.mock.calls.length).toBeGreaterThan(0);
  expect(sweeps.mock.calls.length).toBeLessThan(6);
});

it('what is written down elsewhere leaves out the inbox, is kept once it is stored, and lies in the inbox where it could not be', async () => {
  const { it: r, inbox, state, held } = recorder(undefined, (item) => (item.type === 'outcome' ? item.id : item.request.id) !== 'other');
  const put = vi.spyOn(inbox, 'put');
  let go = (): void => undefined;
  state.held = new Promise<void>((resolve) => (go = resolve));
  for (const name of ['a', 'other']) r.tell(request(name));
  await vi.waitFor(() => expect([...inbox.rows.keys()]).toEqual(['other']));
  r.tell(answered('a'));
  let isKept = false;
  const kept = r.kept().then(() => (isKept = true));
  await new Promise((resolve) => setTimeout(resolve));
  expect([isKept, [...inbox.rows.keys()]]).toEqual([false, ['other']]);
  go();
  await kept;
  await r.settled();
  expect([...held.requests.values()].map((q) => [q.id, q.outcome.kind])).toEqual([['a', 'responded'], ['other', 'pending']]);
  expect([inbox.rows.size, put.mock.calls.length]).toEqual([0, 1]);

  state.fail = true;
  r.tell(request('b'));
  await r.settled();
  await vi.waitFor(() => expect([...inbox.rows.keys()]).toEqual(['b']));
  state.fail = false;
  state.now += MIN;
  await r.tick();
  expect([[...held.requests.keys()], held.counters.get('dropped.failed')]).toEqual([['a', 'other', 'b'], undefined]);

  state.fail = true;
  put.mockRejectedValue(new Error('storage is full'));
  r.tell(request('c'));
  await r.settled();
  state.fail = false;
  await vi.waitFor(async () => {
    r.tell(request('d'));
    await r.settled();
    expect(held.counters.get('dropped.failed')).toBe(1);
  });
});

it('in a rush what is written down elsewhere goes through the inbox too, so that it need not lie there for long', async () => {
  const { it: r, inbox, state, held } = recorder(undefined, () => true);
  let go = (): void => undefined;
  state.held = new Promise<void>((resolve) => (go = resolve));
  for (let n = 0; n < 700; n++) {
    r.tell(request(`r${n}`, n));
    await Promise.resolve();
  }
  await vi.waitFor(() => expect(inbox.rows.size).toBeGreaterThan(100));
  go();
  await r.settled();
  expect([held.requests.size, inbox.rows.size]).toEqual([700, 0]);
});
