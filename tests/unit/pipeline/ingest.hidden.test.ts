import { expect, it } from 'vitest';
import type { Body } from '../../../lib/domain/request.ts';
import { ingest } from '../../../lib/pipeline/ingest.ts';
import { createMemoryRepository } from '../../../lib/pipeline/memory-repository.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { ledgerCounters } from '../../fakes/counters.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { T0 } from '../../fakes/sightings.ts';

const HIDDEN: Body = { kind: 'unavailable', reason: 'blob', size: null };

it('a request stored without its body is read anew when another witness brings it, and stands there as if it had been whole', async () => {
  const dissectors = [fakeDissector()];
  const whole = fakeRequest('r1', 5, [{ name: 'a', at: 1, session: 's' }]);
  const [late, direct] = [createMemoryRepository(), createMemoryRepository()];
  const take = (repository: typeof late, change: object, outcomes = new Map()) =>
    ingest({ repository, registry: createRegistry(dissectors), rulesOf: createRules(dissectors) }, { requests: [{ ...whole, ...change }], outcomes }, T0 + 10);

  const tapped = { witnesses: ['webRequest', 'pageTap'] };
  const answered = new Map([[whole.id, { kind: 'responded', status: 200, endedAt: T0 + 9 } as const]]);
  await take(late, { body: HIDDEN }, answered);
  expect(ledgerCounters(Object.fromEntries(late.held.counters))).toEqual({ candidates: 1, 'bodyUnavailable.blob': 1 });
  expect(late.held.sessions.size).toBe(0);
  await take(late, tapped);
  await take(direct, tapped, answered);
  expect([...late.held.requests]).toEqual([...direct.held.requests]);
  expect([...late.held.sessions]).toEqual([...direct.held.sessions]);
  expect([...late.held.events]).toEqual([...direct.held.events]);
  expect(Object.fromEntries(late.held.counters)).toEqual({ ...Object.fromEntries(direct.held.counters), 'bodyUnavailable.blob': 0 });
  expect(ledgerCounters(Object.fromEntries(late.held.counters))).toEqual({ candidates: 1, decoded: 1, 'bodyUnavailable.blob': 0 });

  // Never the other way, nor twice.
  const before = structuredClone({ ...late.held });
  await take(late, { body: HIDDEN });
  await take(late, tapped);
  expect({ ...late.held }).toEqual(before);
});
