import { gzipSync } from 'fflate';
import { expect, it } from 'vitest';
import type { Body } from '../../../lib/domain/request.ts';
import { memoryInbox } from '../../../lib/pipeline/memory-inbox.ts';
import { createMemoryRepository } from '../../../lib/pipeline/memory-repository.ts';
import { createRecorder, type RecorderSettings } from '../../../lib/pipeline/recorder.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

function recorder() {
  const repository = createMemoryRepository();
  const state: { settings: RecorderSettings } = { settings: { recording: true, rules: {} } };
  const made = createRecorder({
    repository, inbox: memoryInbox(), dissectors: [fakeDissector()], settings: async () => state.settings, shownTabs: () => undefined,
    now: () => T0, delay: (run) => void setTimeout(run, 0), written: () => undefined,
  });
  const take = async (name: string, url: string, items = '[]', change: { readonly body?: Body } = {}): Promise<void> => {
    made.tell({ type: 'request', complete: true, request: fakeRequest(name, 0, items, { url, ...change }) });
    await made.settled();
  };
  return { state, take, held: repository.held };
}

it('reads what goes to an endpoint of the user\'s own, from the next request on', async () => {
  const { state, take, held } = recorder();
  await take('before', 'https://collect.test/e');
  state.settings = { ...state.settings, endpoints: [{ pattern: 'POST collect.test/e', protocol: 'fake' }] };
  await take('after', 'https://collect.test/e', '[{"name":"a","at":1}]');
  await take('elsewhere', 'https://collect.test/e2');
  expect([...held.requests.values()].map(({ id, protocol }) => [id, protocol])).toEqual([['after', 'fake']]);
  expect([...held.events.values()].map(({ name }) => name)).toEqual(['a']);
});

it('keeps no body beyond the cap, whoever saw it, and counts it', async () => {
  const { state, take, held } = recorder();
  state.settings = { ...state.settings, bodyCaps: { sentBytes: 1024, decodedBytes: 4096 } };
  await take('small', 'https://c.test/fake', '[{"name":"a","at":1}]');
  await take('large', 'https://c.test/fake', `[{"name":"${'x'.repeat(2000)}","at":1}]`);
  expect([...held.requests.values()].map(({ id, bodyKind, bodySize, result }) => [id, bodyKind, bodySize, result])).toEqual([['small', 'bytes', 21, 'decoded'], ['large', 'unavailable', 2020, 'bodyUnavailable']]);
  expect([...held.bodies.values()].at(-1)).toEqual({ kind: 'unavailable', reason: 'tooLarge', size: 2020 });
  expect(held.counters.get('limit.tooLarge')).toBe(1);
});

it('reads a body only as far as it may grow, and counts that', async () => {
  const { state, take, held } = recorder();
  state.settings = { ...state.settings, bodyCaps: { sentBytes: 8192, decodedBytes: 1024 } };
  const bytes = gzipSync(new TextEncoder().encode(`[{"name":"${'x'.repeat(5000)}"}]`));
  await take('grows', 'https://c.test/fake', '', { body: { kind: 'bytes', bytes, encoding: 'gzip' } });
  expect([...held.requests.values()].map(({ bodyKind }) => bodyKind)).toEqual(['bytes']);
  expect(held.counters.get('limit.decompression')).toBe(1);
});
