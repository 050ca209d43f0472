import 'fake-indexeddb/auto';
import { describe, expect, it } from 'vitest';
import type { FeedItem } from '../../../lib/domain/feed.ts';
import type { Repository } from '../../../lib/domain/ports.ts';
import type { Outcome, RequestId } from '../../../lib/domain/request.ts';
import { HEADERS_WAIT_MS, keepItems, sweepInbox, takeItems, type CaptureDeps } from '../../../lib/pipeline/capture.ts';
import { createMemoryRepository } from '../../../lib/pipeline/memory-repository.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';
import type { Dissector } from '../../../lib/protocols/dissector.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { openDatabase } from '../../../lib/store/db.ts';
import { createInbox } from '../../../lib/store/inbox.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { fakeDissector, fakeRequest } from '../../fakes/dissector.ts';
import { memoryInbox } from '../../../lib/pipeline/memory-inbox.ts';
import { T0 } from '../../fakes/sightings.ts';
import { capturedRequests, recordings } from '../../tools/corpus.ts';

/** Both steps, one after the other. */
async function writeItems(deps: CaptureDeps, batch: readonly FeedItem[], now: number, isBehind = false): Promise<void> {
  const kept = await keepItems(deps, batch, now, isBehind);
  await (await takeItems(deps, batch, now, [...kept])).removed;
}

function recorder(dissectors: readonly Dissector[] = [fakeDissector()]) {
  const repository = createMemoryRepository();
  const inbox = memoryInbox();
  const deps: CaptureDeps = { repository, inbox, registry: createRegistry(dissectors), rulesOf: createRules(dissectors) };
  return { deps, inbox, held: repository.held };
}

const request = fakeRequest('r1', 0, [{ name: 'a', at: 0, session: 's' }], { headers: [] });
const headers = [{ name: 'content-type', value: 'text/plain' }];
const told = (complete: boolean): FeedItem => ({ type: 'request', request, complete });
const outcome: Outcome = { kind: 'responded', status: 200, endedAt: T0 + 1 };

describe('a request whose headers come late', () => {
  it.each<[string, FeedItem[]]>([
    ['its headers', [{ type: 'headers', id: request.id, headers }]],
    ['the same request, whole', [{ type: 'request', request: { ...request, headers }, complete: true }]],
    ['its headers and outcome', [{ type: 'headers', id: request.id, headers }, { type: 'outcome', id: request.id, outcome }]],
  ])('waits in the inbox until %s come', async (_, later) => {
    const { deps, inbox, held } = recorder();
    await writeItems(deps, [told(false)], T0);
    expect([inbox.rows.size, held.requests.size]).toEqual([1, 0]);
    await writeItems(deps, later, T0 + 50);
    expect([inbox.rows.size, held.requests.get(request.id)?.headers]).toEqual([0, headers]);
  });

  it('is read without them when its outcome comes, or when none do for long', async () => {
    const { deps, inbox, held } = recorder();
    await writeItems(deps, [told(false)], T0);
    await writeItems(deps, [{ type: 'outcome', id: request.id, outcome }], T0 + 50);
    expect([inbox.rows.size, held.requests.get(request.id)?.outcome]).toEqual([0, outcome]);

    const other = recorder();
    await writeItems(other.deps, [told(false)], T0);
    await sweepInbox(other.deps, T0 + HEADERS_WAIT_MS - 1);
    expect([other.inbox.rows.size, other.held.requests.size]).toEqual([1, 0]);
    await sweepInbox(other.deps, T0 + HEADERS_WAIT_MS + 1);
    expect([other.inbox.rows.size, other.held.requests.size]).toEqual([0, 1]);
  });

  it('never waits in the inbox where no dissector could take it, or from a private window', async () => {
    const { deps, inbox } = recorder(catalog);
    const foreign = fakeRequest('r1', 0, '{"user":"u","password":"p"}', { url: 'https://shop.test/api/login', headers: [] });
    await writeItems(deps, [{ type: 'request', request: foreign, complete: false }], T0);
    const fake = recorder();
    await writeItems(fake.deps, [{ type: 'request', request: { ...request, incognito: true }, complete: false }], T0);
    expect([inbox.rows.size, fake.inbox.rows.size]).toEqual([0, 0]);
  });
});

it('reads what a worker left in the inbox as it died, once', async () => {
  const { deps, inbox, held } = recorder();
  const { repository } = mortal(deps, 0, false).deps;
  await expect(writeItems({ ...deps, repository }, [told(true)], T0)).rejects.toThrow('died');
  expect([inbox.rows.size, held.requests.size]).toEqual([1, 0]);
  await sweepInbox(deps, T0 + 1);
  await sweepInbox(deps, T0 + 2);
  expect([inbox.rows.size, held.requests.size, held.counters.get('candidates')]).toEqual([0, 1, 1]);
});

