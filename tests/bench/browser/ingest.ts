import { asRequestId, type CapturedRequest } from '../../../lib/domain/request.ts';
import { ingest } from '../../../lib/pipeline/ingest.ts';
import { createRules } from '../../../lib/pipeline/rules.ts';
import { catalog } from '../../../lib/protocols/catalog.ts';
import { createRegistry } from '../../../lib/protocols/registry.ts';
import { openDatabase } from '../../../lib/store/db.ts';
import { createRepository } from '../../../lib/store/repository.ts';
import { cloneStored } from './clone-stored.ts';

const BATCH = 50;

/** A request as it comes from Node: bytes as a list of numbers. */
export type Sent = Omit<CapturedRequest, 'body' | 'id'> & { readonly id: string; readonly bytes: readonly number[] };

const received = ({ bytes, id, ...request }: Sent): CapturedRequest => ({ ...request, id: asRequestId(id), body: bytes.length ? { kind: 'bytes', bytes: new Uint8Array(bytes), encoding: null } : { kind: 'none' } });

/** Runs in a page of a real browser: what the worker does with a batch, and the same rows written with nothing else to do. */
async function run(name: string, sent: readonly Sent[]): Promise<{ readonly ms: number; readonly rawMs: number; readonly events: number; readonly rows: number }> {
  const db = openDatabase(name);
  await db.open();
  const deps = { repository: createRepository(db), registry: createRegistry(catalog), rulesOf: createRules(catalog) };
  const requests = sent.map(received);
  const before = await db.events.count();
  let from = performance.now();
  for (let i = 0; i < requests.length; i += BATCH) {
    const some = requests.slice(i, i + BATCH);
    await ingest(deps, { requests: some, counters: { seen: some.length } }, (some.at(-1)?.startedAt ?? 0) + 1_000);
  }
  const ms = performance.now() - from;
  const ids = requests.map((r) => r.id);
  const [records, bodies] = await Promise.all([db.requests.bulkGet(ids), db.bodies.bulkGet(ids)]);
  const events = await db.events.where('requestId').anyOf(ids).toArray();

  const raw = openDatabase(`${name}-raw-${Math.random()}`);
  await raw.open();
  from = performance.now();
  for (let i = 0; i < ids.length; i += BATCH) {
    const wanted = new Set(ids.slice(i, i + BATCH));
    await raw.transaction('rw', raw.requests, raw.bodies, raw.events, async () => {
      await raw.requests.bulkAdd(records.slice(i, i + BATCH).filter((r) => r !== undefined));
      await raw.bodies.bulkAdd(bodies.slice(i, i + BATCH).filter((b) => b !== undefined));
      await raw.events.bulkAdd(events.filter((e) => wanted.has(e.requestId)));
    });
  }
  const rawMs = performance.now() - from;
  const rows = await db.events.count();
  await raw.delete();
  db.close();
  return { ms, rawMs, events: rows - before, rows };
}

Object.assign(globalThis, { benchIngest: run, benchFill: cloneStored });
