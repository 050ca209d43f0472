import { expect, it } from 'vitest';
import { memoryInbox } from '../../../lib/pipeline/memory-inbox.ts';
import { createMemoryRepository } from '../../../lib/pipeline/memory-repository.ts';
import { createRecorder } from '../../../lib/pipeline/recorder.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

function harness(mayRead?: () => Promise<void>) {
  const repository = createMemoryRepository();
  const inbox = memoryInbox();
  const timers: (() => void)[] = [];
  const recorder = createRecorder({
    repository, inbox, dissectors: [fakeDissector()], settings: async () => ({ recording: true, rules: {} }), shownTabs: () => undefined, now: () => T0,
    delay: (run, ms) => (ms >= 1_000 ? timers.push(run) : setTimeout(run)), written: () => undefined, ...(mayRead ? { mayRead } : {}),
  });
  return { recorder, inbox, held: repository.held, pass: () => timers.splice(0).forEach((run) => run()) };
}
const request = (name: string, headers = [{ name: 'x-there', value: '1' }]) => ({ ...fakeRequest(name, 0, [{ name, at: 0, session: 's' }]), headers });

it('tells again what was written down as it began and is stored nowhere, and waits a moment for its headers', async () => {
  const { recorder, held, inbox, pass } = harness();
  recorder.tell({ type: 'request', request: request('stored'), complete: true });
  await recorder.settled();
  await recorder.recall([request('stored', []), request('left', []), request('answered', [])]);
  await recorder.settled();
  expect([[...held.requests.keys()], [...inbox.rows.keys()]]).toEqual([['stored'], ['left', 'answered']]);
  recorder.tell({ type: 'headers', id: request('answered').id, headers: [{ name: 'x-late', value: '2' }] });
  await recorder.settled();
  pass();
  await recorder.settled();
  expect([...held.requests.values()].map(({ id, headers }) => [id, headers.map(({ name }) => name)])).toEqual([['stored', ['x-there']], ['answered', ['x-late']], ['left', []]]);
  expect([...inbox.rows.keys()]).toEqual([]);
  expect(held.events.size).toBe(3);
});

it('reads at once what was written down with its headers, also where the inbox has it without', async () => {
  const { recorder, held, inbox } = harness();
  const waiting = request('waiting', []);
  await inbox.put([{ id: waiting.id, request: waiting, complete: false, writtenAt: T0 }]);
  await recorder.recall([request('whole'), request('waiting')]);
  await recorder.settled();
  expect([...held.requests.values()].map(({ id, headers }) => [id, headers.length]).toSorted()).toEqual([['waiting', 1], ['whole', 1]]);
  expect([...inbox.rows.keys()]).toEqual([]);
});

it('writes into the inbox whatever comes, and reads when there is time', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { recorder, held, inbox } = harness(() => promise);
  recorder.tell({ type: 'request', request: request('a'), complete: true });
  await recorder.kept();
  expect([inbox.rows.size, held.requests.size]).toEqual([1, 0]);
  resolve();
  await recorder.settled();
  expect([inbox.rows.size, held.requests.size]).toEqual([0, 1]);
});

it('tells the ends that were written down, of requests that it tells again and of those that are stored', async () => {
  const { recorder, held, inbox } = harness();
  recorder.tell({ type: 'request', request: request('stored'), complete: true });
  await recorder.settled();
  const ended = { kind: 'responded', status: 200, endedAt: T0 + 9 } as const;
  // Its headers went with the worker before: nothing waits for them, as it has ended.
  await recorder.recall([request('left', [])], new Map(['stored', 'left', 'nobodys'].map((name) => [request(name).id, ended])));
  await recorder.settled();
  expect([...held.requests.values()].map(({ id, outcome }) => [id, outcome])).toEqual([['stored', ended], ['left', ended]]);
  expect([...inbox.rows.keys()]).toEqual([]);
});