/** Every call to repository and inbox is a place to die in: at call number `dieAt`, before it is done or after. */
function mortal(deps: CaptureDeps, dieAt: number, after: boolean): { deps: CaptureDeps; died: () => boolean } {
  let calls = 0;
  const guard = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          const here = calls++ === dieAt;
          if (here && !after) throw new Error('died');
          const result: unknown = await Reflect.apply(method, target, args);
          if (here) throw new Error('died');
          return result;
        };
      },
    });
  const repository: Repository = { transact: (work) => deps.repository.transact((tx) => work(guard(tx))) };
  return { deps: { ...deps, repository, inbox: guard(deps.inbox) }, died: () => calls > dieAt };
}

/** A recording as the browser would tell it: some requests with their headers at once, some later; outcomes later still. */
function tellings(vendor: string, scenario: string): FeedItem[][] {
  const recording = recordings(vendor).find((r) => r.name.endsWith(scenario))?.recording;
  if (!recording) throw new Error(`no recording ${vendor} ${scenario}`);
  return capturedRequests(recording).flatMap((r, i): FeedItem[][] => {
    const outcomes: FeedItem[] = r.outcome.kind === 'unknown' ? [] : [{ type: 'outcome', id: r.id, outcome: r.outcome }];
    const early = { ...r, outcome: { kind: 'pending' } as const };
    return i % 3 === 0
      ? [[{ type: 'request', request: { ...early, headers: [] }, complete: false }], [{ type: 'headers', id: r.id, headers: r.headers }, { type: 'count', counters: { seen: 1 } }], outcomes]
      : [[{ type: 'request', request: early, complete: true }], outcomes];
  });
}

describe.each([
  ['sentry', 'lifecycle-route'],
  ['krenalis', 'beacon-duplicates'],
  ['exceptionless', 'browser-3.2.1--lifecycle-user-sessions'],
])('dying while %s %s is written', (vendor, scenario) => {
  const batches = tellings(vendor, scenario).filter((batch) => batch.length);
  const now = T0;

  it('loses nothing and doubles nothing, wherever it happens', async () => {
    const whole = recorder(catalog);
    for (const batch of batches) await writeItems(whole.deps, batch, now);
    expect(whole.held.events.size).toBeGreaterThan(3);
    for (const after of [false, true]) {
      for (let dieAt = 0; ; dieAt++) {
        const broken = recorder(catalog);
        const { deps, died } = mortal(broken.deps, dieAt, after);
        // Counters of requests apart: `seen` of a batch that died after its write is the one thing counted twice.
        for (const batch of batches) await writeItems(deps, batch, now).catch(() => writeItems(deps, batch.filter((b) => b.type !== 'count'), now));
        if (!died()) break;
        const [a, b] = [broken.held, whole.held].map(({ requests, bodies, events, sessions, findings, lanes }) => ({ requests, bodies, events, sessions, findings, lanes }));
        expect(a, `died at call ${dieAt}`).toEqual(b);
        expect(broken.inbox.rows.size, `died at call ${dieAt}`).toBe(0);
        expect(broken.held.counters.get('candidates')).toBe(whole.held.counters.get('candidates'));
      }
    }
  });
});

it('gives the same in IndexedDB as in memory', async () => {
  const memory = recorder(catalog);
  const db = openDatabase('capture');
  const deps: CaptureDeps = { ...memory.deps, repository: createRepository(db), inbox: createInbox(db) };
  for (const { recording } of recordings().filter((r) => r.vendor !== 'negative')) {
    for (const captured of capturedRequests(recording)) {
      const id = `${recording.scenario}-${recording.version}-${recording.sdk}-${captured.id}` as RequestId;
      const batch: FeedItem[] = [{ type: 'request', request: { ...captured, id }, complete: true }];
      await writeItems(memory.deps, batch, captured.startedAt);
      await writeItems(deps, batch, captured.startedAt);
    }
  }
  const events = (await db.events.toArray()).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  expect(events).toEqual([...memory.held.events.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  const sessions = await db.sessions.toArray();
  expect(sessions.length).toBeGreaterThan(50);
  expect(sessions.map(({ open: _open, openTabs: _tabs, ...s }) => s).toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual(
    [...memory.held.sessions.values()].map(({ facts: _facts, ...s }) => s).toSorted((a, b) => (a.key < b.key ? -1 : 1)),
  );
  const known = [...memory.held.findings.values()].flat().map((f) => `${f.sessionKey} ${f.code}`).toSorted();
  expect((await db.findings.toArray()).map((f) => `${f.sessionKey} ${f.code}`).toSorted()).toEqual(known);
});
