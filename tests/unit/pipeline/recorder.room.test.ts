import { expect, it } from 'vitest';
import type { Gap } from '../../../lib/domain/ports.ts';
import { memoryInbox } from '../../../lib/pipeline/memory-inbox.ts';
import { createMemoryRepository } from '../../../lib/pipeline/memory-repository.ts';
import { createRecorder } from '../../../lib/pipeline/recorder.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

/** As Dexie tells it: the reason lies within. */
const full = (): Error => Object.assign(new Error('aborted'), { name: 'AbortError', inner: Object.assign(new Error('full'), { name: 'QuotaExceededError' }) });

function recorder(error = full()) {
  const repository = createMemoryRepository();
  const inbox = memoryInbox();
  const state = { now: T0, fails: { store: false, inbox: false }, room: 0 };
  const gaps: Gap[] = [];
  const made = createRecorder({
    repository: { async transact(work) {
        if (state.fails.store) throw error;
        return repository.transact(work);
      } },
    inbox: { ...inbox, async put(rows) {
        if (state.fails.inbox) throw error;
        await inbox.put(rows);
      } },
    dissectors: [fakeDissector()], settings: async () => ({ recording: true, rules: {} }), shownTabs: () => undefined, now: () => state.now, delay: (run) => void setTimeout(run, 0),
    written: () => undefined, keepGap: async (gap) => void gaps.push(gap),
    async makeRoom() {
      if (state.room === 0) return false;
      state.room--;
      state.fails = { store: false, inbox: false };
      return true;
    },
  });
  return { it: made, held: repository.held, state, gaps };
}

const request = (name: string, at: number) => ({ type: 'request', complete: true, request: fakeRequest(name, at, [{ name, at, session: 's' }]) }) as const;

it('counts what could not be stored, as a gap that ends when storing works again', async () => {
  const { it: r, held, state, gaps } = recorder();
  state.fails = { store: true, inbox: true };
  r.tell(request('a', 1));
  // As where a preflight is awaited: told without its headers, and again with them.
  r.tell({ ...request('b', 2), complete: false });
  await r.settled();
  r.tell(request('b', 2));
  await r.settled();
  expect(gaps.length).toBe(2);
  state.fails = { store: false, inbox: false };
  state.now = T0 + 60_000;
  r.tell(request('c', 3));
  await expect.poll(() => gaps.at(-1)).toEqual({ from: T0 + 1, to: T0 + 60_000, why: 'storageFull', lost: 2 });
  await expect.poll(() => held.counters.get('dropped.failed')).toBe(2);
  expect([...held.events.keys()]).toEqual(['c:0']);
});

it('does not take a request for stored of which only the headers are awaited', async () => {
  const { it: r, state, gaps } = recorder();
  state.fails = { store: true, inbox: true };
  r.tell(request('a', 1));
  await r.settled();
  // A transaction in which nothing is written needs no room.
  state.fails = { store: false, inbox: true };
  r.tell({ ...request('b', 2), complete: false });
  await r.settled();
  expect(gaps).toEqual([{ from: T0 + 1, to: null, why: 'storageFull', lost: 1 }]);
});

it('loses nothing where room can be made', async () => {
  const { it: r, held, state, gaps } = recorder();
  state.fails = { store: true, inbox: true };
  state.room = 1;
  r.tell(request('a', 1));
  await expect.poll(() => [...held.events.keys()]).toEqual(['a:0']);
  expect(gaps).toEqual([]);
});

it('deletes nothing for a failure that is no want of room', async () => {
  const { it: r, state, gaps } = recorder(new Error('a bug'));
  state.fails = { store: true, inbox: true };
  state.room = 1;
  r.tell(request('a', 1));
  await expect.poll(() => gaps.length).toBe(1);
  expect(state.room).toBe(1);
});
